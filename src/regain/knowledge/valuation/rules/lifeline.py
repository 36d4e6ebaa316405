"""Where a customer's lives, absences, purchases and months stand on one line of time, in the units of a drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

At = Callable[[date], float]
TALL = 90
"""The height of the tallest month."""


@dataclass(frozen=True)
class Stretch:
    """A part of the line: `kind` is life, silence or absence."""

    kind: str
    x: float
    width: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Column:
    """What one month brought, as a column `height` high that hangs at `y` from the top."""

    x: float
    width: float
    y: float
    height: float
    first: date
    spent: Decimal


@dataclass(frozen=True)
class Lifeline:
    """The drawing, ready: stretches, the days of purchases, refunds and contacts, columns by month, and years."""

    width: int
    first: date
    last: date
    stretches: tuple[Stretch, ...]
    purchases: tuple[float, ...]
    refunds: tuple[float, ...]
    contacts: tuple[float, ...]
    months: tuple[Column, ...]
    marks: tuple[tuple[float, date], ...]
    most: Decimal


@dataclass(frozen=True)
class Span:
    """One life: from its first to its last purchase, and the day it was over, if it is."""

    began_on: date
    last_day: date
    left_on: date | None


def lifeline(
    *,
    spans: Sequence[Span],
    until: date,
    spent: Sequence[tuple[date, Decimal]],
    refunds: Sequence[date] = (),
    contacts: Sequence[date] = (),
    width: int = 1000,
) -> Lifeline | None:
    """The line from the first day known to the day before `until`; none without a single day."""
    days = [day for day, _amount in spent] + [*refunds, *contacts] + [span.began_on for span in spans]
    if not days:
        return None
    first, last = min(days).replace(day=1), max([until - timedelta(days=1), *days])
    length = max(1, (last - first).days)

    def at(day: date) -> float:
        return round(width * min(1.0, max(0.0, (day - first).days / length)), 2)

    return Lifeline(
        width=width,
        first=first,
        last=last,
        stretches=tuple(_stretches(spans, last, at)),
        purchases=tuple(at(day) for day, _amount in spent),
        refunds=tuple(at(day) for day in refunds),
        contacts=tuple(at(day) for day in contacts),
        months=tuple(_columns(spent, at)),
        marks=tuple((at(day), day) for day in _marks(first, last, room=width // 70)),
        most=max(_by_month(spent).values(), default=Decimal(0)),
    )


def _stretches(spans: Sequence[Span], last: date, at: At) -> list[Stretch]:
    found: list[Stretch] = []
    for place, span in enumerate(spans):
        over = span.left_on or last
        found.append(_stretch("life", span.began_on, span.last_day, at))
        if over > span.last_day:
            found.append(_stretch("silence", span.last_day, over, at))
        if span.left_on:
            following = spans[place + 1].began_on if place + 1 < len(spans) else last
            found.append(_stretch("absence", span.left_on, following, at))
    return found


def _stretch(kind: str, first: date, last: date, at: At) -> Stretch:
    return Stretch(kind, at(first), max(3.0 if kind == "life" else 0.0, round(at(last) - at(first), 2)))


def _by_month(spent: Sequence[tuple[date, Decimal]]) -> dict[date, Decimal]:
    months: dict[date, Decimal] = {}
    for day, amount in spent:
        month = day.replace(day=1)
        months[month] = months.get(month, Decimal(0)) + amount
    return months


def _columns(spent: Sequence[tuple[date, Decimal]], at: At) -> list[Column]:
    months = _by_month(spent)
    most = max(months.values(), default=Decimal(0))
    columns = []
    for month, amount in sorted(months.items()):
        x, end = at(month), at(next_month(month))
        width = max(2.0, 0.78 * (end - x))
        height = round(float(TALL * amount / most), 2) if most > 0 and amount > 0 else 0.0
        columns.append(Column(x, round(width, 2), round(TALL - height, 2), height, month, amount))
    return columns


def _marks(first: date, last: date, *, room: int) -> list[date]:
    """The days worth a label: every so many months, as many as there is room for, the last stretch left free."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months <= step * room), 120)
    found, day = [], first
    while day < last - timedelta(days=12 * step):
        if (day.year * 12 + day.month - 1) % step == 0:
            found.append(day)
        day = next_month(day)
    return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
