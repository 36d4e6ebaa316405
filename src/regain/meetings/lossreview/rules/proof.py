"""What a fix did: departures for its reasons before and after it, beside everybody else's in the same months.

The month of the fix counts for neither side. A fall is claimed only where fewer left for the reason per customer, and
it did not fall alike with all other reasons: both whole 95 % intervals lie below one. It is looked at every month, and
chance has its way in one of many looks: so it counts as shown only where the month before showed it already. That
nothing changed is claimed only where a halving is ruled out by both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from regain.foundation.kit.period import month_after
from regain_value import NotEnoughEvidence
from regain_value.before_after import HALVED, Compared, Departures, compare
from regain_value.before_after import rate_of as rate_between
from regain_value.rate_ratio import Ratio

MONTHS_BEFORE: Final = 12
FEWEST_BACK: Final = 3
"""Departures it takes to say that a reason came back."""
PER: Final = 1_000
"""Rates are told per so many customers a month."""


class Verdict(StrEnum):
    """What may be said about a fix."""

    CANNOT_TELL = "cannot_tell"
    FELL = "fell"
    """In two monthly looks in a row."""
    FELL_ONCE = "fell_once"
    """In the newest look only."""
    FELL_WITH_ALL = "fell_with_all"
    NO_CHANGE = "no_change"
    ROSE = "rose"


class Gap(StrEnum):
    """Why nothing can be measured yet."""

    NO_FACTS = "no_facts"
    """Customers are not counted yet under today's rule."""
    TOO_EARLY = "too_early"
    """No whole month after the fix."""
    TOO_SHORT = "too_short"
    """Hardly a month before the fix."""
    NOT_ASKED_BEFORE = "not_asked_before"
    NOT_ASKED_AFTER = "not_asked_after"


@dataclass(frozen=True)
class MonthCounts:
    """One whole month: customers at its start, who left, of how many somebody knows why, and who named the reason."""

    month: str
    customers: int
    departures: int
    asked: int
    named: int


@dataclass(frozen=True)
class Interval:
    """A ratio, after by before, with its 95 % interval; no upper end where there is none."""

    value: float
    low: float
    high: float | None

    @classmethod
    def of(cls, ratio: Ratio, *, is_none_after: bool = False) -> "Interval":
        """Rounded to what anybody can read, and the same wherever it is stored; none after a fix is a fall to none."""
        high = round(ratio.high, 4) if isfinite(ratio.high) else None
        return cls(0.0 if is_none_after else round(ratio.value, 4), round(ratio.low, 4), high)

    @property
    def fell(self) -> bool:
        """Whether all of it lies below one."""
        return self.high is not None and self.high < 1

    @property
    def rose(self) -> bool:
        """Whether all of it lies above one."""
        return self.low > 1


@dataclass(frozen=True)
class Measured:
    """What departures for an issue's reasons did after its fix, as known on a day."""

    verdict: Verdict
    fixed_on: date
    as_of: date
    before: tuple[MonthCounts, ...] = ()
    after: tuple[MonthCounts, ...] = ()
    ratio: Interval | None = None
    others: Interval | None = None
    net: Interval | None = None
    months_needed: int | None = None
    """More months until a halving would show; None: it never can, or nothing was compared."""
    gap: Gap | None = None
    sentence: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether the issue may be closed by it."""
        return self.verdict is Verdict.FELL

    @property
    def document(self) -> dict[str, Any]:
        """As JSON can hold it."""
        told = asdict(self)
        return told | {"fixed_on": self.fixed_on.isoformat(), "as_of": self.as_of.isoformat()}


def sides(months: Sequence[MonthCounts], *, fixed_on: date) -> tuple[tuple[MonthCounts, ...], tuple[MonthCounts, ...]]:
    """Up to twelve whole months before the month of the fix, and all whole months after it."""
    fixed = f"{fixed_on:%Y-%m}"
    before = tuple(each for each in months if each.month < fixed)[-MONTHS_BEFORE:]
    return before, tuple(each for each in months if each.month > fixed)


def measure(months: Sequence[MonthCounts] | None, *, fixed_on: date, as_of: date) -> Measured:
    """Compare whole months, oldest first; None where customers are not counted yet. Without its sentence."""
    if months is None:
        return Measured(Verdict.CANNOT_TELL, fixed_on, as_of, gap=Gap.NO_FACTS)
    before, after = sides(months, fixed_on=fixed_on)
    gap = _gap(before, after)
    if gap is not None:
        return Measured(Verdict.CANNOT_TELL, fixed_on, as_of, before, after, gap=gap)
    try:
        made = compare(_counted(before), _counted(after))
    except NotEnoughEvidence:
        return Measured(Verdict.CANNOT_TELL, fixed_on, as_of, before, after, gap=Gap.TOO_SHORT)
    is_none = not any(each.named for each in after)
    return Measured(
        verdict=_confirmed(judged(made), before, after),
        fixed_on=fixed_on,
        as_of=as_of,
        before=before,
        after=after,
        ratio=Interval.of(made.ratio, is_none_after=is_none),
        others=Interval.of(made.others),
        net=Interval.of(made.net, is_none_after=is_none),
        months_needed=made.months_needed,
    )


def judged(made: Compared) -> Verdict:
    """What both ratios together let us say, in one look."""
    if made.ratio.fell:
        return Verdict.FELL if made.net.fell else Verdict.FELL_WITH_ALL
    if made.ratio.rose and made.net.rose:
        return Verdict.ROSE
    return Verdict.NO_CHANGE if min(made.ratio.low, made.net.low) > HALVED else Verdict.CANNOT_TELL


def _confirmed(verdict: Verdict, before: Sequence[MonthCounts], after: Sequence[MonthCounts]) -> Verdict:
    """A fall that was not to be seen a month ago is one to be seen again."""
    if verdict is not Verdict.FELL:
        return verdict
    made = _compared(before, after[:-1])
    return verdict if made is not None and judged(made) is verdict else Verdict.FELL_ONCE


def came_back(months: Sequence[MonthCounts], *, fixed_on: date, closed_on: date) -> bool:
    """Whether more leave for the reason since it was closed than in the months that proved the fix, beyond chance.

    It is asked every month, and an issue closes on months that were good by luck, too: so it must have been so a month
    ago already, and the months since must no longer prove the fix by themselves.
    """
    closed = f"{closed_on:%Y-%m}"
    before, after = sides(months, fixed_on=fixed_on)
    proven = tuple(each for each in after if each.month < closed)
    since = tuple(each for each in after if each.month >= closed)
    if not (_rose(proven, since[:-1]) and _rose(proven, since)):
        return False
    still = _compared(before, since)
    return still is None or judged(still) is not Verdict.FELL


def first_measured(fixed_on: date) -> date:
    """The first day on which a whole month after the fix is over."""
    return month_after(fixed_on.replace(day=1), 2)


def rate_of(side: Sequence[MonthCounts]) -> float | None:
    """Departures for the reason per thousand customers a month, on one side; None: nobody was asked."""
    customers, asked = sum(each.customers for each in side), sum(each.asked for each in side)
    if not customers or not asked:
        return None
    departures, named = sum(each.departures for each in side), sum(each.named for each in side)
    return PER * departures / customers * named / asked


def read(document: Mapping[str, Any]) -> Measured:
    """A stored measurement."""
    told = dict(document)
    for name in ("before", "after"):
        told[name] = tuple(MonthCounts(**each) for each in told[name])
    for name in ("ratio", "others", "net"):
        told[name] = Interval(**told[name]) if told[name] else None
    for name in ("fixed_on", "as_of"):
        told[name] = date.fromisoformat(told[name])
    told |= {"verdict": Verdict(told["verdict"]), "gap": Gap(told["gap"]) if told["gap"] else None}
    return Measured(**told)


def rate_with_ends(month: MonthCounts) -> tuple[float, float, float] | None:
    """Departures for the reason per customer in one month, with the interval of chance; None: nobody was asked."""
    if not month.asked or not month.customers:
        return None
    return rate_between(_counted((month,)))


def _rose(proven: Sequence[MonthCounts], since: Sequence[MonthCounts]) -> bool:
    if sum(each.named for each in since) < FEWEST_BACK:
        return False
    made = _compared(proven, since)
    return made is not None and made.ratio.rose and made.net.rose


def _compared(before: Sequence[MonthCounts], after: Sequence[MonthCounts]) -> Compared | None:
    if _gap(before, after) is not None:
        return None
    try:
        return compare(_counted(before), _counted(after))
    except NotEnoughEvidence:
        return None


def _gap(before: Sequence[MonthCounts], after: Sequence[MonthCounts]) -> Gap | None:
    if not after:
        return Gap.TOO_EARLY
    if not any(each.customers for each in before):
        return Gap.TOO_SHORT
    if not any(each.asked for each in before):
        return Gap.NOT_ASKED_BEFORE
    return None if any(each.asked for each in after) else Gap.NOT_ASKED_AFTER


def _counted(side: Sequence[MonthCounts]) -> Departures:
    return Departures.of(
        customers=[each.customers for each in side],
        departures=[each.departures for each in side],
        asked=[each.asked for each in side],
        named=[each.named for each in side],
    )
