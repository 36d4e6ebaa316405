"""End a call; and let a customer be, at once and everywhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import hold, refuse_ended
from regain.desks.recovery.actions.closing import finish, locked_case
from regain.desks.recovery.actions.following import follow
from regain.desks.recovery.actions.inside import inside, write_all
from regain.desks.recovery.actions.opening import AlreadyInWork
from regain.desks.recovery.actions.wishing import take_wish
from regain.desks.recovery.events import CallEnded
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions.mistaken import WITHIN, take_stop_back
from regain.knowledge.playbook.actions.stops import stop


class Question(StrEnum):
    """What the customer is asked for a number."""

    WILLINGNESS = "willingness"
    RESPECT = "respect"
    EASE = "ease"
    FAIRNESS = "fairness"


SCALES: Final = {
    Question.WILLINGNESS: range(11),
    Question.RESPECT: range(1, 6),
    Question.EASE: range(1, 6),
    Question.FAIRNESS: range(1, 6),
}


class OffTheScale(Invalid):
    """A number the question does not know."""


class NotDialled(Conflict):
    """Nobody was called."""


class NothingToUndo(Conflict):
    """Nobody was left alone."""


class TooLateToUndo(Conflict):
    """By now it counts everywhere."""


@verb("recovery.note_answer", allow=policy.may_call)
def note_answer(*, by: Actor, at: datetime, call: Call, question: Question, value: int | None) -> Call:
    """What the customer answered on a scale; none takes it back. Raises OffTheScale, SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    _answer(row, question, value)
    row.save(update_fields=[question.value])
    return row


@verb("recovery.end_call", allow=policy.may_call)
def end_call(
    *,
    by: Actor,
    at: datetime,
    call: Call,
    outcome: Outcome,
    next: Ahead | None = None,  # noqa: A002
    ending: Ending | None = None,
    answers: Mapping[Question, int] | None = None,
    writings: Sequence[Writing] = (),
) -> Call:
    """The attempt is over: how it went, and what comes next, or how the case ends with it.

    Without either the usual next step is taken. `answers` and `writings` are what was still on the screen. Raises
    MomentMissing, OffTheScale, NotDialled for an outcome only a dialled call can have, Invalid for a customer who
    wants to be left alone: `leave_alone` does more.
    """
    row = inside(call, by=by)
    if outcome is Outcome.LEFT_ALONE or ending is Ending.LEFT_ALONE:
        raise Invalid(_("Say “Left alone” instead: it also stops every letter and every other call."))
    if row.dialled_at is None and outcome is not Outcome.NOT_MADE:
        raise NotDialled(_("Nobody was dialled in this call. Dial first, or end it as not made."))
    write_all(row, writings, at=at)
    take_wish(row, by=by, at=at)
    for question, value in (answers or {}).items():
        _answer(row, question, value)
    close_call(row, outcome=outcome, at=at)
    case = follow(by=by, at=at, call=row, ahead=next)
    if ending is not None and case.is_open:
        finish(case, by=by, at=at, ending=ending, words=next.words if next else "")
    return row


@verb("recovery.leave_alone", allow=policy.works_case)
def leave_alone(*, by: Actor, at: datetime, case: Case, call: Call | None = None, words: str = "") -> Case:
    """The customer wants to be left alone: it counts at once, for every channel and everybody, and the case ends.

    Raises CaseHasEnded, SomebodyElsesCall, CallIsOver.
    """
    row = locked_case(case)
    refuse_ended(row)
    if call is not None:
        close_call(inside(call, by=by), outcome=Outcome.LEFT_ALONE, at=at)
    for other in row.calls.filter(ended_at=None):
        close_call(other, outcome=Outcome.LEFT_ALONE, at=at)
    said = words.strip() or _("Asked to be left alone.")
    ended = finish(row, by=by, at=at, ending=Ending.LEFT_ALONE, words=said)
    stop(by=by, at=at, customer=row.customer, words=said, source=source_of(row))
    return ended


@verb("recovery.undo_leave_alone", allow=policy.may_undo_leave_alone)
def undo_leave_alone(*, by: Actor, at: datetime, case: Case) -> Case:
    """It was a wrong key: the case and its call go on where they stood. Messages that were cancelled stay cancelled.

    Raises NothingToUndo, TooLateToUndo a minute later, AlreadyInWork.
    """
    row = locked_case(case)
    if row.ended_at is None or row.ending != Ending.LEFT_ALONE:
        raise NothingToUndo(_("%(name)s was not left alone; there is nothing to take back.") % {"name": row.title})
    if at > row.ended_at + WITHIN:
        raise TooLateToUndo(
            _("This can be taken back for one minute. If the customer agrees, lift the stop on their page.")
        )
    ended_at = row.ended_at
    last = row.calls.filter(ended_at=ended_at, outcome=Outcome.LEFT_ALONE).first()
    take_stop_back(by=by, at=at, customer=row.customer, source=source_of(row))
    row.ended_at, row.ended_by, row.ending, row.ended_words = None, "", "", ""
    try:
        with transaction.atomic():
            row.save()
            row.touches.filter(skipped_at=ended_at).update(skipped_at=None, skipped_by="", skipped_because="")
            row.letters.filter(dropped_at=ended_at).update(dropped_at=None, dropped_because="")
            if last is not None:
                last.ended_at, last.outcome = None, ""
                last.save(update_fields=["ended_at", "outcome"])
    except IntegrityError as twice:
        raise AlreadyInWork(_("Another call or case was begun in the meantime; go on there.")) from twice
    if last is not None:
        hold(row, last.caller, at=at)
    return row


def _answer(call: Call, question: Question, value: int | None) -> None:
    scale = SCALES[question]
    if value is not None and value not in scale:
        raise OffTheScale(
            _("Choose a number from %(low)s to %(high)s, or none.") % {"low": scale[0], "high": scale[-1]}
        )
    setattr(call, question.value, value)


def source_of(case: Case) -> str:
    """How other rooms name this case."""
    return f"recovery:case:{case.pk}"


def close_call(call: Call, *, outcome: Outcome, at: datetime) -> None:
    """The attempt is over, inside a verb."""
    call.ended_at, call.outcome = at, outcome.value
    call.save()
    announce(CallEnded(call=call.pk, case=call.case_id, customer=call.case.customer, outcome=outcome.value))
