"""What the meeting decides: a sentence, an owner, an action, an issue; and what became of earlier actions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import agreeing, resolving
from regain.meetings.lossreview.actions import issues as issue_verbs
from regain.meetings.lossreview.queries.actions import action_row
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.meeting.happened import resolution_row
from regain.meetings.lossreview.queries.order import attendee
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.web.meeting.shared import (
    Unreadable,
    at_the_table,
    back,
    number,
    wanted_day,
    wanted_number,
)


@at_the_table
def resolutions(request: HttpRequest, period: str) -> HttpResponse:
    """Decide something in a sentence."""
    by, about = actor_of(request), number(request.POST.get("issue"))
    made = resolving.resolve(
        by=by,
        at=clock.now(),
        review=review_row(period, by),
        text=request.POST.get("text", ""),
        issue=issue_row(about, by) if about is not None else None,
    )
    undo = reverse("lossreview:resolution_withdrawal", args=[period, made.pk])
    say(request, _("Decided."), undo=undo)
    return back(request, period)


@at_the_table
def resolution_withdrawal(request: HttpRequest, period: str, resolution_id: int) -> HttpResponse:
    """It was not decided, or not so."""
    by = actor_of(request)
    row = resolution_row(review_row(period, by), resolution_id)
    resolving.withdraw_resolution(by=by, at=clock.now(), resolution=row)
    return back(request, period)


@at_the_table
def meeting_issues(request: HttpRequest, period: str) -> HttpResponse:
    """Raise an issue right here."""
    by, sent = actor_of(request), request.POST
    made = issue_verbs.raise_issue(
        by=by, at=clock.now(), title=sent.get("title", ""), words=sent.get("words", ""), review=review_row(period, by)
    )
    say(request, _("“%(title)s” is an issue now.") % {"title": made.title})
    return back(request, period)


@at_the_table
def meeting_owner(request: HttpRequest, period: str) -> HttpResponse:
    """One person answers for an issue, by a day."""
    by, sent = actor_of(request), request.POST
    issue_verbs.assign_issue(
        by=by,
        at=clock.now(),
        issue=issue_row(wanted_number(sent.get("issue"), _("Choose an issue.")), by),
        owner=attendee(wanted_number(sent.get("owner"), _("Choose who answers for it."))),
        due_on=wanted_day(sent.get("due_on")),
        review=review_row(period, by),
    )
    return back(request, period)


@at_the_table
def meeting_actions(request: HttpRequest, period: str) -> HttpResponse:
    """Agree on an action."""
    by, sent = actor_of(request), request.POST
    about = number(sent.get("issue"))
    agreeing.agree_action(
        by=by,
        at=clock.now(),
        what=sent.get("what", ""),
        owner=attendee(wanted_number(sent.get("owner"), _("Choose who does it."))),
        due_on=wanted_day(sent.get("due_on")),
        issue=issue_row(about, by) if about is not None else None,
        review=review_row(period, by),
    )
    return back(request, period)


@at_the_table
def meeting_action(request: HttpRequest, period: str, action_id: int) -> HttpResponse:
    """An action agreed earlier is done, put off, dropped, or open after all; one agreed just now never was."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    review_row(period, by)
    row, words = action_row(action_id, by), sent.get("words", "")
    match sent.get("do"):
        case "done":
            agreeing.finish_action(by=by, at=at, action=row, words=words)
        case "put_off":
            agreeing.put_off(by=by, at=at, action=row, due_on=wanted_day(sent.get("due_on")), because=words)
        case "drop":
            agreeing.drop_action(by=by, at=at, action=row, because=words)
        case "reopen":
            agreeing.reopen_action(by=by, at=at, action=row)
        case "take_back":
            agreeing.take_action_back(by=by, at=at, action=row)
        case _other:
            raise Unreadable(_("Say what became of it."))
    return back(request, period)
