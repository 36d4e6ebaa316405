"""Write to one customer: prepared, asked at the guard, made, sent; never twice."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.leaving.shared import AlreadyWritten, gone, made, written
from regain.desks.recovery.actions.proposing import DeadlinePassed, today
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.models import Case, Letter, Proposal
from regain.desks.recovery.queries import composing
from regain.desks.recovery.rules.letters import About
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.dossier import customer_key, standing_stops


class LetterIsOver(Conflict):
    """It left, or was dropped."""


class LeftAlone(Conflict):
    """They said stop between the printing and the post."""


@verb("recovery.send_proposal", allow=policy.may_offer)
def send_proposal(*, by: Actor, at: datetime, proposal: Proposal, how: str) -> Letter:
    """Write the offer to the customer. Where the guard says no, the letter waits with its sentence.

    Raises AlreadyWritten, DeadlinePassed.
    """
    row = Proposal.objects.select_for_update(of=("self",)).select_related("case").get(pk=proposal.pk)
    if row.withdrawn_at or row.accepted_at or row.declined_at or row.sent_at:
        raise AlreadyWritten(_("This proposal was sent, answered or withdrawn already."))
    if today(at) > row.until_on:
        raise DeadlinePassed(_("This proposal ended on %(day)s. Write a new one.") % {"day": formats.day(row.until_on)})
    words = composing.for_proposal(row, sender=by.name)
    letter = written(Letter(about=About.PROPOSAL, proposal=row, case=row.case), words, by=by, at=at, how=how)
    return made(letter, by=by, at=at)


@verb("recovery.write_telling", allow=policy.works_case)
def write_telling(*, by: Actor, at: datetime, case: Case, how: str, text: str = "") -> Letter:
    """Tell them in writing what we changed, and ask again. Raises AlreadyWritten, NobodyToTell."""
    rows = case.requirements.filter(need__met_at__isnull=False, told_at=None, withdrawn_at=None)
    first = rows.select_related("need").order_by("pk").first()
    if first is None:
        raise AlreadyWritten(_("There is nothing new to tell %(name)s.") % {"name": case.title})
    words = composing.for_telling(case, sender=by.name)
    letter = written(Letter(about=About.TELL, need=first.need, case=case), words, by=by, at=at, how=how, text=text)
    return made(letter, by=by, at=at)


@verb("recovery.try_letter_again", allow=policy.works_its_case)
def try_letter_again(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """Ask the guard again about a letter that had to wait. Raises LetterIsOver."""
    row = locked_letter(letter)
    _refuse_over(row)
    return made(row, by=by, at=at)


@verb("recovery.post_letter", allow=policy.works_its_case)
def post_letter(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """It was printed and put into the post. Raises LetterIsOver, LeftAlone."""
    row = locked_letter(letter)
    if row.made_at is None or row.sent_at is not None or row.dropped_at is not None:
        raise LetterIsOver(_("Only a letter that is ready and not yet on its way can be posted."))
    if standing_stops([customer_key(row.customer)]):
        raise LeftAlone(_("%(name)s asked to be left alone since. Tear it up, and drop it here.") % {"name": row.name})
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    gone(row, by=by, at=at)
    return row


@verb("recovery.drop_letter", allow=policy.works_its_case)
def drop_letter(*, by: Actor, at: datetime, letter: Letter, because: str) -> Letter:
    """It is not written after all. Raises ReasonMissing, LetterIsOver."""
    why = reason_from(because, _("Say why this is not sent; the reason stays with the letter."))
    row = locked_letter(letter)
    if row.sent_at is not None or row.dropped_at is not None:
        raise LetterIsOver(_("This letter is on its way, or was dropped already."))
    row.dropped_at, row.dropped_because = at, why
    row.save(update_fields=["dropped_at", "dropped_because"])
    return row


def locked_letter(letter: Letter) -> Letter:
    """The row as it is now, held until the verb ends."""
    return Letter.objects.select_for_update(of=("self",)).select_related("case", "decision__cycle").get(pk=letter.pk)


def _refuse_over(letter: Letter) -> None:
    if letter.made_at is not None or letter.dropped_at is not None:
        raise LetterIsOver(_("This letter is on its way, or was dropped already."))
