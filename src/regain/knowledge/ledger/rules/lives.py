"""When is a customer gone? Three rules, one expression.

A silence ends a life when it is longer than the rule allows. Under a gamma-Poisson rhythm with shape `r` and
scale `alpha` (days), a customer with `x` gaps behind them over `t` days has a next gap that stays below

    ((1 - quantile) ** (-1 / (r + x)) - 1) * (alpha + t)

with probability `quantile` (the posterior predictive is a Lomax distribution). A fixed number of days is the
same expression with its floor and its ceiling at that number. Quantile, floor and ceiling are tuned to the company:
what became of the silences of its past says how often a rule called somebody gone too early or too late.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from math import exp, log

from regain.foundation.kit.errors import Invalid
from regain_value import CONVENTION, Errors, Estimate, Limits, share_of

RHYTHM, DAYS, CONTRACT = "rhythm", "days", "contract"

GRACE = 30
"""Days after the end of a contract in which a renewal still continues the same life."""

WATCHED_AT_LEAST, WATCHED_AT_MOST = 90, 360
PAST_DAYS = 4
"""Past days a rule is held against, one watch apart."""
ACTIVE = 365
"""A rule is judged by those who had bought in the year before; calling the long gone gone is no art."""

PRIOR_R, PRIOR_ALPHA = 1.0, 30.0
"""A company with no repeat purchase yet: gaps of a month or so, hardly informed."""


@dataclass(frozen=True)
class Rule:
    """Who counts as gone. `days` is set for the fixed rule alone."""

    kind: str
    days: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.days}" if self.days is not None else self.kind

    @property
    def sentence(self) -> str:
        """The rule in plain words."""
        return {
            RHYTHM: "silent for longer than their own rhythm allows",
            DAYS: f"silent for more than {self.days} days",
            CONTRACT: f"no contract running, and none renewed within {GRACE} days",
        }[self.kind]


def rule(text: str) -> Rule:
    """The rule named by `rhythm`, `days:N` or `contract`. Raises Invalid for anything else."""
    if text in {RHYTHM, CONTRACT}:
        return Rule(text)
    found = re.fullmatch(r"days:(\d{1,4})", text)
    if not found or not 1 <= int(found[1]) <= 3650:
        raise Invalid(f"{text!r} is not a rule. Use rhythm, contract, or days:N such as days:90.")
    return Rule(DAYS, int(found[1]))


@dataclass(frozen=True)
class Patience:
    """How long a silence may last: the numbers the lives expression takes. Times in days."""

    r: float
    alpha: float
    alarm: float
    at_least: int
    at_most: int

    def parameters(self) -> dict[str, float]:
        """The named parameters of the SQL files."""
        return asdict(self)

    def allowed(self, *, gaps: int, span: int) -> int:
        """Whole days of silence allowed after `gaps` gaps over `span` days."""
        free = (exp(-log(self.alarm) / (self.r + gaps)) - 1.0) * (self.alpha + span)
        return int(min(self.at_most, max(self.at_least, free)))


def fixed_patience(days: int) -> Patience:
    """The same number of days for everybody."""
    return Patience(r=1.0, alpha=1.0, alarm=0.5, at_least=days, at_most=days)


def rhythm_patience(*, r: float, alpha: float, limits: Limits = CONVENTION) -> Patience:
    """Each customer's own rhythm, under the company's r and alpha (days) and within its limits."""
    return Patience(r=r, alpha=alpha, alarm=1.0 - limits.quantile, at_least=limits.at_least, at_most=limits.at_most)


def watch(*, gaps: float, span: float) -> int:
    """How many days decide whether a silence was a departure: two usual gaps in whole months of thirty days.

    A quarter of a year at least and a year at most.
    """
    usual = 2 * span / gaps if gaps else 0.0
    return int(min(WATCHED_AT_MOST, max(WATCHED_AT_LEAST, 30 * round(usual / 30))))


@dataclass(frozen=True)
class PastDay:
    """What the rule got wrong on one past day, among those who had bought in the year before it."""

    day: date
    errors: Errors


def percent(share: Estimate) -> str:
    """A share with its interval, as `31 %, likely 29 to 34 %`."""
    value, low, high = (round(100 * float(part[0])) for part in share.parts())
    return f"{value} %, likely {low} to {high} %"


def told(days: Iterable[tuple[date, Errors]]) -> tuple[PastDay, ...]:
    """The days that say anything: somebody had stayed and somebody had left."""
    return tuple(PastDay(day, errors) for day, errors in days if errors.stayed and errors.left)


@dataclass(frozen=True)
class Judgement:
    """The patience in use, and its errors on past days, newest first.

    Called too early: counted gone, and bought within `watched` days after. Called too late: still counted a customer,
    and never bought again until now. `learnt` says whether the limits come from the company's own past.
    """

    patience: Patience
    learnt: bool
    watched: int
    days: tuple[PastDay, ...] = ()

    @property
    def early(self) -> Estimate:
        """The share of those who stayed that were called too early."""
        return self._share("too_early", "stayed")

    @property
    def late(self) -> Estimate:
        """The share of those who left that were called too late."""
        return self._share("too_late", "left")

    @property
    def delay(self) -> int | None:
        """The middle number of days from the last purchase to the call, of those who left by the newest day."""
        return int(self.days[0].errors.delay) if self.days else None

    @property
    def sentence(self) -> str:
        """How often the rule was wrong, in plain words."""
        if not self.days:
            return "Cannot tell yet how often this rule is wrong: the past is too short to hold it against."
        early = f"{self.count('too_early'):,} of {self.count('stayed'):,} who stayed had been called gone too early"
        late = f"{self.count('too_late'):,} of {self.count('left'):,} who left were not called yet"
        return (
            f"Held against {len(self.days)} past day{'s' * (len(self.days) > 1)}, the last of them {self.days[0].day}:"
            f" {early} ({percent(self.early)}), {late} ({percent(self.late)})."
            f" Half of those who left were called within {self.delay} days of their last purchase."
        )

    def count(self, name: str) -> int:
        """A count of errors over all past days."""
        return int(sum(getattr(day.errors, name) for day in self.days))

    def _share(self, part: str, whole: str) -> Estimate:
        """The days share customers: the interval is as wide as that of one day alone."""
        days = max(1, len(self.days))
        return share_of(self.count(part) / days, self.count(whole) / days)


@dataclass(frozen=True)
class Month:
    """One line of the balance. `start + new + returned − left = end`, by count and by value.

    Values are yearly revenue: what a customer bought in the year up to their last purchase. `value_changed`
    is what those who stayed spend more or less than before.
    """

    month: str
    start: int
    new: int
    returned: int
    left: int
    end: int
    value_start: Decimal
    value_new: Decimal
    value_returned: Decimal
    value_left: Decimal
    value_end: Decimal

    @property
    def value_changed(self) -> Decimal:
        """More or less from those who stayed."""
        moved = self.value_new + self.value_returned - self.value_left
        return self.value_end - self.value_start - moved


class OutOfBalance(AssertionError):
    """The months do not reconcile: a defect, never a matter of data."""


def checked(months: Sequence[Month]) -> Sequence[Month]:
    """The months, once every line and every hand-over between lines reconciles. Raises OutOfBalance."""
    before = 0
    for month in months:
        if month.start != before or month.start + month.new + month.returned - month.left != month.end:
            raise OutOfBalance(repr(month))
        before = month.end
    return months


def quarters(months: Sequence[Month]) -> list[Month]:
    """The same balance by calendar quarter, `2011-Q3`."""
    grouped: dict[str, list[Month]] = {}
    for month in months:
        year, number = month.month.split("-")
        grouped.setdefault(f"{year}-Q{(int(number) + 2) // 3}", []).append(month)
    return [_together(name, parts) for name, parts in grouped.items()]


def _together(name: str, parts: Sequence[Month]) -> Month:
    first, last = parts[0], parts[-1]
    return Month(
        month=name,
        start=first.start,
        new=sum(part.new for part in parts),
        returned=sum(part.returned for part in parts),
        left=sum(part.left for part in parts),
        end=last.end,
        value_start=first.value_start,
        value_new=sum((part.value_new for part in parts), Decimal(0)),
        value_returned=sum((part.value_returned for part in parts), Decimal(0)),
        value_left=sum((part.value_left for part in parts), Decimal(0)),
        value_end=last.value_end,
    )


def months_between(first: date, last: date) -> list[str]:
    """Every calendar month from `first` to `last`, as `YYYY-MM`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        f"{first.year + (first.month - 1 + step) // 12:04d}-{(first.month - 1 + step) % 12 + 1:02d}"
        for step in range(max(0, count))
    ]
