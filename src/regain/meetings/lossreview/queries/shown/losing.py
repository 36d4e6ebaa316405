"""Losing: who left, month by month, by name, by part and by reason."""

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.shown.grids import Cell, Figure, Grid, Head, Row, row
from regain.meetings.lossreview.queries.shown.writing import STANDINGS, count, customers, day, of_all, up_to_us
from regain.meetings.lossreview.rules.pack import Loss, Month, Pack, Part, ReasonLine, ReasonTable


def money(amount: Decimal, currency: str) -> str:
    """An amount without cents."""
    return formats.money((amount, currency), "whole")


def figures(pack: Pack) -> tuple[Figure, ...]:
    """What the month comes to, beside the twelve before."""
    month, before = pack.month, pack.months[:-1]
    write = partial(money, currency=pack.currency)
    left = count(round(sum(each.left for each in before) / len(before))) if before else ""
    lost = write(sum((each.value_left for each in before), Decimal(0)) / len(before)) if before else ""
    gained = month.new + month.returned
    worth = month.value_new + month.value_returned
    ended = {"start": count(month.start), "end": count(month.end)}
    return (
        Figure(
            _("Left"),
            count(pack.losses.departures),
            _("customers"),
            _("%(mean)s a month on average before") % {"mean": left} if left else "",
            means="left",
        ),
        Figure(
            _("Value lost"),
            write(pack.losses.value_lost),
            _("a year"),
            _("%(mean)s a month on average before") % {"mean": lost} if lost else "",
            means="value_lost",
        ),
        Figure(
            _("New and returned"),
            count(gained),
            _("customers"),
            _("worth %(worth)s a year") % {"worth": write(worth)},
            means="new",
        ),
        Figure(
            _("Net"),
            formats.signed(gained - month.left),
            _("customers"),
            _("from %(start)s to %(end)s") % ended,
            means="returned",
        ),
        Figure(
            _("Already back"),
            count(pack.losses.back.departures),
            _("of those who left"),
            _("worth %(worth)s a year") % {"worth": write(pack.losses.back.value_lost)},
            href=pack.losses.back.href,
            means="back",
        ),
    )


def by_count(pack: Pack) -> Grid:
    """Customers in and out, a month a line."""
    heads = (
        Head(_("Month"), width=1.6, priority=1),
        *(
            Head(title, is_figure=True)
            for title in (_("At the start"), _("New"), _("Returned"), _("Left"), _("At the end"))
        ),
    )
    rows = tuple(
        row(each.title, *map(count, (each.start, each.new, each.returned, each.left, each.end))) for each in pack.months
    )
    return Grid("months", _("Customers by month"), heads, rows)


def by_value(pack: Pack) -> Grid:
    """The same in value a year."""
    heads = (
        Head(_("Month"), width=1.4, priority=1),
        Head(_("At the start"), is_figure=True),
        Head(_("New"), is_figure=True),
        Head(_("Returned"), is_figure=True),
        Head(_("Lost"), is_figure=True),
        Head(_("Stayed, bought more or less"), is_figure=True, width=1.3, means="value_changed"),
        Head(_("At the end"), is_figure=True),
    )
    write = partial(money, currency=pack.currency)
    rows = tuple(row(each.title, *map(write, _values(each))) for each in pack.months)
    return Grid("values", _("Value a year by month"), heads, rows)


def _values(month: Month) -> tuple[Decimal, ...]:
    return (
        month.value_start,
        month.value_new,
        month.value_returned,
        month.value_left,
        month.value_changed,
        month.value_end,
    )


def largest(pack: Pack) -> Grid:
    """The largest losses by name."""
    heads = (
        Head(_("Customer"), width=3, priority=1),
        Head(_("Left"), width=1.5),
        Head(_("Value lost"), is_figure=True, width=1.1, means="value_lost"),
        Head(_("Why"), width=2.2, means="standing"),
        Head(_("Segment"), width=1.3, priority=3, means="segment"),
        Head(_("Country"), width=1.2, priority=3),
    )
    return Grid(
        "largest",
        _("The largest losses"),
        heads,
        tuple(_loss(each, pack.currency) for each in pack.losses.largest),
        nothing=_("Nobody left this month."),
    )


def _loss(line: Loss, currency: str) -> Row:
    since = [_("last bought %(day)s") % {"day": day(line.last_day)}]
    since += [_("back on %(day)s") % {"day": day(line.back_on)}] if line.back_on else []
    told = str(STANDINGS.get(line.standing, "")) if line.reasons else ""
    return row(
        Cell(line.title, detail=line.brief, href=line.href),
        Cell(day(line.left_on), detail=", ".join(since)),
        money(line.value_lost, currency),
        Cell("; ".join(line.reasons) or _unknown(line.standing), detail=told),
        line.segment,
        line.country or formats.NOTHING,
    )


def _unknown(standing: str) -> str:
    return _("Could not say") if standing else _("Nobody asked yet")


def parts(name: str, title: str, head: str, found: tuple[Part, ...], pack: Pack) -> Grid:
    """The month's losses by segment or by country, with their sum."""
    heads = (
        Head(head, width=2.4, priority=1),
        Head(_("Customers"), is_figure=True, means="left"),
        Head(_("Value lost"), is_figure=True, means="value_lost"),
        Head(_("Share"), is_figure=True, width=0.8),
    )
    losses = pack.losses
    lines = [_part(each, losses.value_lost, pack.currency) for each in found]
    if len(lines) > 1:
        lines.append(
            row(
                _("All who left"),
                count(losses.departures),
                money(losses.value_lost, pack.currency),
                of_all(losses.value_lost, losses.value_lost),
                is_sum=True,
            )
        )
    return Grid(name, title, heads, tuple(lines), nothing=_("Nobody left this month."))


def _part(part: Part, whole: Decimal, currency: str) -> Row:
    return row(
        Cell(part.title, href=part.href),
        count(part.departures),
        money(part.value_lost, currency),
        of_all(part.value_lost, whole),
    )


def reasons(table: ReasonTable, pack: Pack) -> Grid:
    """One standing's reasons by value; whom nobody asked and who could not say stand in the open."""
    heads = (
        Head(_("Reason"), width=3, priority=1),
        Head(_("Customers"), is_figure=True),
        Head(_("Weighted"), is_figure=True, means="reason"),
        Head(_("Value lost"), is_figure=True, width=1.1, means="value_lost"),
        Head(_("Share"), is_figure=True, width=0.8),
        Head(_("Up to us"), width=0.9, priority=3),
        Head(_("Issue"), width=1.8, priority=3),
    )
    issues = {each.id: (each.title, each.href) for each in pack.issues.lines}
    whole = table.total.value_lost
    lines = [_reason(each, whole, pack.currency, issues) for each in table.lines]
    silent = [part for part in (table.could_not_say, table.not_asked) if part.departures]
    lines += [_rest(part, whole, pack.currency, is_quiet=True) for part in silent]
    if table.total.departures:
        lines.append(_rest(table.total, whole, pack.currency, is_sum=True))
    nothing = _("Nobody left this month, so there is no reason to tell.")
    return Grid(f"reasons-{table.standing}", table.title, heads, tuple(lines), nothing=nothing)


def _reason(line: ReasonLine, whole: Decimal, currency: str, issues: dict[int, tuple[str, str]]) -> Row:
    title, href = issues.get(line.issue or 0, ("", ""))
    return row(
        Cell(line.title, detail=line.group, href=line.href),
        count(line.departures),
        formats.number(line.weight, 1),
        money(line.value_lost, currency),
        of_all(line.value_lost, whole),
        up_to_us(is_ours=line.is_ours, is_changeable=line.is_changeable),
        Cell(title or formats.NOTHING, href=href),
    )


def _rest(part: Part, whole: Decimal, currency: str, *, is_sum: bool = False, is_quiet: bool = False) -> Row:
    return row(
        Cell(part.title, href=part.href),
        count(part.departures),
        formats.NOTHING if is_quiet else "",
        money(part.value_lost, currency),
        of_all(part.value_lost, whole),
        "",
        "",
        is_sum=is_sum,
        is_quiet=is_quiet,
    )


def untold(table: ReasonTable) -> str:
    """How many said nothing, in a sentence."""
    silent = table.not_asked.departures + table.could_not_say.departures
    if not table.total.departures:
        return ""
    return _("%(silent)s of %(all)s have no reason at this standing.") % {
        "silent": formats.number(silent),
        "all": customers(table.total.departures),
    }
