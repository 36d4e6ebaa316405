"""Stop: one act ends everything, now. What identifies the customer is kept as hashes, whoever erases the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.outbox import cancel_messages
from regain.knowledge.playbook.actions.guard import held
from regain.knowledge.playbook.events import ContactResumed, ContactStopped, ReachChanged
from regain.knowledge.playbook.models import Stop
from regain.knowledge.playbook.models.stop import StopKind, fingerprint
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries.dossier import customer_key
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.guard.lists import Listed, NotAList, Unread, read_list
from regain.knowledge.playbook.rules.guard.places import country_named
from regain.knowledge.playbook.rules.guard.terms import Channel

AT_ONCE: Final = 1_000
SHORTEST_EVIDENCE: Final = 10
IMPORTED: Final = "imported list"


class NothingToStop(Invalid):
    """Nobody was named."""


class NothingToLift(Conflict):
    """They are not left alone."""


class NoWish(Invalid):
    """Lifting a stop takes the customer's own wish."""


@dataclass(frozen=True)
class Taken:
    """What became of every line of a list."""

    lines: int
    taken: int
    known: int
    """Identifiers that were there already, in the file or before."""
    unread: tuple[Unread, ...]


@verb("playbook.contact_stopped", allow=policy.may_work)
def stop(*, by: Actor, at: datetime, customer: str, words: str, source: str, channel: Channel | None = None) -> Stop:
    """Leave the customer alone from this moment: their id, numbers and addresses; waiting messages are cancelled.

    Any words count. `channel` narrows it to one. Twice is no mistake. Raises NothingToStop.
    """
    if not customer:
        raise NothingToStop(_("Say which customer is to be left alone."))
    held(customer)
    found = points(customer=customer)
    kinds = {Channel.CALL: StopKind.PHONE, Channel.EMAIL: StopKind.EMAIL}
    keys = [(StopKind.CUSTOMER, customer_key(customer))]
    keys += [(kinds[point.channel], point.id) for point in found if point.channel in kinds]
    _write(keys, by=by, at=at, words=words, source=source, channel=channel)
    if channel in {None, Channel.EMAIL}:
        cancel_messages(by=by, at=at, customer=customer, because=_("They asked to be left alone."))
    if channel is None:
        announce(ContactStopped(customer=customer, at=at))
    scope = channel.value if channel else ""
    return Stop.objects.get(fingerprint=keys[0][1], channel=scope, lifted_at=None)


@verb("playbook.stop_lifted", allow=policy.may_lift)
def lift_stops(*, by: Actor, at: datetime, customer: str, text: str) -> int:
    """Contact the customer again, because they wish it: `text` is the evidence. Returns how many stops ended.

    Raises NoWish without evidence, NothingToLift.
    """
    evidence = _evidence(text)
    keys = [customer_key(customer), *(point.id for point in points(customer=customer))]
    held(customer)
    ended = Stop.objects.filter(fingerprint__in=keys, lifted_at=None).update(
        lifted_at=at, lifted_by=by.key, lifted_because=evidence
    )
    if not ended:
        raise NothingToLift(_("This customer is not on the do-not-contact list."))
    announce(ContactResumed(customer=customer))
    announce(ReachChanged(customer=customer, at=at))
    return ended


@verb("playbook.stop_line_lifted", allow=policy.may_lift)
def lift_stop(*, by: Actor, at: datetime, row: Stop, text: str) -> Stop:
    """Take one identifier off the list, because its owner wishes it. Raises NoWish, NothingToLift."""
    evidence = _evidence(text)
    found = Stop.objects.select_for_update().get(pk=row.pk)
    if found.lifted_at is not None:
        raise NothingToLift(_("This stop was lifted before."))
    found.lifted_at, found.lifted_by, found.lifted_because = at, by.key, evidence
    found.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    return found


@verb("playbook.stops_imported", allow=policy.may_keep_stops)
def import_stops(*, by: Actor, at: datetime, text: str, country: str = "", title: str = "") -> Taken:
    """Take over a list of numbers, e-mail addresses or ids; importing it again adds nothing. Raises Invalid."""
    found = read(text, country)
    keys = [(StopKind(line.kind), fingerprint(line.kind, line.normal)) for line in found.found]
    before = Stop.objects.count()
    _write(dict.fromkeys(keys), by=by, at=at, words=title, source=IMPORTED, channel=None)
    taken = Stop.objects.count() - before
    return Taken(found.lines, taken, len(keys) - taken, found.unread)


def read(text: str, country: str, *, with_result: bool = False) -> Listed:
    """Every line of a list. Raises Invalid with the way out."""
    try:
        found = read_list(text, country=country_named(country), with_result=with_result)
    except NotAList as wrong:
        raise Invalid(str(wrong)) from wrong
    if not found.lines:
        raise Invalid(_("The list is empty; it needs one number, e-mail address or id a line."))
    return found


def _write(
    keys: Iterable[tuple[str, str]], *, by: Actor, at: datetime, words: str, source: str, channel: Channel | None
) -> None:
    act = str(uuid4())
    said: Sequence[Stop] = [
        Stop(
            act=act,
            kind=kind,
            fingerprint=key,
            channel=channel.value if channel else "",
            words=" ".join(words.split())[:500],
            source=source.strip()[:80] or "unknown",
            said_at=at,
            said_by=by.key,
        )
        for kind, key in keys
    ]
    Stop.objects.bulk_create(said, batch_size=AT_ONCE, ignore_conflicts=True)


def _evidence(text: str) -> str:
    evidence = " ".join(text.split())[:500]
    if len(evidence) < SHORTEST_EVIDENCE:
        raise NoWish(_("Write down how the customer asked to be contacted again: when, where, in which words."))
    return evidence
