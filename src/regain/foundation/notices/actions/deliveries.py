"""Write down what endpoints are to hear, and what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices import policy
from regain.foundation.notices.actions.endpoints import pause_endpoint
from regain.foundation.notices.actions.reminders import remind
from regain.foundation.notices.models import Delivery, Endpoint
from regain.foundation.notices.queries.chat import Line
from regain.foundation.notices.queries.endpoints import endpoint_href, those_who_connect
from regain.foundation.notices.rules import telling, webhook
from regain.foundation.notices.rules.chat import Style

FREE = {"leased_by": "", "leased_until": None}
KEPT = timedelta(days=30)


def write_deliveries(*, name: str, data: Mapping[str, Any], at: datetime, said: Callable[[], Line]) -> int:
    """Write one delivery for each endpoint that hears this event; part of the verb that announced it.

    Programs are told `data`, chat rooms what `said` returns.
    """
    listening = [one for one in Endpoint.objects.filter(paused_at=None, removed_at=None) if name in one.events]
    line = said() if any(one.is_chat for one in listening) else None
    payload = telling.payload(name=name, at=at, data=data)
    made = Delivery.objects.bulk_create(
        Delivery(
            endpoint=one,
            event=name,
            key=webhook.new_key(),
            payload=line.message(Style(one.style)) if line and one.is_chat else payload,
            made_at=at,
            due_at=at,
        )
        for one in listening
    )
    return len(made)


def lease_next(*, worker: str, at: datetime) -> Delivery | None:
    """The next delivery that is due, for this worker alone; None when there is none."""
    return Delivery.objects.lease(worker=worker, at=at)


def note_delivered(*, delivery: Delivery, at: datetime, status: int) -> None:
    """The endpoint said yes."""
    Delivery.objects.filter(pk=delivery.pk).update(
        delivered_at=at, given_up_at=None, tried_at=at, status=status, sentence="", **FREE
    )
    Endpoint.objects.filter(pk=delivery.endpoint_id).exclude(failing_since=None).update(failing_since=None)


def note_failed(*, delivery: Delivery, at: datetime, status: int | None, sentence: str) -> datetime | None:
    """It did not arrive. Returns when it is tried again; None when it is given up."""
    again = webhook.next_try(attempts=delivery.attempts, at=at)
    ending = {"due_at": again} if again else {"given_up_at": at}
    still = Delivery.objects.filter(pk=delivery.pk, delivered_at=None)
    still.update(tried_at=at, status=status, sentence=sentence, **FREE, **ending)
    Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since=None).update(failing_since=at)
    return again


@verb("notices.endpoint_given_up", allow=policy.is_the_system)
def pause_failing(*, by: Actor, at: datetime, endpoint: Endpoint, because: str) -> Endpoint:
    """Pause an endpoint that is gone or has failed for days, and remind those who look after webhooks."""
    paused = pause_endpoint(by=by, at=at, endpoint=endpoint, because=because)
    for person in those_who_connect():
        remind(
            by=by,
            at=at,
            person=person,
            words=_("The webhook “%(title)s” is paused: %(why)s") % {"title": endpoint.title, "why": because},
            href=endpoint_href(endpoint.pk),
            due_at=at,
            key=f"notices.endpoint:{endpoint.pk}:{at:%Y%m%d%H%M%S}:{person.pk}",
        )
    return paused


@verb("notices.delivery_sent_again", allow=policy.may_connect)
def send_again(*, by: Actor, at: datetime, delivery: Delivery) -> Delivery:
    """Send a delivery once more, under the same id. Raises Conflict while its endpoint is paused or removed."""
    endpoint = delivery.endpoint
    if endpoint.paused_at or endpoint.removed_at:
        raise Conflict(_("%(title)s hears nothing now; resume it first.") % {"title": endpoint.title})
    idle = Delivery.objects.filter(Q(leased_until=None) | Q(leased_until__lt=at), pk=delivery.pk)
    if not idle.update(due_at=at, attempts=0, delivered_at=None, given_up_at=None, sentence=""):
        raise Conflict(_("It is being sent right now."))
    delivery.refresh_from_db()
    return delivery


def forget_old(*, at: datetime) -> int:
    """Drop what arrived or was given up a month ago."""
    old = Q(delivered_at__lt=at - KEPT) | Q(given_up_at__lt=at - KEPT)
    return Delivery.objects.filter(old).delete()[0]
