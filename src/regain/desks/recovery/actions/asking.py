"""What one customer says would win them back: write it down, meet it, tell them, ask again."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.closing import locked_case
from regain.desks.recovery.actions.leaving.shared import told
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.actions.sparing import refuse_spared
from regain.desks.recovery.models import Call, Case, Requirement
from regain.desks.recovery.rules.cases import Next
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.playbook.rules.guard import Channel

LONGEST_WORDS = 2_000
HOWS = ("call", "email", "letter")


class WordsMissing(Invalid):
    """Nothing was written."""


class NobodyToTell(Conflict):
    """Nothing of what they asked for was met, or they were told."""


class AlreadyTold(Conflict):
    """The customer has heard it."""


class UnknownWay(Invalid):
    """Not a way to tell somebody."""


@verb("recovery.note_requirement", allow=policy.works_case)
def note_requirement(*, by: Actor, at: datetime, case: Case, words: str, call: Call | None = None) -> Requirement:
    """Write down, in the customer's words, what would win them back. Raises WordsMissing, CaseHasEnded."""
    said = words.strip()[:LONGEST_WORDS]
    if not said:
        raise WordsMissing(_("Write down what the customer asked for, in their words."))
    row = _open(case, by=by)
    return Requirement.objects.create(case=row, call=call, words=said, said_at=at, noted_by=by.name)


@verb("recovery.withdraw_requirement", allow=policy.works_its_case)
def withdraw_requirement(*, by: Actor, at: datetime, requirement: Requirement, because: str) -> Requirement:
    """They did not say it, or no longer mean it; the reason stays. Raises ReasonMissing, AlreadyTold."""
    why = reason_from(because, _("Say why this no longer counts; the reason stays with the case."))
    row = locked_requirement(requirement)
    _refuse_told(row)
    row.withdrawn_at, row.withdrawn_because = at, why
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return row


@verb("recovery.restore_requirement", allow=policy.works_its_case)
def restore_requirement(*, by: Actor, at: datetime, requirement: Requirement) -> Requirement:
    """Let it count again."""
    row = locked_requirement(requirement)
    row.withdrawn_at, row.withdrawn_because = None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return row


@verb("recovery.meet_requirement", allow=policy.works_its_case)
def meet_requirement(*, by: Actor, at: datetime, requirement: Requirement, change: str) -> Requirement:
    """Met for this customer alone; the sentence to say goes to the case. Raises ReasonMissing, AlreadyTold."""
    said = reason_from(change, _("Say in a sentence for the customer what we changed."))
    row = locked_requirement(requirement)
    _refuse_told(row)
    row.met_at = row.met_at or at
    row.save(update_fields=["met_at"])
    promised = Case.objects.filter(pk=row.case_id, is_promised=True)
    Case.objects.filter(pk=row.case_id, ended_at=None).exclude(pk__in=promised).update(
        next_kind=Next.TELL, next_at=at, next_words=said, parked_at=None, parked_words=""
    )
    promised.filter(ended_at=None).update(next_kind=Next.TELL, next_words=said)
    return row


@verb("recovery.tell_customer", allow=policy.works_case)
def tell_customer(*, by: Actor, at: datetime, case: Case, how: str, asked_again: bool) -> Case:
    """They heard what we changed, and whether we asked for their business again.

    Raises NobodyToTell, UnknownWay, CaseHasEnded, NobodyToReach.
    """
    if how not in HOWS:
        raise UnknownWay(_("Say how they were told: by a call, an e-mail or a letter."))
    row = _open(case, by=by)
    refuse_spared(row.customer, channel=Channel(how), at=at)
    if not told(row, by=by, at=at, how=how, asked_again=asked_again):
        raise NobodyToTell(_("There is nothing new to tell %(name)s.") % {"name": row.title})
    if row.next_kind == Next.TELL:
        row.next_kind, row.next_words = Next.WAIT, ""
        row.save(update_fields=["next_kind", "next_words"])
    return row


@verb("recovery.ask_again", allow=policy.works_case)
def ask_again(*, by: Actor, at: datetime, case: Case) -> Case:
    """We asked for their business again after telling them. Raises NobodyToTell, CaseHasEnded."""
    row = _open(case, by=by)
    rows = row.requirements.filter(told_at__isnull=False, asked_again_at=None, withdrawn_at=None)
    if not rows.update(asked_again_at=at):
        raise NobodyToTell(_("%(name)s was asked again already, or was told nothing yet.") % {"name": row.title})
    return row


def locked_requirement(requirement: Requirement) -> Requirement:
    """The row as it is now, held until the verb ends."""
    return Requirement.objects.select_for_update(of=("self",)).select_related("case").get(pk=requirement.pk)


def _open(case: Case, *, by: Actor) -> Case:
    row = locked_case(case, by=by)
    refuse_ended(row)
    return row


def _refuse_told(row: Requirement) -> None:
    if row.told_at is not None:
        raise AlreadyTold(_("%(name)s was told already, so this stays as it is.") % {"name": row.case.title})
