"""The charts of a pack, drawn for the page or for paper."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.foundation.ui.charts import (
    Bar,
    Dot,
    Drawing,
    Flow,
    Measure,
    Pair,
    Unit,
    columns,
    comparison,
    in_and_out,
    paired,
    ranked,
)
from regain.meetings.lossreview.queries.shown.writing import customers
from regain.meetings.lossreview.rules.pack import Mirror, Month, Pack, ReasonTable

LETTERS = 80
SHOWN = 10
"""Bars of a ranked chart; the table beside it has them all."""


@dataclass(frozen=True)
class Drawings:
    """Every chart, drawn when it is asked for; None where there is nothing to compare. `wide`: across a whole page."""

    pack: Pack
    wide: bool = True

    @cached_property
    def flows(self) -> Drawing:
        """Customers in and out."""
        return flows(self.pack, wide=self.wide)

    @cached_property
    def lost(self) -> Drawing:
        """Value lost."""
        return lost(self.pack, wide=self.wide)

    @cached_property
    def reasons(self) -> Drawing:
        """Why they left."""
        return reasons(self.pack)

    @cached_property
    def mirrors(self) -> tuple[Drawing | None, ...]:
        """How well the calls stand for the losses, one for each mirror."""
        return tuple(mirror(each) if each.shares else None for each in self.pack.mirrors)

    @cached_property
    def trials(self) -> Drawing | None:
        """What came back against control."""
        return trials(self.pack)

    @cached_property
    def issues(self) -> Drawing | None:
        """What to fix first."""
        return issues(self.pack)

    def all(self) -> tuple[Drawing | None, ...]:
        """Every one of them, drawn now."""
        return (self.flows, self.lost, self.reasons, *self.mirrors, self.trials, self.issues)


def flows(pack: Pack, *, wide: bool) -> Drawing:
    """Customers in and out, thirteen months."""
    return in_and_out(
        _("Customers in and out"),
        [Flow(short(each), each.new, each.returned, each.left) for each in pack.months],
        purpose=_("Customers by month. New and returned stand above the line, those who left below it."),
        wide=wide,
    )


def lost(pack: Pack, *, wide: bool) -> Drawing:
    """Value lost, thirteen months."""
    return columns(
        _("Value lost by month"),
        Measure(_("Value lost a year"), Unit.MONEY, pack.currency),
        [Bar(short(each), each.value_left) for each in pack.months],
        purpose=_("Revenue a year of those who left, %(currency)s.") % {"currency": pack.currency},
        wide=wide,
    )


def short(month: Month) -> str:
    """`Sep 2011`."""
    year, number = month.period.split("-")
    return formats.day(date(int(year), int(number), 1), "month")


def named(title: str) -> str:
    """A name as long as a chart can hold; the table beside it has all of it."""
    return Truncator(title).chars(LETTERS)


def reasons(pack: Pack) -> Drawing:
    """What the month's departures are counted to, largest first."""
    table = pack.reasons[0]
    return ranked(
        _("Why they left, by value lost"),
        Measure(_("Value lost a year"), Unit.MONEY, pack.currency),
        _bars(table),
        purpose=_("The strongest anybody has for each customer, %(currency)s a year.") % {"currency": pack.currency},
        nothing=_("Nobody left this month."),
    )


def _bars(table: ReasonTable) -> list[Bar]:
    lines = sorted(table.lines, key=lambda line: -line.value_lost)
    bars = [Bar(named(line.title), line.value_lost, note=customers(line.departures)) for line in lines[:SHOWN]]
    rest = lines[SHOWN:]
    if rest:
        title = _("%(number)s other reasons") % {"number": len(rest)}
        bars.append(Bar(title, sum(line.value_lost for line in rest), quiet=True))
    silent = [part for part in (table.could_not_say, table.not_asked) if part.departures]
    return [*bars, *(Bar(part.title, part.value_lost, customers(part.departures), quiet=True) for part in silent)]


def mirror(seen: Mirror) -> Drawing:
    """The losses' share of each part beside the share the calls stand for."""
    return paired(
        seen.title,
        Measure(_("Share of the value"), Unit.SHARE),
        [
            Pair(named(each.title), each.of_losses, each.of_calls, _left(each.losses), _heard(each.calls))
            for each in seen.shares
        ],
        first=_("of the losses"),
        second=_("of the calls"),
    )


def _left(number: int) -> str:
    return _("%(number)s left") % {"number": formats.number(number)}


def _heard(number: int) -> str:
    return _("%(number)s called") % {"number": formats.number(number)}


def trials(pack: Pack) -> Drawing | None:
    """The difference each cycle made, with its interval."""
    dots = [
        Dot(named(each.title), each.lift, each.low, each.high, reference=0)
        for each in pack.trials
        if each.lift is not None and each.low is not None and each.high is not None
    ]
    if not dots:
        return None
    return comparison(
        _("Returns beyond control"),
        Measure(_("Difference in return rate"), Unit.SHARE),
        dots,
        reference=_("No difference"),
        purpose=_("Share of the treated that came back, less that of the control group."),
    )


def issues(pack: Pack) -> Drawing | None:
    """The issues by priority."""
    bars = [Bar(named(each.title), each.priority, note=named(each.owner)) for each in pack.issues.lines[:SHOWN]]
    if not bars:
        return None
    return ranked(
        _("Issues by priority"),
        Measure(_("Value a year per week of work"), Unit.MONEY, pack.currency),
        bars,
        purpose=_("Value that could be kept a year for each week of work, %(currency)s.") % {"currency": pack.currency},
    )
