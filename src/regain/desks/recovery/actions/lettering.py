"""Write to one customer: prepared, asked at the guard, made, sent; never twice."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.asking import told
from regain.desks.recovery.actions.proposing import DeadlinePassed, today
from regain.desks.recovery.actions.returning import new_link
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.models import Case, Letter, Proposal, Touch
from regain.desks.recovery.queries import composing
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.letters import About, Way, leaving
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.ui import formats
from regain.knowledge.playbook.actions import guard
from regain.knowledge.playbook.rules.guard import Purpose, Verdict

PURPOSE = "recovery"


class AlreadyWritten(Conflict):
    """It goes once."""


class LetterIsOver(Conflict):
    """It left, or was dropped."""


class AddressMissing(Conflict):
    """Nobody said where customers reach this installation."""


class UnknownWay(Invalid):
    """Neither a letter nor an e-mail."""


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
    letter = _written(Letter(about=About.PROPOSAL, proposal=row, case=row.case), words, by=by, at=at, how=how)
    return made(letter, by=by, at=at)


@verb("recovery.write_telling", allow=policy.works_case)
def write_telling(*, by: Actor, at: datetime, case: Case, how: str, text: str = "") -> Letter:
    """Tell them in writing what we changed, and ask again. Raises AlreadyWritten, NobodyToTell."""
    rows = case.requirements.filter(need__met_at__isnull=False, told_at=None, withdrawn_at=None)
    first = rows.select_related("need").order_by("pk").first()
    if first is None:
        raise AlreadyWritten(_("There is nothing new to tell %(name)s.") % {"name": case.title})
    words = composing.for_telling(case, sender=by.name)
    letter = _written(Letter(about=About.TELL, need=first.need, case=case), words, by=by, at=at, how=how, text=text)
    return made(letter, by=by, at=at)


def write_touch(touch: Touch, *, by: Actor, at: datetime, how: str, news: str, is_automatic: bool = False) -> Letter:
    """A short word in writing, inside the verb that makes the touch."""
    words = composing.for_touch(touch.case, sender=by.name, news=news)
    letter = _written(Letter(about=About.TOUCH, touch=touch, case=touch.case), words, by=by, at=at, how=how)
    return made(letter, by=by, at=at, is_automatic=is_automatic)


@verb("recovery.try_letter_again", allow=policy.works_its_case)
def try_letter_again(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """Ask the guard again about a letter that had to wait. Raises LetterIsOver."""
    row = locked_letter(letter)
    _refuse_over(row)
    return made(row, by=by, at=at)


@verb("recovery.post_letter", allow=policy.works_its_case)
def post_letter(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """It was printed and put into the post. Raises LetterIsOver."""
    row = locked_letter(letter)
    if row.made_at is None or row.sent_at is not None or row.dropped_at is not None:
        raise LetterIsOver(_("Only a letter that is ready and not yet on its way can be posted."))
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


def made(letter: Letter, *, by: Actor, at: datetime, is_automatic: bool = False) -> Letter:
    """Ask the guard at this moment, keep its answer, and send or make ready what it allows."""
    point = composing.point_for(letter.customer, letter.how)
    letter.address = point.value if point else ""
    answer = guard.ask(
        by=by,
        at=at,
        customer=letter.customer,
        channel=composing.CHANNELS[letter.how],
        purpose=Purpose.RECOVERY,
        point=point.id if point else None,
        subject=f"letter:{letter.pk}",
        automatic=is_automatic,
        makes_offer=letter.about == About.PROPOSAL,
    )
    letter.answer, letter.verdict, letter.sentence = answer.pk, answer.verdict, answer.sentence
    letter.rule = (answer.rules or [""])[0][:80]
    letter.held_until = answer.until if answer.verdict == Verdict.BLOCK else None
    if answer.verdict != Verdict.BLOCK:
        _leave(letter, by=by, at=at, is_automatic=is_automatic)
    letter.save()
    return letter


def gone(letter: Letter, *, by: Actor, at: datetime) -> None:
    """What follows from a letter being on its way."""
    if letter.proposal_id is not None:
        Proposal.objects.filter(pk=letter.proposal_id, sent_at=None).update(sent_at=at, sent_how=letter.how)
    case = letter.case
    if letter.about == About.TELL and case is not None:
        told(case, by=by, at=at, how=letter.how, asked_again=True)
        Case.objects.filter(pk=case.pk, next_kind=Next.TELL).update(next_kind=Next.WAIT, next_words="")


def address_of(key: str) -> str:
    """The customer's personal address, in full. Raises AddressMissing."""
    return public_address() + reverse("recovery:way_back", args=[key])


def public_address() -> str:
    """Where customers reach this installation. Raises AddressMissing: a letter with half an address helps nobody."""
    base: str = settings.CONFIGURATION.web.address.rstrip("/")
    if not base:
        raise AddressMissing(
            _("Letters carry a personal address. Say in regain.toml, under [web] address, where customers reach us.")
        )
    return base


def locked_letter(letter: Letter) -> Letter:
    """The row as it is now, held until the verb ends."""
    return Letter.objects.select_for_update(of=("self",)).select_related("case", "decision__cycle").get(pk=letter.pk)


def _written(letter: Letter, words: composing.Composed, *, by: Actor, at: datetime, how: str, text: str = "") -> Letter:
    """A letter with its words, saved; the database refuses a second one. Raises AlreadyWritten, UnknownWay."""
    if how not in set(Way):
        raise UnknownWay(_("Choose a letter or an e-mail."))
    case = letter.case
    assert case is not None
    letter.customer, letter.name, letter.how = case.customer, case.name, how
    letter.subject, letter.text = words.subject, text.strip() or words.text
    letter.prepared_at, letter.prepared_by = at, by.name
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as twice:
        raise AlreadyWritten(
            _("%(name)s was written to about this already; it is among the letters of the case.") % {"name": case.title}
        ) from twice
    return letter


def _leave(letter: Letter, *, by: Actor, at: datetime, is_automatic: bool) -> None:
    """An e-mail goes to the outbox with the way back in it; a letter is ready to be printed."""
    letter.made_at = at
    if letter.touch_id is not None:
        ahead = Touch.objects.filter(pk=letter.touch_id, made_at=None, skipped_at=None)
        ahead.update(made_at=at, made_by=by.name, how=letter.how, answer=letter.answer)
    if letter.how != Way.EMAIL:
        return
    link = new_link(by=by, at=at, case=letter.case, decision=None if letter.case else letter.decision)
    link.save()
    address = address_of(link.key)
    message = queue_message(
        by=by,
        at=at,
        to=letter.address,
        subject=letter.subject,
        text=leaving(letter.text, way_back=address),
        purpose=PURPOSE,
        customer=letter.customer,
        automatic=is_automatic,
        unsubscribe=f"{address}stop/" if address.startswith("https://") else "",
    )
    letter.message, letter.sent_at = message.pk, at
    letter.save()
    gone(letter, by=by, at=at)


def _refuse_over(letter: Letter) -> None:
    if letter.made_at is not None or letter.dropped_at is not None:
        raise LetterIsOver(_("This letter is on its way, or was dropped already."))
