"""The fix of an issue: record it, take it back, close the issue by its effect, open it again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import proving
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.web.sent import day_from


def fix(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Customers meet a fix."""
    by, sent = actor_of(request), request.POST
    proving.fix_issue(
        by=by,
        at=clock.now(),
        issue=issue_row(issue_id, by),
        fixed_on=day_from(sent.get("fixed_on", "")),
        change=sent.get("change", ""),
    )
    say(request, _("Noted. Its effect is measured from the next whole month on."))
    return _back(issue_id)


def fix_back(request: HttpRequest, issue_id: int) -> HttpResponse:
    """It is not fixed after all."""
    by = actor_of(request)
    row, because = issue_row(issue_id, by), request.POST.get("because", "")
    proving.take_fix_back(by=by, at=clock.now(), issue=row, because=because)
    say(request, _("The fix is taken back."))
    return _back(issue_id)


def closing(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The effect is shown."""
    by = actor_of(request)
    proving.close_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    say(request, _("Closed, with its proof."))
    return _back(issue_id)


def reopening(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The fix does not hold."""
    by = actor_of(request)
    row, because = issue_row(issue_id, by), request.POST.get("because", "")
    proving.reopen_issue(by=by, at=clock.now(), issue=row, because=because)
    say(request, _("It is open again."))
    return _back(issue_id)


def _back(issue_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("lossreview:issue", args=[issue_id]) + "#proof")
