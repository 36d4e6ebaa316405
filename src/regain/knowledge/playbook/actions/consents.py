"""Consent: written down with its evidence, withdrawn, never deleted."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions.guard import held
from regain.knowledge.playbook.events import ReachChanged
from regain.knowledge.playbook.models import Consent
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose

LONGEST = 2_000


class NoEvidence(Invalid):
    """A consent nobody can prove is none."""


class WithdrawnAlready(Conflict):
    """It was taken back before."""


@verb("playbook.consent_given", allow=policy.may_record)
def give_consent(
    *,
    by: Actor,
    at: datetime,
    customer: str,
    purpose: Purpose,
    channel: Channel,
    given_at: datetime,
    how: str,
    text: str,
    document: str = "",
) -> Consent:
    """Write down what a customer agreed to: `text` as they read or heard it, `how` on which occasion.

    Raises NoEvidence without words or occasion, or for a day to come.
    """
    occasion, words = " ".join(how.split())[:80], text.strip()[:LONGEST]
    if not words or not occasion:
        raise NoEvidence(_("Write down what they agreed to and how; without that it cannot be proven."))
    if given_at > at:
        raise NoEvidence(_("The consent is of a day to come; write down when it was given."))
    held(customer)
    announce(ReachChanged(customer=customer, at=at))
    return Consent.objects.create(
        customer=customer,
        purpose=purpose,
        channel=channel,
        given_at=given_at,
        how=occasion,
        words=words,
        document=document.strip()[:200],
        recorded_at=at,
        recorded_by=by.key,
    )


@verb("playbook.consent_withdrawn", allow=policy.may_work)
def withdraw_consent(*, by: Actor, at: datetime, consent: Consent, text: str = "") -> Consent:
    """The customer took it back; effective now, in whatever words. Raises WithdrawnAlready."""
    held(consent.customer)
    row = Consent.objects.select_for_update().get(pk=consent.pk)
    if row.withdrawn_at is not None:
        raise WithdrawnAlready(_("This consent was taken back before."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_words = at, by.key, " ".join(text.split())[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_words"])
    return row
