"""Webhooks: who hears, what they hear, what they were told."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.notices.actions import deliveries as sending
from regain.foundation.notices.actions import endpoints as actions
from regain.foundation.notices.queries import endpoints as queries
from regain.foundation.notices.web.forms import ChatForm, EndpointForm
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from regain.foundation.notices.models import Endpoint

UNUSABLE = 422


def endpoints(request: HttpRequest) -> HttpResponse:
    """Every endpoint, and what can be heard."""
    return screen(request, "notices/endpoints.html", queries.endpoints_page())


def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Add one; the answer shows its secret, once."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_endpoint(by=actor_of(request), at=clock.now(), **form.told())
        except Refused as refusal:
            form.add_error(None if isinstance(refusal, actions.NothingSubscribed) else "address", refusal.sentence)
        else:
            return _secret(request, made)
    return _form(request, form, title=_("Add an endpoint"), up=_up())


def new_chat_room(request: HttpRequest) -> HttpResponse:
    """Let a chat room hear."""
    form = ChatForm(request.POST or None, initial={"style": queries.FIRST_STYLE})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_chat_room(by=actor_of(request), at=clock.now(), **form.told())
        except Refused as refusal:
            form.add_error("address", refusal.sentence)
        else:
            say(
                request,
                _("%(title)s hears now. Send a test message to see whether it arrives.") % {"title": made.title},
            )
            return redirect("notices:endpoint", endpoint_id=made.pk)
    return _form(request, form, title=_("Add a chat room"), up=_up())


def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One endpoint and its deliveries."""
    row = queries.endpoint(endpoint_id)
    why = (
        _("Send a test message to see whether it arrives.")
        if row.is_chat
        else _("Send a ping to see whether deliveries arrive.")
    )
    around = Around(
        nothing=Nothing(_("Nothing was sent yet"), why, icon="webhook"),
        export=reverse("notices:deliveries_export", args=[row.pk]),
    )
    table = listing(request, queries.DELIVERIES, queries.DeliveryRows(row), around)
    page = queries.endpoint_page(row, up=_up())
    return show(request, "notices/endpoint.html", page, table)


def change(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change its title, address or events."""
    row = queries.endpoint(endpoint_id)
    form, change = _changing(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            change(by=actor_of(request), at=clock.now(), endpoint=row, **form.told())
        except Refused as refusal:
            form.add_error("address", refusal.sentence)
        else:
            say(request, _("The endpoint is saved."))
            return redirect("notices:endpoint", endpoint_id=row.pk)
    up = [*_up(), Crumb(row.title, reverse("notices:endpoint", args=[row.pk]))]
    return _form(request, form, title=_("Change the endpoint"), up=up)


def secret(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Make a new secret; the answer shows it, once."""
    row = queries.endpoint(endpoint_id)
    return _secret(request, actions.renew_secret(by=actor_of(request), at=clock.now(), endpoint=row))


def pause(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send nothing more there for now."""
    row = actions.pause_endpoint(by=actor_of(request), at=clock.now(), endpoint=queries.endpoint(endpoint_id))
    undo = reverse("notices:endpoint_resumption", args=[row.pk])
    say(request, _("%(title)s is paused.") % {"title": row.title}, undo=undo)
    return redirect("notices:endpoint", endpoint_id=row.pk)


def resumption(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Go on sending."""
    row = actions.resume_endpoint(by=actor_of(request), at=clock.now(), endpoint=queries.endpoint(endpoint_id))
    say(request, _("%(title)s hears again.") % {"title": row.title})
    return redirect("notices:endpoint", endpoint_id=row.pk)


def removal(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Forget it."""
    row = actions.remove_endpoint(by=actor_of(request), at=clock.now(), endpoint=queries.endpoint(endpoint_id))
    say(request, _("%(title)s is removed; nothing more is sent there.") % {"title": row.title})
    return redirect("notices:endpoints")


def ping(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send a delivery that says nothing, or a test message."""
    row = queries.endpoint(endpoint_id)
    actions.ping_endpoint(by=actor_of(request), at=clock.now(), endpoint=row)
    told = _("A test message is on its way.") if row.is_chat else _("A ping is on its way; look again in a moment.")
    say(request, told)
    return redirect("notices:endpoint", endpoint_id=row.pk)


def deliveries_export(request: HttpRequest, endpoint_id: int) -> HttpResponseBase:
    """The deliveries as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    state = TableState.parse(queries.DELIVERIES, dict(request.GET.lists()))
    return export(kind, state, queries.DeliveryRows(queries.endpoint(endpoint_id)), "deliveries")


def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery with the exact words."""
    page = queries.delivery_page(queries.delivery(delivery_id))
    up = [*_up(), Crumb(page.endpoint.title, page.endpoint.href)]
    return screen(request, "notices/delivery.html", page, up=up)


def delivery_retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send it once more."""
    sending.send_again(by=actor_of(request), at=clock.now(), delivery=queries.delivery(delivery_id))
    say(request, _("It is sent again, under the same id."))
    return redirect("notices:delivery", delivery_id=delivery_id)


def _secret(request: HttpRequest, row: "Endpoint") -> HttpResponse:
    up = [*_up(), Crumb(row.title, reverse("notices:endpoint", args=[row.pk]))]
    return screen(request, "notices/secret.html", queries.endpoint_page(row), up=up)


def _changing(request: HttpRequest, row: "Endpoint") -> "tuple[EndpointForm, Callable[..., Endpoint]]":
    """The form for this endpoint as it is, and the verb that takes it."""
    known = {"title": row.title, "events": row.events}
    if row.is_chat:
        form = ChatForm(request.POST or None, initial={**known, "style": row.style}, keeps_address=True)
        return form, actions.change_chat_room
    return EndpointForm(request.POST or None, initial={**known, "address": row.address}), actions.change_endpoint


def _form(request: HttpRequest, form: EndpointForm, *, title: str, up: list[Crumb]) -> HttpResponse:
    status = UNUSABLE if form.is_bound else 200
    return screen(request, "notices/endpoint_form.html", title, status=status, form=form, up=up)


def _up() -> list[Crumb]:
    return [Crumb(_("Webhooks"), reverse("notices:endpoints"))]
