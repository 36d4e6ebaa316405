"""Stay in touch while we are patient: each contact comes to the owner when it is due, and patience ends by rule."""

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import CaseHasEnded
from regain.desks.recovery.actions.closing import finish, locked_case
from regain.desks.recovery.actions.leaving.shared import write_touch
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.actions.sparing import refuse_spared
from regain.desks.recovery.events import CallEnded
from regain.desks.recovery.models import Call, Case, Touch
from regain.desks.recovery.queries.patience import AHEAD, Signs, next_touch
from regain.desks.recovery.rules.calls import REACHED
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.patience import How, Stop
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices.actions.reminders import remind, settle
from regain.knowledge.playbook.rules.guard import Channel

ENDS: Final = {
    Stop.UNANSWERED: (Ending.UNREACHABLE, gettext_lazy("Four contacts in a row had no answer.")),
    Stop.TOO_LONG: (Ending.CLOSED, gettext_lazy("Two years without a sign of life.")),
    Stop.COURSE_RUN: (Ending.CLOSED, gettext_lazy("Every contact of the plan was made.")),
}
"""Where patience ends, the case does: with the reason, and it may be opened again."""


class TouchIsOver(Conflict):
    """It was made or skipped."""


class NotParked(Conflict):
    """Slow contact is for cases we are patient with."""


class NothingToSay(Invalid):
    """An e-mail or a letter has words."""


class UnknownHow(Invalid):
    """Not a way to stay in touch."""


@verb("recovery.plan_touch", allow=policy.works_case)
def plan_touch(*, by: Actor, at: datetime, case: Case) -> Case:
    """Write down when the next slow contact is due; where a rule says stop, patience ends."""
    row = locked_case(case)
    if row.parked_at is None or not row.is_open or row.touches.filter(AHEAD).exists():
        return row
    found = next_touch(row)
    if isinstance(found, Stop):
        return _stopped(row, found, by=by, at=at)
    Touch.objects.create(case=row, number=found.number, due_at=found.at, how=found.how)
    return row


@verb("recovery.raise_touch", allow=policy.is_the_system)
def raise_touch(*, by: Actor, at: datetime, touch: Touch, signs: Signs) -> Touch:
    """It is due: it comes to the owner, or leaves by itself where they ticked that; a sign to stop comes first."""
    row = _locked(touch)
    case = locked_case(row.case)
    if row.raised_at or row.made_at or row.skipped_at or not case.is_open or case.parked_at is None:
        return row
    found = next_touch(case, signs=signs)
    if isinstance(found, Stop):
        _skip(row, by=by, at=at, because=_("No longer wanted"))
        _stopped(case, found, by=by, at=at)
        return row
    row.raised_at = at
    row.save(update_fields=["raised_at"])
    if case.unattended_at is not None and row.how == How.EMAIL and case.unattended_words:
        letter = write_touch(row, by=by, at=at, how=How.EMAIL, news=case.unattended_words, is_automatic=True)
        if letter.sent_at is not None:
            return _made(row, by=by, at=at, how=How.EMAIL, words=case.unattended_words, answer=letter.answer)
    _tell_owner(row, case, by=by, at=at)
    return row


@verb("recovery.make_touch", allow=policy.works_its_case)
def make_touch(*, by: Actor, at: datetime, touch: Touch, how: str, words: str) -> Touch:
    """Write, or say that one called. An e-mail leaves at once; where the guard says no, it waits with its sentence.

    Raises TouchIsOver, NotParked, NothingToSay, UnknownHow, NobodyToReach.
    """
    row = _open(touch)
    if how not in set(How):
        raise UnknownHow(_("Choose a call, an e-mail or a letter."))
    said = words.strip()[:4_000]
    if not said and how != How.CALL:
        raise NothingToSay(_("Write what is new; two or three sentences are enough."))
    if how == How.CALL:
        refuse_spared(row.case.customer, channel=Channel.CALL, at=at)
        return _made(row, by=by, at=at, how=how, words=said, answer=None)
    row.letters.filter(made_at=None, dropped_at=None).update(dropped_at=at, dropped_because=_("Written anew"))
    letter = write_touch(row, by=by, at=at, how=how, news=said)
    if letter.made_at is None:
        row.words = said
        row.save(update_fields=["words"])
        return row
    return _made(row, by=by, at=at, how=how, words=said, answer=letter.answer)


@verb("recovery.skip_touch", allow=policy.works_its_case)
def skip_touch(*, by: Actor, at: datetime, touch: Touch, because: str) -> Touch:
    """Not this time, with the reason; the next one is planned from now. Raises TouchIsOver, ReasonMissing."""
    why = reason_from(because, _("Say why you skip this contact; the reason stays with the case."))
    row = _open(touch)
    return _skip(row, by=by, at=at, because=why)


@verb("recovery.answer_touch", allow=policy.works_its_case)
def answer_touch(*, by: Actor, at: datetime, touch: Touch) -> Touch:
    """The customer answered. Raises TouchIsOver unless it was made."""
    row = _locked(touch)
    if row.made_at is None:
        raise TouchIsOver(_("This contact was not made, so it has no answer."))
    row.answered_at = row.answered_at or at
    row.save(update_fields=["answered_at"])
    return row


@verb("recovery.let_touches_leave", allow=policy.works_case)
def let_touches_leave(*, by: Actor, at: datetime, case: Case, words: str) -> Case:
    """Let the e-mails of slow contact leave without a person, saying this. Raises NotParked, NothingToSay."""
    row = locked_case(case)
    if row.parked_at is None:
        raise NotParked(_("Be patient with this customer first; then contact can leave by itself."))
    said = words.strip()[:4_000]
    if not said:
        raise NothingToSay(_("Write what such an e-mail says; it leaves without anybody reading it again."))
    row.unattended_at, row.unattended_by, row.unattended_words = at, by.name, said
    row.save(update_fields=["unattended_at", "unattended_by", "unattended_words"])
    return row


@verb("recovery.keep_touches_in_hand", allow=policy.works_case)
def keep_touches_in_hand(*, by: Actor, at: datetime, case: Case) -> Case:
    """From now on nothing leaves without a person."""
    row = locked_case(case)
    row.unattended_at, row.unattended_by = None, ""
    row.save(update_fields=["unattended_at", "unattended_by"])
    return row


@verb("recovery.drop_touch", allow=policy.is_the_system)
def drop_touch(*, by: Actor, at: datetime, touch: Touch) -> Touch:
    """Its case ended, or is called again: nothing slow is ahead."""
    return _skip(_locked(touch), by=by, at=at, because=_("No longer wanted"))


def count_call(event: CallEnded) -> None:
    """A call to a customer we are patient with is the contact that was due; a conversation begins the course anew.

    Kept in the transaction of the call.
    """
    call = Call.objects.select_related("caller", "case").get(pk=event.call)
    touch = Touch.objects.filter(AHEAD, case=event.case).first()
    if touch is None or call.ended_at is None or call.outcome not in {*REACHED, "voicemail"}:
        return
    touch.how, touch.made_at, touch.made_by = How.CALL, call.ended_at, call.caller.name
    touch.answered_at = call.ended_at if call.outcome in REACHED else None
    touch.save(update_fields=["how", "made_at", "made_by", "answered_at"])
    settle(by=call.caller, at=call.ended_at, key=key_of(touch))


def key_of(touch: Touch) -> str:
    """Under which its reminder is kept."""
    return f"recovery:touch:{touch.pk}"


def _stopped(case: Case, why: Stop, *, by: Actor, at: datetime) -> Case:
    """Patience ends: a complaint or a purchase brings the case back to a person, the rest ends it."""
    if why in ENDS:
        ending, reason = ENDS[why]
        return finish(case, by=by, at=at, ending=ending, words=str(reason))
    if case.is_open and why in {Stop.COMPLAINED, Stop.RETURNED}:
        words = (
            _("They complained since we waited. Listen first.") if why is Stop.COMPLAINED else _("They bought again.")
        )
        case.parked_at, case.parked_words, case.next_at, case.next_words = None, "", at, words
        case.save()
        _remind(case, by=by, at=at, words=f"{case.title}: {words}", key=f"recovery:stopped:{case.pk}:{at:%Y%m%d}")
    return case


def _tell_owner(touch: Touch, case: Case, *, by: Actor, at: datetime) -> None:
    words = _("Stay in touch with %(name)s: contact %(number)s.") % {"name": case.title, "number": touch.number}
    _remind(case, by=by, at=at, words=words, key=key_of(touch))


def _remind(case: Case, *, by: Actor, at: datetime, words: str, key: str) -> None:
    if case.owner is not None:
        address = reverse("recovery:case", args=[case.pk])
        remind(by=by, at=at, person=case.owner, words=words, href=address, due_at=at, key=key)


def _made(row: Touch, *, by: Actor, at: datetime, how: str, words: str, answer: int | None) -> Touch:
    row.how, row.words, row.answer, row.made_at, row.made_by = how, words, answer, at, by.name
    row.save()
    settle(by=by, at=at, key=key_of(row))
    return row


def _skip(row: Touch, *, by: Actor, at: datetime, because: str) -> Touch:
    if row.made_at or row.skipped_at:
        return row
    row.skipped_at, row.skipped_by, row.skipped_because = at, by.name, because
    row.save()
    settle(by=by, at=at, key=key_of(row))
    return row


def _open(touch: Touch) -> Touch:
    row = _locked(touch)
    if row.made_at or row.skipped_at:
        raise TouchIsOver(_("This contact was made or skipped already."))
    if not row.case.is_open:
        raise CaseHasEnded(_("The case of %(name)s has ended.") % {"name": row.case.title})
    return row


def _locked(touch: Touch) -> Touch:
    return Touch.objects.select_for_update(of=("self",)).select_related("case__owner").get(pk=touch.pk)
