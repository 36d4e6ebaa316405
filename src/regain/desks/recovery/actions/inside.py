"""What every verb inside a call begins with: the call as it is now, open, and made by whoever acts; and its words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery.actions.claiming import hold
from regain.desks.recovery.models import Aside, Call, Words
from regain.desks.recovery.queries import standing
from regain.desks.recovery.rules.calls import CallKind, Field, lock_of, steps
from regain.desks.recovery.rules.writing import LONGEST, Fate, Inked, Writing, clean, fate
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step


class SomebodyElsesCall(NotAllowed):
    """Only whoever makes a call writes in it."""


class CallIsOver(Conflict):
    """Nothing is written into a call that ended."""


class ListeningOnly(NotAllowed):
    """A listening call offers nothing."""


class StepIsLocked(Conflict):
    """Something has to happen first."""


class NoSuchStep(Invalid):
    """This kind of call has no such step."""


class TooLong(Invalid):
    """More than a field holds."""


def inside(call: Call, *, by: Actor) -> Call:
    """The call with its case, held until the verb ends. Raises SomebodyElsesCall, CallIsOver."""
    found = current(call)
    if found.caller.key != by.key:
        raise SomebodyElsesCall(
            _("%(person)s makes this call. Only they write in it; read it on the page of the case.")
            % {"person": found.caller.name}
        )
    return found


def current(call: Call) -> Call:
    """The call as it is now with its case, held until the verb ends. Raises CallIsOver."""
    found = Call.objects.select_for_update(of=("self",)).select_related("case", "caller").get(pk=call.pk)
    if found.ended_at is not None:
        raise CallIsOver(_("This call is over. Open the case to go on from here."))
    return found


def stand_at(call: Call, step: Step | None) -> None:
    """Put the screen at a step; none leaves it where it is. Raises NoSuchStep, StepIsLocked."""
    if step is None or step == call.step:
        return
    if step not in steps(CallKind(call.kind)):
        raise NoSuchStep(_("A listening call has no such step."))
    refuse_locked(call, step)
    call.step = step
    call.save(update_fields=["step"])


def refuse_listening(call: Call) -> None:
    """Raises ListeningOnly."""
    if CallKind(call.kind) is CallKind.LISTENING:
        raise ListeningOnly(_("This is a listening call: nothing is offered in it. Offer in a recovery call later."))


def refuse_locked(call: Call, step: Step) -> None:
    """Raises StepIsLocked with what has to happen first."""
    lock = lock_of(step, standing.so_far(call))
    if lock is not None:
        raise StepIsLocked(standing.lock_in_words(lock))


def keep_hold(call: Call, *, at: datetime) -> None:
    """The screen shows a sign of life: others keep off for another while, unless somebody took the case over."""
    hold(call.case, call.caller, at=at)


def write(
    call: Call, *, writer: Person, field: Field, text: str, version: int, pen: str, at: datetime
) -> Words | Aside:
    """Put a text in its place, or beside the newer one that is there. Raises TooLong.

    Whoever makes the call no longer, because somebody took it over, writes beside what is there.
    """
    text = clean(text)
    if len(text) > LONGEST:
        raise TooLong(
            _("A field holds %(most)s characters. Shorten it; what is too long stays on the page until then.")
            % {"most": LONGEST}
        )
    row = call.words.filter(field=field).first() or Words(
        call=call, field=field, version=0, saved_at=at, saved_by=writer
    )
    become = fate(text=text, version=version, pen=pen, now=Inked(row.text, row.version, row.pen))
    if become is Fate.NOTHING_NEW:
        return row
    if become is Fate.WRITTEN and writer.pk == call.caller_id:
        row.text, row.version, row.pen = text, row.version + 1, pen
        row.saved_at, row.saved_by = at, writer
        row.save()
        return row
    if row.pk is None:
        row.save()
    return _set_aside(row, writer=writer, text=text, version=version, pen=pen, at=at)


def write_all(call: Call, writings: Sequence[Writing], *, at: datetime) -> None:
    """Put down what a form brought along besides what it is about. Raises TooLong."""
    for each in writings:
        write(call, writer=call.caller, field=each.field, text=each.text, version=each.version, pen="", at=at)


def _set_aside(row: Words, *, writer: Person, text: str, version: int, pen: str, at: datetime) -> Aside:
    """Keep it beside the newer text; what the same page wrote on goes to the same aside."""
    mine = row.asides.filter(settled_at=None, saved_by=writer)
    kept = mine.filter(text=text).first() or (mine.filter(pen=pen).first() if pen else None)
    kept = kept or Aside(words=row, based_on=version, pen=pen)
    kept.text, kept.saved_at, kept.saved_by = text, at, writer
    kept.save()
    return kept
