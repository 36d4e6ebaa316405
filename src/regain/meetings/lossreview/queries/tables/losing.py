"""Who left and why, as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from regain.foundation.kit.book import Chart, Shape
from regain.foundation.kit.table import Column
from regain.meetings.lossreview.queries.tables.shape import PackTable, day, money, number, text
from regain.meetings.lossreview.rules.pack import Pack, Part, ReasonLine


@dataclass(frozen=True)
class ReasonRow:
    """A reason, or what has none."""

    title: str
    group: str
    departures: int
    weight: Decimal | None
    value_lost: Decimal
    issue: str = ""


def months(pack: Pack) -> PackTable:
    """Customers in and out by month."""
    columns = (
        text("title", _("Month"), first=True),
        text("period", _("Period")),
        number("start", _("At the start")),
        number("new", _("New")),
        number("returned", _("Returned")),
        number("left", _("Left")),
        number("end", _("At the end")),
    )
    drawn = Chart(_("Customers in and out"), Shape.COLUMNS, "title", ("new", "returned", "left"), _("Customers"))
    return PackTable("months", _("Customers in and out"), columns, pack.months, charts=(drawn,))


def values(pack: Pack) -> PackTable:
    """The same by yearly value."""
    of = pack.currency
    columns = (
        text("title", _("Month"), first=True),
        text("period", _("Period")),
        money("value_start", _("At the start"), of),
        money("value_new", _("New"), of),
        money("value_returned", _("Returned"), of),
        money("value_left", _("Left"), of),
        money("value_changed", _("Changed"), of),
        money("value_end", _("At the end"), of),
    )
    drawn = Chart(
        _("Value of who came and who left"),
        Shape.COLUMNS,
        "title",
        ("value_new", "value_returned", "value_left"),
        _("%(currency)s a year") % {"currency": of},
    )
    return PackTable("values", _("Value in and out"), columns, pack.months, charts=(drawn,))


def largest(pack: Pack) -> PackTable:
    """The largest of those who left."""
    columns = (
        text("title", _("Customer"), first=True),
        text("customer", _("Id")),
        text("country", _("Country")),
        day("left_on", _("Left on")),
        day("last_day", _("Last purchase")),
        money("value_lost", _("Value lost"), pack.currency),
        text("segment", _("Segment")),
        text("reasons", _("Reasons"), lambda row: "; ".join(row.reasons)),
        text("standing", _("Standing")),
        day("back_on", _("Came back on")),
        text("brief", _("Brief")),
    )
    return PackTable("largest", _("Largest who left"), columns, pack.losses.largest)


def segments(pack: Pack) -> PackTable:
    """Who left by segment."""
    return _parts("segments", _("By segment"), _("Segment"), pack, pack.losses.segments)


def countries(pack: Pack) -> PackTable:
    """Who left by country."""
    return _parts("countries", _("By country"), _("Country"), pack, pack.losses.countries)


def reasons(pack: Pack, *, standing: str) -> PackTable:
    """The losses by reason at one standing, with those that have none."""
    found = next(each for each in pack.reasons if each.standing == standing)
    rest = [_untold(found.could_not_say), _untold(found.not_asked), _untold(found.total)]
    name = "reasons" if standing == "counted" else f"reasons-{standing}"
    title = _("Reasons by revenue: %(standing)s") % {"standing": found.title}
    drawn = Chart(
        title,
        Shape.BARS,
        "title",
        ("value_lost",),
        _("Value lost, %(currency)s") % {"currency": pack.currency},
        rows=min(15, len(found.lines)),
    )
    issues = {issue.id: issue.title for issue in pack.issues.lines}
    rows = [*(_reason(line, issues) for line in found.lines), *rest]
    charts = (drawn,) if found.lines else ()
    return PackTable(name, title, _reason_columns(pack), rows, sums=1, charts=charts)


def _reason_columns(pack: Pack) -> Sequence[Column]:
    return (
        text("title", _("Reason"), first=True),
        text("group", _("Group")),
        number("departures", _("Departures")),
        number("weight", _("Counted by weight")),
        money("value_lost", _("Value lost"), pack.currency),
        text("issue", _("Issue")),
    )


def _reason(line: ReasonLine, issues: Mapping[int, str]) -> ReasonRow:
    issue = issues.get(line.issue or 0, "")
    return ReasonRow(line.title, line.group, line.departures, line.weight, line.value_lost, issue)


def _untold(part: Part) -> ReasonRow:
    return ReasonRow(part.title, "", part.departures, None, part.value_lost)


def _parts(name: str, title: str, heading: str, pack: Pack, parts: Sequence[Part]) -> PackTable:
    whole = Part("total", _("All who left"), pack.losses.departures, pack.losses.value_lost)
    columns = (
        text("title", heading, first=True),
        number("departures", _("Departures")),
        money("value_lost", _("Value lost"), pack.currency),
    )
    return PackTable(name, title, columns, [*parts, whole], sums=1)
