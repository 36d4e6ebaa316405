"""Claim a case: have it on the screen while others keep off. One person holds one case, and a case one person."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.inviting import strike_out
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases
from regain.desks.recovery.rules.cases import HOLD
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, NotAllowed
from regain.foundation.people.models import Person
from regain.knowledge.training.queries.certificates import standing


class SomebodyHasIt(Conflict):
    """It is on somebody else's screen right now."""


class BelongsToAnother(Conflict):
    """It has an owner, and that is somebody else."""


class InACall(Conflict):
    """Whoever is in a call finishes it first."""


class CaseHasEnded(Conflict):
    """Nobody works on it any more."""


class HoldIsOver(Conflict):
    """Somebody else has taken the case over."""


class NotCertified(NotAllowed):
    """Only trained callers make recovery calls."""


@verb("recovery.claim", allow=policy.may_claim)
def claim(*, by: Actor, at: datetime, case: Case, as_seen: bool = False) -> Case:
    """Hold this case for ten minutes from the last sign of life; what one held before is let go.

    `as_seen` claims it only if it is still to be called when the row at hand says. Raises CaseHasEnded,
    BelongsToAnother, SomebodyHasIt, InACall.
    """
    person = somebody(by)
    refuse_other_call(person, case)
    if not as_seen:
        case.refresh_from_db()
    if case.owner_id not in {None, person.pk}:
        raise BelongsToAnother(
            _("%(owner)s works with %(name)s. Take the case over, or leave it to them.")
            % {"owner": case.owner, "name": case.title}
        )
    if cases.left_open_elsewhere(person, case):
        raise SomebodyHasIt(_("A call to %(name)s was begun and never finished. Take it over.") % {"name": case.title})
    if not hold(case, person, at=at, as_seen=as_seen):
        refuse_held(case)
    return case


@verb("recovery.keep", allow=policy.works_case)
def keep(*, by: Actor, at: datetime, case: Case) -> Case:
    """Go on holding what one holds. Raises HoldIsOver."""
    person = somebody(by)
    if not Case.objects.filter(pk=case.pk, held_by=person).update(held_until=at + HOLD):
        case.refresh_from_db()
        holder = case.held_by.name if case.held_by else _("Somebody")
        raise HoldIsOver(
            _("%(holder)s has taken over %(name)s. Your words are kept.") % {"holder": holder, "name": case.title}
        )
    case.refresh_from_db()
    return case


@verb("recovery.release", allow=policy.works_case)
def release(*, by: Actor, at: datetime, case: Case) -> Case:
    """Let go of a case one holds; again, nothing happens. Raises InACall."""
    person = somebody(by)
    if Call.objects.filter(case=case, caller=person, ended_at=None).exists():
        raise InACall(_("You are in a call with %(name)s. Finish the call first.") % {"name": case.title})
    Case.objects.filter(pk=case.pk, held_by=person).update(held_by=None, held_until=None)
    case.refresh_from_db()
    return case


@verb("recovery.take_over", allow=policy.may_claim)
def take_over(*, by: Actor, at: datetime, case: Case) -> Case:
    """Hold a case instead of whoever had it: at once for those who manage, otherwise once its time ran out.

    A call that was begun goes on where it stood, with every word in it. Raises CaseHasEnded, BelongsToAnother,
    SomebodyHasIt, InACall.
    """
    person = somebody(by)
    refuse_other_call(person, case)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.owner is not None and not policy.sees_case(by=by, case=locked):
        raise BelongsToAnother(_("%(owner)s works with %(name)s now.") % {"owner": locked.owner, "name": locked.title})
    manages = policy.sees_every_case(by)
    if not manages and locked.held_by_id not in {None, person.pk} and locked.is_held(at):
        refuse_held(locked)
    if not hold(locked, person, at=at, by_force=True):
        refuse_held(locked)
    Call.objects.filter(case=case, ended_at=None).exclude(caller=person).update(caller=person)
    if locked.owner_id not in {None, person.pk}:
        strike_out(locked, by=by, at=at)
        locked.owner = person
        locked.save(update_fields=["owner", "scheduled_for", "invited_at", "next_at"])
    locked.refresh_from_db()
    return locked


def hold(case: Case, person: Person, *, at: datetime, by_force: bool = False, as_seen: bool = False) -> bool:
    """Put the case on this person's screen, in one statement that only one of two can win.

    `as_seen` wins only while nobody changed when to call; `by_force` takes it from whoever has it.
    """
    Case.objects.filter(held_by=person).exclude(pk=case.pk).update(held_by=None, held_until=None)
    rows = Case.objects.filter(pk=case.pk, ended_at=None)
    if not by_force:
        rows = rows.filter(cases.unheld(person, at), Q(owner=None) | Q(owner=person))
    if as_seen:
        rows = rows.filter(next_at=case.next_at, is_promised=case.is_promised)
    try:
        with transaction.atomic():
            won = rows.update(held_by=person, held_until=at + HOLD)
    except IntegrityError as twice:
        raise InACall(_("You have just opened another case in another window. Go on there.")) from twice
    if won:
        case.refresh_from_db()
    return bool(won)


def refuse_held(case: Case) -> None:
    """Say who has it. Raises CaseHasEnded, SomebodyHasIt."""
    case.refresh_from_db()
    refuse_ended(case)
    holder = case.held_by.name if case.held_by else _("Somebody")
    raise SomebodyHasIt(
        _("%(holder)s has %(name)s on the screen right now. The next call is waiting.")
        % {"holder": holder, "name": case.title}
    )


def refuse_ended(case: Case) -> None:
    """Raises CaseHasEnded."""
    if not case.is_open:
        raise CaseHasEnded(
            _("The case of %(name)s has ended: %(ending)s.") % {"name": case.title, "ending": case.get_ending_display()}
        )


def refuse_other_call(person: Person, case: Case | None) -> None:
    """Raises InACall while this person is in a call with somebody else."""
    calls = Call.objects.select_related("case").filter(caller=person, ended_at=None)
    other = (calls if case is None else calls.exclude(case=case)).first()
    if other is not None:
        raise InACall(_("You are in a call with %(name)s. Finish it first.") % {"name": other.case.title})


def refuse_uncertified(person: Person, *, at: datetime) -> None:
    """Raises NotCertified with the way out."""
    told = standing(person_key=person.key, at=at)
    if not told.is_certified:
        raise NotCertified(told.sentence)


def somebody(by: Actor) -> Person:
    """The person who acts. Raises NotAllowed for a process: it cannot hold a telephone."""
    if not isinstance(by, Person):
        raise NotAllowed(_("Only a person can work on a case."))
    return by
