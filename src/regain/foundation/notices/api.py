"""Notices for programs: the outbox, webhooks and their deliveries, one's own reminders."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.notices.actions import deliveries as sending
from regain.foundation.notices.actions import endpoints as connecting
from regain.foundation.notices.actions import outbox as posting
from regain.foundation.notices.actions import reminders as reminding
from regain.foundation.notices.queries import endpoints as connected
from regain.foundation.notices.queries import outbox, reminders
from regain.foundation.notices.queries.document import document
from regain.foundation.notices.queries.subscribable import event_names
from regain.foundation.notices.rules.chat import Style

router = Router()

Document = dict[str, Any]


class MessagesIn(Schema):
    """Which messages to list."""

    page: int = Field(1, ge=1, le=1_000_000)
    standing: str = Field("", description="waiting, held, sent, refused, cancelled")
    q: str = Field("", description="Part of an address, a subject or a customer's id", max_length=200)
    sort: str = Field("-queued_at", description="A column, with `-` for descending")


class DeliveriesIn(Schema):
    """Which deliveries to list."""

    page: int = Field(1, ge=1, le=1_000_000)
    standing: str = Field("", description="arrived, waiting, failing, given_up")
    event: str = Field("", description="Part of an event's name", max_length=200)


class ChatRoomIn(Schema):
    """A chat room."""

    title: str = Field(description="What people call it.")
    address: str = Field(
        "",
        description="The address of its incoming webhook. It is a secret: no answer holds it. Empty to keep it.",
        examples=["https://hooks.slack.com/services/T000/B000/XXX"],
    )
    style: Style = Field(
        Style.TEXT, description="text: Slack, Mattermost, Google Chat, Rocket.Chat. card: Microsoft Teams."
    )
    events: list[str] = Field(description="Names from the list of events.", examples=[["review.pack_frozen"]])

    def told(self) -> dict[str, Any]:
        """The same, as the verbs take it."""
        return {"title": self.title, "url": self.address, "events": self.events, "style": self.style}


class EndpointIn(Schema):
    """An endpoint."""

    title: str = Field(description="What people call it.")
    address: str = Field(description="Where deliveries go, https.", examples=["https://example.com/hook"])
    events: list[str] = Field(description="Names from the list of events.", examples=[["message.sent"]])

    def told(self) -> dict[str, Any]:
        """The same, as the verbs take it."""
        return {"title": self.title, "url": self.address, "events": self.events}


@router.get("/outbox", url_name="notices_outbox", summary="List messages")
def messages(request: HttpRequest, asked: Query[MessagesIn]) -> Document:
    """A page of the outbox, 50 at a time, newest first."""
    wanted = {name: [str(value)] for name, value in asked.dict().items() if value}
    rows, total = outbox.message_rows().page(TableState.parse(outbox.OUTBOX, wanted))
    return {"total": total, "page": asked.page, "messages": [document(row) for row in rows]}


@router.get("/outbox/{message_id}", url_name="notices_message", summary="Read a message")
def message(request: HttpRequest, message_id: int) -> Document:
    """One message with its text."""
    page = outbox.message_page(outbox.message(message_id))
    return {**document(page.row), "text": page.text, "enclosures": [each.name for each in page.enclosures]}


@router.delete("/outbox/{message_id}", url_name="notices_message", summary="Cancel a message")
def cancel(request: HttpRequest, message_id: int) -> Document:
    """Cancel what has not left."""
    row = posting.cancel_message(by=actor_of(request), at=clock.now(), message=outbox.message(message_id))
    return document(outbox.message_row(row))


@router.post("/outbox/{message_id}/retry", url_name="notices_message_retry", summary="Send a message again")
def retry(request: HttpRequest, message_id: int) -> Document:
    """Send a refused message again, or a waiting one now."""
    row = posting.try_again(by=actor_of(request), at=clock.now(), message=outbox.message(message_id))
    return document(outbox.message_row(row))


@router.get("/events", url_name="notices_events", summary="List events to subscribe to")
def events(request: HttpRequest) -> list[Document]:
    """Every event a webhook can hear, with the fields of its `data`."""
    return [document(event) for event in event_names()]


@router.get("/webhooks", url_name="notices_endpoints", summary="List webhooks")
def endpoints(request: HttpRequest) -> list[Document]:
    """Every endpoint."""
    return [document(row) for row in connected.endpoints_page().endpoints]


@router.post("/webhooks", url_name="notices_endpoints", summary="Add a webhook")
def add(request: HttpRequest, body: EndpointIn) -> Document:
    """Add an endpoint. The answer alone holds its `secret`."""
    row = connecting.add_endpoint(by=actor_of(request), at=clock.now(), **body.told())
    page = connected.endpoint_page(row)
    return {**document(page.row), "secret": page.secret}


@router.post("/chat-rooms", url_name="notices_chat_rooms", summary="Add a chat room")
def add_chat_room(request: HttpRequest, body: ChatRoomIn) -> Document:
    """Let a chat room hear events as sentences. It is listed, paused, pinged and removed as the webhook it is."""
    row = connecting.add_chat_room(by=actor_of(request), at=clock.now(), **body.told())
    return document(connected.endpoint_page(row).row)


@router.put("/chat-rooms/{endpoint_id}", url_name="notices_chat_room", summary="Change a chat room")
def change_chat_room(request: HttpRequest, endpoint_id: int, body: ChatRoomIn) -> Document:
    """Change its title, chat and events, and its address when one is given."""
    known = connected.endpoint(endpoint_id)
    row = connecting.change_chat_room(by=actor_of(request), at=clock.now(), endpoint=known, **body.told())
    return document(connected.endpoint_page(row).row)


@router.get("/webhooks/{endpoint_id}", url_name="notices_endpoint", summary="Read a webhook")
def endpoint(request: HttpRequest, endpoint_id: int) -> Document:
    """One endpoint."""
    return document(connected.endpoint_page(connected.endpoint(endpoint_id)).row)


@router.put("/webhooks/{endpoint_id}", url_name="notices_endpoint", summary="Change a webhook")
def change(request: HttpRequest, endpoint_id: int, body: EndpointIn) -> Document:
    """Change its title, address and events."""
    known = connected.endpoint(endpoint_id)
    row = connecting.change_endpoint(by=actor_of(request), at=clock.now(), endpoint=known, **body.told())
    return document(connected.endpoint_page(row).row)


@router.delete("/webhooks/{endpoint_id}", url_name="notices_endpoint", summary="Remove a webhook")
def remove(request: HttpRequest, endpoint_id: int) -> Document:
    """Send nothing more there."""
    row = connecting.remove_endpoint(by=actor_of(request), at=clock.now(), endpoint=connected.endpoint(endpoint_id))
    return document(connected.endpoint_page(row).row)


@router.post("/webhooks/{endpoint_id}/secret", url_name="notices_endpoint_secret", summary="Renew a secret")
def secret(request: HttpRequest, endpoint_id: int) -> Document:
    """Make a new secret; the one before signs beside it for a day. The answer alone holds it."""
    row = connecting.renew_secret(by=actor_of(request), at=clock.now(), endpoint=connected.endpoint(endpoint_id))
    page = connected.endpoint_page(row)
    return {**document(page.row), "secret": page.secret}


@router.post("/webhooks/{endpoint_id}/pause", url_name="notices_endpoint_pause", summary="Pause a webhook")
def pause(request: HttpRequest, endpoint_id: int) -> Document:
    """Send nothing there for now."""
    row = connecting.pause_endpoint(by=actor_of(request), at=clock.now(), endpoint=connected.endpoint(endpoint_id))
    return document(connected.endpoint_page(row).row)


@router.delete("/webhooks/{endpoint_id}/pause", url_name="notices_endpoint_pause", summary="Resume a webhook")
def resume(request: HttpRequest, endpoint_id: int) -> Document:
    """Go on sending."""
    row = connecting.resume_endpoint(by=actor_of(request), at=clock.now(), endpoint=connected.endpoint(endpoint_id))
    return document(connected.endpoint_page(row).row)


@router.get("/webhooks/{endpoint_id}/deliveries", url_name="notices_deliveries", summary="List deliveries")
def deliveries(request: HttpRequest, endpoint_id: int, asked: Query[DeliveriesIn]) -> Document:
    """A page of what an endpoint was told, 50 at a time, newest first."""
    wanted = {name: [str(value)] for name, value in asked.dict().items() if value}
    source = connected.DeliveryRows(connected.endpoint(endpoint_id))
    rows, total = source.page(TableState.parse(connected.DELIVERIES, wanted))
    return {"total": total, "page": asked.page, "deliveries": [document(row) for row in rows]}


@router.post("/deliveries/{delivery_id}/retry", url_name="notices_delivery_retry", summary="Send a delivery again")
def delivery_retry(request: HttpRequest, delivery_id: int) -> Document:
    """Send it once more, under the same id."""
    row = sending.send_again(by=actor_of(request), at=clock.now(), delivery=connected.delivery(delivery_id))
    return document(connected.delivery_page(row).row)


@router.get("/reminders", url_name="notices_reminders", summary="List my reminders")
def own_reminders(request: HttpRequest) -> Document:
    """What the caller should not forget."""
    page = reminders.reminders_page(by=actor_of(request), at=clock.now())
    return {"due": [document(row) for row in page.due], "later": [document(row) for row in page.later]}


@router.delete("/reminders/{reminder_id}", url_name="notices_reminder", summary="Dismiss a reminder")
def dismiss(request: HttpRequest, reminder_id: int) -> Document:
    """Let one go."""
    by = actor_of(request)
    gone = reminding.dismiss(by=by, at=clock.now(), reminder=reminders.own_reminder(by=by, pk=reminder_id))
    return {"id": gone.pk, "settled_at": gone.settled_at}
