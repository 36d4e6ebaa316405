"""Working: what was agreed, who was called, what came back, and what is looked after."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.shown.grids import Cell, Grid, Head, Row, row
from regain.meetings.lossreview.queries.shown.losing import money
from regain.meetings.lossreview.queries.shown.writing import (
    ACTION_STATES,
    ISSUE_STATES,
    between,
    count,
    day,
    month,
    points,
    share,
)
from regain.meetings.lossreview.rules.pack import ActionLine, IssueLine, Pack, Part, Trial


def actions(pack: Pack) -> Grid:
    """What was agreed before, the late ones first."""
    heads = (
        Head(_("Action"), width=3.2, priority=1),
        Head(_("Owner"), width=1.3),
        Head(_("Due"), width=1.3),
        Head(_("State"), width=1),
        Head(_("Progress"), is_figure=True, width=0.8),
        Head(_("Issue"), width=1.7, priority=3),
        Head(_("Agreed in"), width=1.2, priority=3),
    )
    nothing = _("No action of an earlier review was open. What this one agrees comes first next month.")
    rows = tuple(_action(each) for each in pack.actions)
    return Grid("actions", _("Actions of earlier reviews"), heads, rows, nothing=nothing)


def _action(line: ActionLine) -> Row:
    title, tone = ACTION_STATES.get(line.state, (line.state, "quiet"))
    moved = line.first_due_on != line.due_on
    return row(
        Cell(line.what, detail=line.words, href=line.href),
        line.owner,
        Cell(
            day(line.due_on),
            detail=_("first %(day)s") % {"day": day(line.first_due_on)} if moved else "",
        ),
        Cell(str(title), tone=tone),
        formats.percent(line.progress / 100),
        line.issue or formats.NOTHING,
        month(line.review),
    )


def kept(pack: Pack) -> str:
    """How many are done and how many late: `1 of 5 done, 1 late.`."""
    if not pack.actions:
        return ""
    done = sum(1 for each in pack.actions if each.state == "done")
    late = sum(1 for each in pack.actions if each.state == "late")
    words = {"done": done, "all": len(pack.actions), "late": late}
    return _("%(done)s of %(all)s done, %(late)s late.") % words if late else _("%(done)s of %(all)s done.") % words


def callers(pack: Pack) -> Grid:
    """Who called how many."""
    heads = (
        Head(_("Executive"), width=2, priority=1, means="caller"),
        Head(_("Drawn"), is_figure=True),
        Head(_("Tried"), is_figure=True),
        Head(_("Spoken"), is_figure=True),
        Head(_("In time"), is_figure=True),
    )
    rows = tuple(
        row(each.person, *map(count, (each.drawn, each.tried, each.spoken, each.on_time))) for each in pack.callers
    )
    return Grid("callers", _("Who called"), heads, rows, nothing=_("No call was drawn for an executive this month."))


def trials(pack: Pack) -> Grid:
    """Return rate of the treated beside the control group."""
    heads = (
        Head(_("Cycle"), width=2.6, priority=1),
        Head(_("Treated"), is_figure=True),
        Head(_("Came back"), is_figure=True),
        Head(_("Control"), is_figure=True),
        Head(_("Came back by themselves"), is_figure=True, width=1.2),
        Head(_("Difference"), is_figure=True, width=1.6, means="trial"),
    )
    nothing = _("No cycle has a control group to compare with yet.")
    rows = tuple(_trial(each) for each in pack.trials)
    return Grid("trials", _("Returns against control"), heads, rows, nothing=nothing)


def _trial(line: Trial) -> Row:
    told = between(line.low, line.high)
    return row(
        Cell(line.title, detail=line.sentence, href=line.href),
        count(line.treated),
        Cell(count(line.treated_returned), detail=_rate(line.treated_returned, line.treated)),
        count(line.control),
        Cell(count(line.control_returned), detail=_rate(line.control_returned, line.control)),
        Cell(points(line.lift) if told else _("Cannot tell"), detail=told),
    )


def _rate(returned: int, of: int) -> str:
    return share(returned / of) if of else ""


def health(pack: Pack) -> Grid:
    """How the programme itself is doing."""
    heads = (
        Head(_("Figure"), width=2, priority=1),
        Head(_("Now"), is_figure=True),
        Head(_("Before"), is_figure=True),
        Head(_("In words"), width=2.6),
    )
    rows = tuple(
        row(each.title, each.text or formats.NOTHING, each.before_text or formats.NOTHING, each.words)
        for each in pack.health
    )
    return Grid("health", _("How the programme is doing"), heads, rows, nothing=_("Nothing is measured yet."))


def issues(pack: Pack) -> Grid:
    """The ranking, with every factor in the open; with what falls to no issue the month is complete."""
    heads = (
        Head("", is_figure=True, width=0.4),
        Head(_("Issue"), width=3, priority=1),
        Head(_("Priority"), is_figure=True, means="priority"),
        Head(_("Left"), is_figure=True, width=0.7),
        Head(_("Lost"), is_figure=True),
        Head(_("Lost in a year"), is_figure=True, width=1.1),
        Head(_("Recurrence"), is_figure=True, width=1.5),
        Head(_("Up to us"), is_figure=True, width=0.8),
        Head(_("Weeks of work"), is_figure=True, width=0.8),
    )
    rows = [_issue(each, pack.currency) for each in pack.issues.lines]
    of = pack.issues
    rest = [each for each in (of.unclaimed, of.untold) if each.departures]
    rows += [_rest(each, pack.currency, is_quiet=True) for each in rest]
    if of.total.departures:
        rows.append(_rest(of.total, pack.currency, is_sum=True))
    nothing = _("No issue is open. Reasons nobody looks after become issues here.")
    return Grid("issues", _("Issues by priority"), heads, tuple(rows), nothing=nothing)


def _issue(line: IssueLine, currency: str) -> Row:
    title, _tone = ISSUE_STATES.get(line.state, (line.state, "quiet"))
    left = _("%(number)s left") % {"number": count(line.departures_year)}
    return row(
        count(line.rank) if line.rank else "",
        Cell(line.title, detail=about(line, str(title)), href=line.href),
        Cell(money(line.priority, currency), detail=_("set by hand") if line.is_overridden and not line.judged else ""),
        count(line.departures),
        money(line.value_lost, currency),
        Cell(money(line.value_year, currency), detail=_set_by(line, "value") or left),
        Cell(share(line.recurrence), detail=_set_by(line, "recurrence") or line.recurrence_words),
        Cell(share(line.control), detail=_set_by(line, "control")),
        Cell(formats.number(line.effort, 1), detail=_set_by(line, "effort")),
    )


def _set_by(line: IssueLine, name: str) -> str:
    """Who set a factor, if anybody; why stands under the issue."""
    return next((_("set by %(name)s") % {"name": each.by} for each in line.judged if each.name == name), "")


def about(line: IssueLine, state: str) -> str:
    """State, owner, day and open actions of an issue, what its fix did, and why a factor was set."""
    owned = line.owner or _("nobody answers for it yet")
    due = _("by %(day)s") % {"day": day(line.due_on)} if line.due_on else ""
    still = ngettext("%(number)s open action", "%(number)s open actions", line.actions_open)
    said = " · ".join(filter(None, (state, owned, due, still % {"number": count(line.actions_open)})))
    more = " ".join(filter(None, (line.proof, *(each.words for each in line.judged))))
    return f"{said}. {more}" if more else said


def _rest(part: Part, currency: str, *, is_sum: bool = False, is_quiet: bool = False) -> Row:
    cells = ("", Cell(part.title, href=part.href), "", count(part.departures), money(part.value_lost, currency))
    return row(*cells, *([""] * 4), is_sum=is_sum, is_quiet=is_quiet)
