"""Tell other programs: keep what they are to hear within the verb, send it afterwards."""

import uuid
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import requests
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from regain.foundation.jobs.schedule import soon
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import name_of
from regain.foundation.notices.actions import deliveries
from regain.foundation.notices.actions.endpoints import FAULTS
from regain.foundation.notices.jobs.reach import OutOfBounds, post
from regain.foundation.notices.queries.chat import line_of
from regain.foundation.notices.queries.subscribable import published, told_fields
from regain.foundation.notices.rules import telling, webhook

if TYPE_CHECKING:
    from regain.foundation.notices.models import Delivery, Endpoint

WORKER = System("worker")
AT_ONCE = 500
GONE = 410


def keep(event: object) -> None:
    """Called with every event inside its verb: write down who is to be told. Most events interest nobody."""
    name = published().get(name_of(type(event)))
    if name is None:
        return
    at = clock.now()
    data = telling.told(event, told_fields(type(event)))
    if deliveries.write_deliveries(name=name, data=data, at=at, said=partial(line_of, event, name=name, data=data)):
        soon(tell_programs, at=at)


@task(priority=5)
def tell_programs() -> dict[str, int]:
    """Send every delivery that is due. Returns how many arrived, and how many were tried."""
    worker = f"webhook-{uuid.uuid4().hex[:12]}"
    tried = arrived = 0
    while tried < AT_ONCE:
        delivery = deliveries.lease_next(worker=worker, at=clock.now())
        if delivery is None:
            break
        tried += 1
        arrived += _deliver(delivery)
    deliveries.forget_old(at=clock.now())
    return {"arrived": arrived, "tried": tried}


def _deliver(delivery: "Delivery") -> bool:
    try:
        status = _posted(delivery)
    except OutOfBounds as fault:
        return _failed(delivery, None, str(FAULTS[str(fault)]))
    except InvalidToken:
        return _failed(delivery, None, _unreadable(delivery.endpoint))
    except requests.Timeout:
        return _failed(delivery, None, _("It did not answer in time."))
    except requests.exceptions.SSLError:
        return _failed(delivery, None, _("Its certificate is not valid for this address."))
    except requests.RequestException:
        return _failed(delivery, None, _("It could not be reached."))
    if 200 <= status < 300:
        deliveries.note_delivered(delivery=delivery, at=clock.now(), status=status)
        return True
    elsewhere = 300 <= status < 400
    said = _("It answered %(status)s: give the final address.") if elsewhere else _("It answered %(status)s.")
    return _failed(delivery, status, said % {"status": status})


def _posted(delivery: "Delivery") -> int:
    at = clock.now()
    endpoint = delivery.endpoint
    signing = endpoint.secrets(at)
    signed = webhook.headers(key=delivery.key, at=at, payload=delivery.payload, signing=signing) if signing else {}
    known = settings.CONFIGURATION
    return post(
        endpoint.destination,
        body=delivery.payload,
        headers=signed,
        inside=known.web.webhook_hosts,
        is_demo=known.sample,
    )


def _failed(delivery: "Delivery", status: int | None, sentence: str) -> bool:
    at = clock.now()
    again = deliveries.note_failed(delivery=delivery, at=at, status=status, sentence=sentence)
    since = delivery.endpoint.failing_since
    if status == GONE:
        _pause(delivery.endpoint, _("It says it is gone."))
    elif since and at - since >= webhook.FAILS_AT_MOST:
        _pause(delivery.endpoint, _("It has not taken a delivery for five days."))
    elif again:
        soon(tell_programs, at=again)
    return False


def _unreadable(endpoint: "Endpoint") -> str:
    if endpoint.is_chat:
        return _("Its address cannot be read with the present secret.key; give the address again.")
    return _("Its secret cannot be read with the present secret.key; renew the secret.")


def _pause(endpoint: "Endpoint", because: str) -> None:
    with suppress(Conflict):
        deliveries.pause_failing(by=WORKER, at=clock.now(), endpoint=endpoint, because=because)
