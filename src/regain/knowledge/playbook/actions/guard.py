"""Ask at the moment of acting: the answer is stored, and an allowed call counts as an attempt."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.knowledge.playbook.models import Answer, Consent, Party
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries.dossier import Address, dossier, without_persons
from regain.knowledge.playbook.queries.guard import Said, Weighed, said, weigh
from regain.knowledge.playbook.rules.guard.kinds import consent_to
from regain.knowledge.playbook.rules.guard.terms import Act, Channel, Purpose, Verdict

TAKEN_BACK_WITHIN: Final = timedelta(hours=1)
LONGEST: Final = 500


class MayNotOverride(Conflict):
    """The law lets nobody sign for this."""


class TooLateToTakeBack(Conflict):
    """The act counts."""


@verb("playbook.guard_asked", allow=policy.may_work)
def ask(
    *,
    by: Actor,
    at: datetime,
    customer: str,
    channel: Channel,
    purpose: Purpose,
    point: str | None = None,
    override: str = "",
    subject: str = "",
    automatic: bool = False,
    makes_offer: bool = False,
    is_leaving: bool = False,
    to: Address | None = None,
) -> Answer:
    """Ask whether the act may be done now, and store what was said; a no is an answer, not a refusal.

    `override` is the reason somebody signs with; a signature the law does not let count is refused. `to` is an e-mail
    address that nobody wrote down. Acts on one customer wait for each other, so two asked at the
    same moment cannot both be the last one allowed. Raises Invalid, NoSuchPoint, MayNotOverride, NotAllowed.
    """
    if not customer:
        raise Invalid(_("Say which customer is to be contacted."))
    held(customer)
    act = Act(channel, purpose, at, automatic, makes_offer, is_leaving)
    file = dossier(customer=customer, at=at, to=to)
    weighed = weigh(act, file, point=to.key if to else point)
    answer = said(act, weighed)
    reason = " ".join(override.split())[:LONGEST] if answer.verdict is Verdict.BLOCK else ""
    if reason:
        _refuse_signature(by, answer)
    if answer.is_allowed:
        _note_use(customer, weighed, act)
    return _stored(by=by, act=act, weighed=weighed, answer=answer, customer=customer, reason=reason, subject=subject)


@verb("playbook.guard_answer_taken_back", allow=policy.may_take_back)
def take_back(*, by: Actor, at: datetime, answer: Answer) -> Answer:
    """The act was not done after all, so it is no attempt. Raises TooLateToTakeBack an hour after it was asked."""
    held(answer.customer)
    row = Answer.objects.select_for_update().get(pk=answer.pk)
    if not row.is_allowed or row.withdrawn_at is not None:
        raise TooLateToTakeBack(_("There is nothing to take back: it was not allowed, or was taken back already."))
    if at - row.asked_at > TAKEN_BACK_WITHIN:
        raise TooLateToTakeBack(_("After an hour it counts as done; write down what happened instead."))
    row.withdrawn_at, row.withdrawn_by = at, by.key
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row


def held(customer: str) -> Party:
    """The customer's row, made when work on them starts, held until the verb ends."""
    Party.objects.get_or_create(customer=customer)
    return Party.objects.select_for_update().get(customer=customer)


def _refuse_signature(by: Actor, answer: Said) -> None:
    if not answer.is_overridable:
        firm = next(each for each in answer.findings if each.verdict is Verdict.BLOCK and not each.is_overridable)
        raise MayNotOverride(_("No signature lifts this: %(sentence)s") % {"sentence": firm.sentence})
    if not policy.may_override(by):
        raise NotAllowed(_("Signing against the guard takes a retention manager, an executive or the owner."))


def _note_use(customer: str, weighed: Weighed, act: Act) -> None:
    """The proof of a consent is kept from its last use."""
    consent = consent_to(act, weighed.known)
    if consent is not None:
        used = Consent.objects.filter(
            customer=customer, purpose=consent.purpose, channel=consent.channel, given_at=consent.given_at
        )
        used.update(used_at=act.when)


def _stored(*, by: Actor, act: Act, weighed: Weighed, answer: Said, customer: str, reason: str, subject: str) -> Answer:
    return Answer.objects.create(
        customer=customer,
        asked_at=act.when,
        asked_by=by.key,
        channel=act.channel,
        purpose=act.purpose,
        point=weighed.point.id if weighed.point else "",
        verdict=Verdict.WARN if reason else answer.verdict,
        rules=[each.rule for each in answer.findings],
        sentence=answer.sentence,
        until=None if reason else answer.until,
        facts=without_persons(weighed.known),
        subject=subject[:80],
        is_automatic=act.is_automatic,
        override=reason,
    )
