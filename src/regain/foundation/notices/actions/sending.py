"""What the worker writes down about a message: that it has it, that it put it off, how it ended."""

from datetime import datetime
from urllib.parse import urlsplit

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.events import announce
from regain.foundation.notices import policy
from regain.foundation.notices.events import MessageRefused, MessageSent
from regain.foundation.notices.models import Message
from regain.foundation.notices.models.message import OPEN
from regain.foundation.notices.rules.message import next_try

SHORTEST_KEY = 16
FREE = {"leased_by": "", "leased_until": None}


def lease_next(*, worker: str, at: datetime) -> Message | None:
    """The next message that is due, for this worker alone; None when there is none."""
    return Message.objects.lease(worker=worker, at=at)


def hand_over(*, message: Message, worker: str, at: datetime) -> bool:
    """Whether its text may leave now: it was not cancelled since, and is still this worker's."""
    return Message.objects.hand_over(message, worker=worker, at=at)


def hold(*, message: Message, at: datetime, until: datetime, because: str) -> None:
    """Wait, as a gate said."""
    Message.objects.hold(message, at=at, until=until, because=because)


def put_off(*, message: Message, at: datetime, sentence: str) -> bool:
    """Try again after a pause that grows; False when this was the last try."""
    tried = message.attempts + 1
    again = next_try(attempts=tried, at=at)
    if again is not None:
        Message.objects.put_off(message, until=again, sentence=sentence, attempts=tried)
    return again is not None


@verb("notices.message_sent", allow=policy.is_the_system)
def note_sent(*, by: Actor, at: datetime, message: Message) -> Message:
    """The mail server took it. One that was cancelled while its text was on the wire keeps both facts.

    The key of a personal address leaves with the mail; what is kept shows “…” in its place.
    """
    Message.objects.filter(pk=message.pk).update(
        sent_at=at, refused_at=None, held_at=None, held_because="", sentence="", **FREE, **_without_key(message)
    )
    announce(
        MessageSent(
            message=message.pk, customer=message.customer, purpose=message.purpose, automatic=message.automatic, at=at
        )
    )
    message.refresh_from_db()
    return message


@verb("notices.message_refused", allow=policy.is_the_system)
def note_refused(*, by: Actor, at: datetime, message: Message, sentence: str) -> Message:
    """It will not arrive; trying again is for people to decide."""
    refused = Message.objects.filter(OPEN, pk=message.pk)
    if refused.update(refused_at=at, held_at=None, held_because="", sentence=sentence, **FREE):
        announce(
            MessageRefused(
                message=message.pk,
                customer=message.customer,
                purpose=message.purpose,
                to=message.to,
                sentence=sentence,
                at=at,
            )
        )
    message.refresh_from_db()
    return message


def _without_key(message: Message) -> dict[str, str]:
    """The address to unsubscribe at names the key: the longest part of its path."""
    key = max(urlsplit(message.unsubscribe).path.split("/"), key=len)
    if len(key) < SHORTEST_KEY:
        return {}
    return {"text": message.text.replace(key, "…"), "unsubscribe": message.unsubscribe.replace(key, "…")}
