"""Files beside an issue or an action: brought, saved, taken away. They are never shown by the browser itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import attaching
from regain.meetings.lossreview.queries.actions import action_row
from regain.meetings.lossreview.queries.attachments import attachment_row, place_of
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.rules.files import kind_of


def files(request: HttpRequest) -> HttpResponse:
    """Put a file beside the issue or the action the form names."""
    by, sent = actor_of(request), request.POST
    brought = request.FILES.get("file")
    made = attaching.attach(
        by=by,
        at=clock.now(),
        file_name=brought.name or "" if brought else "",
        body=brought.read() if brought else b"",
        issue=issue_row(_number(sent["issue"]), by) if sent.get("issue") else None,
        action=action_row(_number(sent["action"]), by) if sent.get("action") else None,
    )
    say(
        request,
        _("“%(name)s” is added.") % {"name": made.name},
        undo=reverse("lossreview:file_removal", args=[made.pk]),
    )
    return redirect(place_of(made))


def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """The file, to be saved."""
    row = attachment_row(file_id, actor_of(request))
    response = HttpResponse(bytes(row.body), content_type=kind_of(row.name))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def file_removal(request: HttpRequest, file_id: int) -> HttpResponse:
    """Take it away."""
    by = actor_of(request)
    row = attaching.detach(by=by, at=clock.now(), attachment=attachment_row(file_id, by))
    undo = reverse("lossreview:file_return", args=[file_id])
    say(request, _("“%(name)s” is taken away.") % {"name": row.name}, undo=undo)
    return redirect(place_of(row))


def file_return(request: HttpRequest, file_id: int) -> HttpResponse:
    """Bring it back."""
    by = actor_of(request)
    row = attaching.attach_again(by=by, at=clock.now(), attachment=attachment_row(file_id, by, withdrawn=True))
    say(request, _("“%(name)s” is back.") % {"name": row.name})
    return redirect(place_of(row))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
