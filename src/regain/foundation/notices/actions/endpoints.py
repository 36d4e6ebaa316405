"""Let other programs hear: add an endpoint, change it, renew its secret, pause it, remove it."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices import policy
from regain.foundation.notices.models import Delivery, Endpoint
from regain.foundation.notices.models.endpoint import OPEN, sealed
from regain.foundation.notices.queries import chat
from regain.foundation.notices.queries.subscribable import published
from regain.foundation.notices.rules import telling, webhook
from regain.foundation.notices.rules.chat import Style, shown_address

LONGEST_TITLE, LONGEST_ADDRESS = 80, 500

FAULTS = {
    "unreadable": gettext_lazy(
        "This is no address a program can be reached at; write it like https://example.com/hook."
    ),
    "credentials": gettext_lazy("Leave name, password and # out of the address; deliveries are signed instead."),
    "plain": gettext_lazy("The address must begin with https, so that nobody reads along."),
    "demo": gettext_lazy("This is a demo, and nothing leaves it."),
    "private": gettext_lazy(
        "This address lies inside a private network. If it is meant, name its host in regain.toml under"
        " [web], webhook_hosts."
    ),
}


class NotReachable(Invalid):
    """Nothing may be sent to such an address."""


class NothingSubscribed(Invalid):
    """An endpoint without events would hear nothing."""


class NoSuchStyle(Invalid):
    """There is no other way to tell somebody."""


@verb("notices.endpoint_added", allow=policy.may_connect)
def add_endpoint(*, by: Actor, at: datetime, title: str, url: str, events: Collection[str]) -> Endpoint:
    """Let a program hear these events. The returned row alone knows the secret, in `secret`.

    The `url` may hold a secret itself, so the trail does not keep it.

    Raises Invalid without a title, NotReachable, NothingSubscribed.
    """
    secret = webhook.new_secret()
    endpoint = Endpoint.objects.create(
        title=_title(title),
        address=_address(url),
        events=_events(events),
        sealed_secret=sealed(secret),
        made_at=at,
        made_by=by.key,
        made_by_name=by.name,
    )
    endpoint.secret = secret
    return endpoint


@verb("notices.chat_room_added", allow=policy.may_connect)
def add_chat_room(*, by: Actor, at: datetime, title: str, url: str, events: Collection[str], style: Style) -> Endpoint:
    """Let a chat room hear these events, each as a sentence. Its `url` is a secret and is kept sealed.

    Raises Invalid without a title, NotReachable, NothingSubscribed, NoSuchStyle for the style of programs.
    """
    address = _address(url)
    return Endpoint.objects.create(
        title=_title(title),
        style=_chat(style),
        address=shown_address(address),
        sealed_address=sealed(address),
        events=_events(events),
        made_at=at,
        made_by=by.key,
        made_by_name=by.name,
    )


@verb("notices.chat_room_changed", allow=policy.may_connect)
def change_chat_room(
    *, by: Actor, at: datetime, endpoint: Endpoint, title: str, url: str, events: Collection[str], style: Style
) -> Endpoint:
    """Change what it is called, what it hears, which product it belongs to; its address, unless `url` is empty."""
    locked = _lock(endpoint)
    locked.title, locked.events, locked.style = _title(title), _events(events), _chat(style)
    if url.strip():
        address = _address(url)
        locked.address, locked.sealed_address = shown_address(address), sealed(address)
    locked.save(update_fields=["title", "events", "style", "address", "sealed_address"])
    return locked


@verb("notices.endpoint_changed", allow=policy.may_connect)
def change_endpoint(
    *, by: Actor, at: datetime, endpoint: Endpoint, title: str, url: str, events: Collection[str]
) -> Endpoint:
    """Change what it is called, where it is, what it hears. What waits goes to the new address."""
    locked = _lock(endpoint)
    if locked.is_chat:
        raise Conflict(_("%(title)s is a chat room; change it as one.") % {"title": locked.title})
    locked.title, locked.address, locked.events = _title(title), _address(url), _events(events)
    locked.save(update_fields=["title", "address", "events"])
    return locked


@verb("notices.secret_renewed", allow=policy.may_connect)
def renew_secret(*, by: Actor, at: datetime, endpoint: Endpoint) -> Endpoint:
    """Make a new secret; the one before signs beside it for a day. The returned row alone knows it."""
    locked = _lock(endpoint)
    if locked.is_chat:
        raise Conflict(_("A chat room has no secret of ours. Make a new address there and change it here."))
    secret = webhook.new_secret()
    locked.sealed_secret_before, locked.secret_before_until = locked.sealed_secret, at + webhook.KEPT_BESIDE
    locked.sealed_secret = sealed(secret)
    locked.save(update_fields=["sealed_secret", "sealed_secret_before", "secret_before_until"])
    locked.secret = secret
    return locked


@verb("notices.endpoint_paused", allow=policy.may_connect)
def pause_endpoint(*, by: Actor, at: datetime, endpoint: Endpoint, because: str = "") -> Endpoint:
    """Send nothing more there until it is resumed: what waits stays, what happens meanwhile is not kept for it."""
    locked = _lock(endpoint)
    if locked.paused_at:
        raise Conflict(_("%(title)s is paused already.") % {"title": locked.title})
    locked.paused_at = at
    locked.paused_because = because.strip() or _("Paused by %(name)s.") % {"name": by.name}
    locked.save(update_fields=["paused_at", "paused_because"])
    return locked


@verb("notices.endpoint_resumed", allow=policy.may_connect)
def resume_endpoint(*, by: Actor, at: datetime, endpoint: Endpoint) -> Endpoint:
    """Go on sending; what waited is due at once."""
    locked = _lock(endpoint)
    if not locked.paused_at:
        raise Conflict(_("%(title)s is not paused.") % {"title": locked.title})
    locked.paused_at, locked.paused_because, locked.failing_since = None, "", None
    locked.save(update_fields=["paused_at", "paused_because", "failing_since"])
    locked.deliveries.filter(OPEN).update(due_at=at)
    return locked


@verb("notices.endpoint_removed", allow=policy.may_connect)
def remove_endpoint(*, by: Actor, at: datetime, endpoint: Endpoint) -> Endpoint:
    """Forget it: nothing more is sent, its secret is gone, its deliveries stay to be read."""
    locked = _lock(endpoint)
    locked.removed_at = at
    locked.sealed_secret = locked.sealed_secret_before = locked.sealed_address = ""
    locked.save(update_fields=["removed_at", "sealed_secret", "sealed_secret_before", "sealed_address"])
    sentence = _("%(title)s was removed.") % {"title": locked.title}
    locked.deliveries.filter(OPEN).update(given_up_at=at, sentence=sentence)
    return locked


@verb("notices.endpoint_pinged", allow=policy.may_connect)
def ping_endpoint(*, by: Actor, at: datetime, endpoint: Endpoint) -> Delivery:
    """Send a delivery that says nothing, to see whether it arrives. Raises Conflict while it is paused."""
    locked = _lock(endpoint)
    if locked.paused_at:
        raise Conflict(_("%(title)s is paused; resume it first.") % {"title": locked.title})
    if locked.is_chat:
        text = chat.trial_line(who=by.name).message(Style(locked.style))
    else:
        text = telling.payload(name=webhook.PING, at=at, data={"endpoint": locked.title})
    return Delivery.objects.create(
        endpoint=locked, event=webhook.PING, key=webhook.new_key(), payload=text, made_at=at, due_at=at
    )


def _lock(endpoint: Endpoint) -> Endpoint:
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.removed_at:
        raise Conflict(_("%(title)s was removed; add it again.") % {"title": locked.title})
    return locked


def _chat(style: Style) -> str:
    if style not in chat.STYLES:
        raise NoSuchStyle(_("Choose which chat the room belongs to."))
    return Style(style).value


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(_("Give the endpoint a title of at most 80 characters."))
    return title


def _address(text: str) -> str:
    address = text.strip()
    fault = webhook.fault_of(address, inside=settings.CONFIGURATION.web.webhook_hosts)
    if fault or len(address) > LONGEST_ADDRESS:
        raise NotReachable(str(FAULTS[fault or "unreadable"]))
    return address


def _events(names: Collection[str]) -> list[str]:
    known = set(published().values())
    unknown = sorted(set(names) - known)
    if unknown:
        raise NothingSubscribed(_("There is no event %(name)s; choose from the list.") % {"name": unknown[0][:80]})
    if not names:
        raise NothingSubscribed(_("Choose at least one event to be told."))
    return sorted(set(names))
