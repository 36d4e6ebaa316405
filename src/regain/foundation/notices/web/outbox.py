"""The outbox: what waits, is held, was sent, refused or cancelled."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.notices.actions import outbox as actions
from regain.foundation.notices.queries import outbox as queries
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


def outbox(request: HttpRequest) -> HttpResponse:
    """Every message."""
    state = TableState.parse(queries.OUTBOX, dict(request.GET.lists()))
    around = Around(
        nothing=Nothing(
            _("Nothing was mailed yet"), _("Letters, invitations and reminders show up here."), icon="mail"
        ),
        views=pills(
            by=actor_of(request),
            list_name=queries.OUTBOX.name,
            base=request.path,
            query=state.query(page=1).removeprefix("?"),
        ),
        save_view=save_address(queries.OUTBOX.name),
        export=reverse("notices:outbox_export"),
    )
    table = listing(request, queries.OUTBOX, queries.message_rows(), around)
    return show(request, "notices/outbox.html", queries.outbox_page(), table)


def outbox_export(request: HttpRequest) -> HttpResponseBase:
    """The messages as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    state = TableState.parse(queries.OUTBOX, dict(request.GET.lists()))
    return export(kind, state, queries.message_rows(), "outbox")


def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message, as it goes out."""
    page = queries.message_page(queries.message(message_id))
    return screen(request, "notices/message.html", page, up=[Crumb(_("Outbox"), reverse("notices:outbox"))])


def cancellation(request: HttpRequest, message_id: int) -> HttpResponse:
    """Cancel it."""
    actions.cancel_message(by=actor_of(request), at=clock.now(), message=queries.message(message_id))
    say(request, _("The message is cancelled."))
    return redirect("notices:message", message_id=message_id)


def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send it now, or once more."""
    actions.try_again(by=actor_of(request), at=clock.now(), message=queries.message(message_id))
    say(request, _("It is sent within a minute, if it may be."))
    return redirect("notices:message", message_id=message_id)
