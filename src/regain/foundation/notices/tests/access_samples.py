"""What the routes of this room are asked with."""

from collections.abc import Mapping

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.actions import endpoints, feeds, outbox, reminders
from regain.foundation.notices.models import Delivery, Endpoint, Reminder
from regain.foundation.notices.rules.chat import Style
from regain.foundation.people.models import Person
from tests.access_samples import Filled, Sample
from tests.cast import Cast

ADDRESS = "https://hooks.example.com/T0/B0/secret"
ROOM = {
    "title": "#losses",
    "address": ADDRESS,
    "style": "text",
    "events": ["message.sent"],
}
FORM = {"title": "CRM", "address": "https://example.com/hook", "events": ["message.sent"]}


def a_message(cast: Cast, actor: Person | None) -> Filled:
    """A message that waits."""
    message = outbox.queue_message(
        by=System("worker"), at=clock.now(), to="harbour@example.com", subject="We are sorry", text="Hello"
    )
    return Filled({"message_id": message.pk})


def new_endpoint(cast: Cast, actor: Person | None) -> Filled:
    """A program that is to hear."""
    return Filled({}, FORM)


def new_endpoint_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, as a document."""
    return Filled({}, FORM, as_json=True)


def new_chat_room(cast: Cast, actor: Person | None) -> Filled:
    """A chat room that is to hear."""
    return Filled({}, ROOM)


def new_chat_room_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, as a document."""
    return Filled({}, ROOM, as_json=True)


def a_chat_room(cast: Cast, actor: Person | None) -> Filled:
    """A chat room that hears, to be changed."""
    made = endpoints.add_chat_room(
        by=cast.nia, at=clock.now(), title="#losses", url=ADDRESS, events=["message.sent"], style=Style.TEXT
    )
    return Filled({"endpoint_id": made.pk}, ROOM, as_json=True)


def an_endpoint(form: Mapping[str, object] | None = None, *, as_json: bool = False) -> Sample:
    """A program that hears."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({"endpoint_id": _endpoint(cast).pk}, form or {}, as_json=as_json)

    return filled


def a_paused_endpoint(cast: Cast, actor: Person | None) -> Filled:
    """One that is paused."""
    paused = endpoints.pause_endpoint(by=cast.nia, at=clock.now(), endpoint=_endpoint(cast))
    return Filled({"endpoint_id": paused.pk})


def a_delivery(cast: Cast, actor: Person | None) -> Filled:
    """A ping on its way."""
    return Filled({"delivery_id": _ping(cast).pk})


def a_feed(cast: Cast, actor: Person | None) -> Filled:
    """The address of a calendar; whose it is does not matter to who reads it."""
    return Filled({"key": feeds.renew_feed(by=cast.ada, at=clock.now()).key})


def with_a_feed(cast: Cast, actor: Person | None) -> Filled:
    """Whoever asks has an address."""
    feeds.renew_feed(by=actor or cast.ada, at=clock.now())
    return Filled()


def own_reminder(cast: Cast, actor: Person | None) -> Filled:
    """A reminder of whoever asks."""
    return Filled({"reminder_id": _reminder(actor or cast.ada).pk})


def own_dismissed(cast: Cast, actor: Person | None) -> Filled:
    """One they let go."""
    person = actor or cast.ada
    gone = reminders.dismiss(by=person, at=clock.now(), reminder=_reminder(person))
    return Filled({"reminder_id": gone.pk})


def _endpoint(cast: Cast) -> Endpoint:
    return endpoints.add_endpoint(
        by=cast.nia, at=clock.now(), title="CRM", url="https://example.com/hook", events=["message.sent"]
    )


def _ping(cast: Cast) -> Delivery:
    return endpoints.ping_endpoint(by=cast.nia, at=clock.now(), endpoint=_endpoint(cast))


def _reminder(person: Person) -> Reminder:
    at = clock.now()
    return reminders.remind(
        by=System("worker"), at=at, person=person, words="Ring back", href="/", due_at=at, key=f"sample:{person.pk}"
    )


SAMPLES = {
    "notices:message": a_message,
    "notices:message_cancellation": a_message,
    "notices:message_retry": a_message,
    "notices:new_endpoint": new_endpoint,
    "notices:new_chat_room": new_chat_room,
    "notices:endpoint": an_endpoint(),
    "notices:endpoint_change": an_endpoint(FORM),
    "notices:endpoint_secret": an_endpoint(),
    "notices:endpoint_pause": an_endpoint(),
    "notices:endpoint_resumption": a_paused_endpoint,
    "notices:endpoint_removal": an_endpoint(),
    "notices:endpoint_ping": an_endpoint(),
    "notices:deliveries_export": an_endpoint(),
    "notices:delivery": a_delivery,
    "notices:delivery_retry": a_delivery,
    "notices:calendar_file": a_feed,
    "notices:calendar_closing": with_a_feed,
    "notices:reminder_dismissal": own_reminder,
    "notices:reminder_return": own_dismissed,
    "api-1:notices_message": a_message,
    "api-1:notices_message_retry": a_message,
    "api-1:notices_endpoints": new_endpoint_by_program,
    "api-1:notices_chat_rooms": new_chat_room_by_program,
    "api-1:notices_chat_room": a_chat_room,
    "api-1:notices_endpoint": an_endpoint(FORM, as_json=True),
    "api-1:notices_endpoint_secret": an_endpoint(),
    "api-1:notices_endpoint_pause": an_endpoint(),
    "api-1:notices_deliveries": an_endpoint(),
    "api-1:notices_delivery_retry": a_delivery,
    "api-1:notices_reminder": own_reminder,
}
