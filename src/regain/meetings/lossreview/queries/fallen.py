"""What fell to each issue, month by month and reason by reason, as reports count it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regain.foundation.kit.money import CENT
from regain.knowledge.playbook.queries.counted import month_of
from regain.knowledge.playbook.queries.named import CauseOf, MonthNamed, causes_counted, named
from regain.knowledge.playbook.rules.causes import PLACES
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.rules.falling import Falling


@dataclass(frozen=True)
class Part:
    """A part of what was lost. A departure counts once, however many of its reasons fall here."""

    departures: int = 0
    weight: Decimal = Decimal(0)
    value: Decimal = Decimal("0.00")


NOTHING = Part()
Cell = tuple[int | None, str, int]
"""An issue, a month, and a reason; zero for all of them."""
Share = tuple[int, Decimal, Decimal]


@dataclass(frozen=True)
class Fallen:
    """Everything told of the departures of a time, as it falls to issues; None: to none yet."""

    months: Mapping[int | None, Mapping[str, Part]]
    reasons: Mapping[int | None, Mapping[int, Part]]
    asked_in: tuple[str, ...]
    """The months in which anybody was asked."""
    silent: Part
    """Asked, and could not say."""


def fell(*, from_on: date, until_on: date) -> Fallen:
    """What fell to each issue of the departures from `from_on` to before `until_on`."""
    known, told = falls_to(), named(from_on=from_on, until_on=until_on)
    cells: dict[Cell, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for month in told:
        for each in _sums(month, known):
            _add(cells, *each, sign=1)
    within = [(customer, left_on) for _, customer, left_on in known.placed if from_on <= left_on < until_on]
    for causes in _by_departure(causes_counted(within)).values():
        _move(cells, causes, known)
    return _fallen(cells, told)


def by_month(*, from_on: date, until_on: date) -> Mapping[int | None, Mapping[str, Part]]:
    """What fell to each issue in each month (`2011-09`); None holds what falls to no issue yet."""
    return fell(from_on=from_on, until_on=until_on).months


def by_reason(*, from_on: date, until_on: date) -> Mapping[int | None, Mapping[int, Part]]:
    """What fell to each issue for each reason; None holds what falls to no issue yet."""
    return fell(from_on=from_on, until_on=until_on).reasons


def total(parts: Mapping[str, Part]) -> Part:
    """All months together; months share no departure."""
    return Part(
        sum(part.departures for part in parts.values()),
        sum((part.weight for part in parts.values()), Decimal(0)),
        sum((part.value for part in parts.values()), Decimal("0.00")),
    )


def _sums(month: MonthNamed, known: Falling) -> Iterable[tuple[Cell, Share]]:
    """A month as it falls by covers alone."""
    for each in month.sets:
        shares = [(reason, weight, value) for reason, (weight, value) in each.parts.items()]
        yield from _spread(shares, month.month, each.departures, known, known.covers.get)


def _move(cells: dict[Cell, list[Decimal]], causes: Sequence[CauseOf], known: Falling) -> None:
    """Take one departure from where its reasons' covers let it fall to where it was placed."""
    one = causes[0]
    shares = [(each.reason, each.weight, each.value) for each in causes]

    def placed(reason: int) -> int | None:
        return known.issue(reason=reason, customer=one.customer, left_on=one.left_on)

    for cell, share in _spread(shares, month_of(one.left_on), 1, known, known.covers.get):
        _add(cells, cell, share, sign=-1)
    for cell, share in _spread(shares, month_of(one.left_on), 1, known, placed):
        _add(cells, cell, share, sign=1)


def _spread(
    shares: Sequence[tuple[int, Decimal, Decimal]],
    month: str,
    departures: int,
    known: Falling,
    falls: Callable[[int], int | None],
) -> Iterable[tuple[Cell, Share]]:
    """Departures with the same reasons, over issues and over reasons; each counts once in either."""
    issues: dict[int | None, list[Decimal]] = {}
    reasons: dict[tuple[int | None, int], list[Decimal]] = {}
    for said, weight, value in shares:
        reason = known.counted_as.get(said, said)
        issue = falls(reason)
        for line in (
            issues.setdefault(issue, [Decimal(0), Decimal(0)]),
            reasons.setdefault((issue, reason), [Decimal(0), Decimal(0)]),
        ):
            line[0] += weight
            line[1] += value
    for issue, (weight, value) in issues.items():
        yield (issue, month, 0), (departures, weight, value)
    for (issue, reason), (weight, value) in reasons.items():
        yield (issue, "", reason), (departures, weight, value)


def _add(cells: dict[Cell, list[Decimal]], cell: Cell, share: Share, *, sign: int) -> None:
    line, (departures, weight, value) = cells[cell], share
    line[0] += sign * departures
    line[1] += sign * weight
    line[2] += sign * value


def _fallen(cells: Mapping[Cell, Sequence[Decimal]], told: Sequence[MonthNamed]) -> Fallen:
    months: dict[int | None, dict[str, Part]] = defaultdict(dict)
    reasons: dict[int | None, dict[int, Part]] = defaultdict(dict)
    for (issue, month, reason), (many, weight, value) in sorted(cells.items(), key=lambda cell: cell[0][1:]):
        part = Part(int(many), weight.quantize(PLACES), value.quantize(CENT))
        if part.departures and reason:
            reasons[issue][reason] = part
        elif part.departures:
            months[issue][month] = part
    silent = sum(month.could_not_say for month in told)
    lost = sum((month.silent_value for month in told), Decimal(0)).quantize(CENT)
    return Fallen(months, reasons, tuple(month.month for month in told), Part(silent, Decimal(silent), lost))


def _by_departure(causes: Iterable[CauseOf]) -> Mapping[tuple[str, date], list[CauseOf]]:
    found: dict[tuple[str, date], list[CauseOf]] = defaultdict(list)
    for each in causes:
        found[each.customer, each.left_on].append(each)
    return found
