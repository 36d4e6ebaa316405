"""A written offer to one customer, with a deadline that really expires."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.actions.supporting import refuse_too_dear
from regain.desks.recovery.models import Call, Case, Proposal
from regain.desks.recovery.rules.calls import CallKind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.offers import offer_choice


class DeadlinePassed(Conflict):
    """The last day it may be accepted is over."""


class DeadlineMissing(Invalid):
    """A proposal without a last day would stand for ever."""


class NotHeardYet(Conflict):
    """An offer answers a reason; before they agreed with it there is nothing to answer."""


class ProposalIsOver(Conflict):
    """It was answered or withdrawn."""


class NothingOffered(NotAllowed):
    """A listening call offers nothing."""


class CostsBelowZero(Invalid):
    """No offer costs less than nothing."""


@verb("recovery.propose", allow=policy.may_offer)
def propose(
    *,
    by: Actor,
    at: datetime,
    case: Case,
    words: str,
    until_on: date,
    cost: Decimal = Decimal(0),
    offer: int | None = None,
    call: Call | None = None,
) -> Proposal:
    """Write an offer down; nothing is sent yet.

    Raises CaseHasEnded, ReasonMissing, DeadlineMissing, NothingOffered, NotHeardYet,
    TooDear, NotFound for an offer that does not stand or that `by` may not know of.
    """
    refuse_ended(case)
    if call is not None and call.kind == CallKind.LISTENING:
        raise NothingOffered(_("This is a listening call: nothing is offered in it. Offer in a recovery call later."))
    if not case.calls.filter(verified_at__isnull=False).exists():
        raise NotHeardYet(_("Listen first: nothing is offered until they agreed with our words for why they left."))
    text = words.strip()[:4_000] or reason_from("", _("Write down what we offer."))
    if cost < 0:
        raise CostsBelowZero(_("The cost of an offer cannot be below zero."))
    if until_on <= today(at):
        raise DeadlineMissing(_("Give the customer at least until tomorrow; the day counts as its last."))
    if offer is not None:
        offer_choice(by=by, at=at, number=offer)
    refuse_too_dear(case, cost, by=by)
    return Proposal.objects.create(
        case=case,
        call=call,
        offer=offer,
        words=text,
        cost=cost,
        currency=case.currency,
        until_on=until_on,
        made_at=at,
        made_by=by.name,
    )


@verb("recovery.accept_proposal", allow=policy.works_its_case)
def accept_proposal(*, by: Actor, at: datetime, proposal: Proposal) -> Proposal:
    """The customer said yes, in time. Raises ProposalIsOver, DeadlinePassed."""
    row = _open(proposal)
    if today(at) > row.until_on:
        raise DeadlinePassed(
            _("This proposal ended on %(day)s, as we said. Write a new one if it should still stand.")
            % {"day": formats.day(row.until_on)}
        )
    row.accepted_at, row.answered_by = at, by.name
    row.save(update_fields=["accepted_at", "answered_by"])
    return row


@verb("recovery.decline_proposal", allow=policy.works_its_case)
def decline_proposal(*, by: Actor, at: datetime, proposal: Proposal) -> Proposal:
    """The customer said no. Raises ProposalIsOver."""
    row = _open(proposal)
    row.declined_at, row.answered_by = at, by.name
    row.save(update_fields=["declined_at", "answered_by"])
    return row


@verb("recovery.withdraw_proposal", allow=policy.may_offer)
def withdraw_proposal(*, by: Actor, at: datetime, proposal: Proposal) -> Proposal:
    """We take back what was not sent. Raises ProposalIsOver: what was sent is kept until its day."""
    row = _open(proposal)
    if row.sent_at is not None:
        raise ProposalIsOver(_("This proposal was sent, so it stands until its day."))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    row.letters.filter(made_at=None, dropped_at=None).update(
        dropped_at=at, dropped_because=_("The proposal was withdrawn.")
    )
    return row


def today(at: datetime) -> date:
    """The company's day."""
    return at.astimezone(settings.COMPANY.tz).date()


def _open(proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("case").get(pk=proposal.pk)
    if row.accepted_at or row.declined_at or row.withdrawn_at:
        raise ProposalIsOver(_("This proposal was answered or withdrawn already."))
    return row
