"""End a case, and open it again where that may be."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import BelongsToAnother, InACall, SomebodyHasIt, refuse_ended
from regain.desks.recovery.actions.inviting import strike_out
from regain.desks.recovery.actions.opening import AlreadyInWork, NeverAgain
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.events import CaseEnded, CaseOpened
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.cases import FINAL, Ending, Next
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.ledger.actions import record_return, withdraw_return


class NotEndedLikeThis(Invalid):
    """To be left alone means more than to end a case."""


class StillOpen(Conflict):
    """There is nothing to open again."""


@verb("recovery.end_case", allow=policy.works_case)
def end_case(*, by: Actor, at: datetime, case: Case, ending: Ending, words: str) -> Case:
    """Nobody works on it from now on, and why. Raises CaseHasEnded, NotEndedLikeThis, ReasonMissing, InACall."""
    row = locked_case(case, by=by)
    refuse_ended(row)
    if ending is Ending.LEFT_ALONE:
        raise NotEndedLikeThis(
            _("Say “Wants to be left alone” instead: it also stops every letter and every other call.")
        )
    why = reason_from(words, _("Say in a sentence why the case ends; it stays with the case."))
    refuse_open_call(row, by=by)
    return finish(row, by=by, at=at, ending=ending, words=why)


@verb("recovery.reopen_case", allow=policy.works_case)
def reopen_case(*, by: Actor, at: datetime, case: Case, words: str) -> Case:
    """Work on it again, with the reason. Raises StillOpen, NeverAgain, AlreadyInWork, ReasonMissing."""
    row = locked_case(case, by=by)
    if row.is_open:
        raise StillOpen(_("The case of %(name)s is open.") % {"name": row.title})
    if row.ending in FINAL:
        raise NeverAgain(
            _("%(name)s asked to be left alone, or is gone. Nobody opens a case again after that.")
            % {"name": row.title}
        )
    why = reason_from(words, _("Say why the case is opened again; it stays with the case."))
    if row.ending == Ending.RETURNED:
        withdraw_return(by=by, at=at, because=why, **departure_of(row))
    row.ended_at, row.ended_by, row.ending, row.ended_words = None, "", "", ""
    row.next_kind, row.next_at, row.next_words = Next.CALL, at, why
    row.is_promised, row.next_zone = False, ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise AlreadyInWork(
            _("%(name)s is in another open case already; go on there.") % {"name": row.title}
        ) from twice
    announce(CaseOpened(case=row.pk, customer=row.customer, left_on=row.left_on))
    return row


def finish(case: Case, by: Actor, at: datetime, ending: Ending, words: str = "") -> Case:
    """End a case inside a verb that holds its row: nobody holds it, nothing comes next."""
    strike_out(case, by=by, at=at)
    case.ended_at, case.ended_by, case.ending, case.ended_words = at, by.name, ending, words
    case.held_by, case.held_until, case.scheduled_for, case.parked_at = None, None, None, None
    case.is_promised = False
    case.save()
    if ending is Ending.RETURNED:
        record_return(by=by, at=at, source=source_of(case), words=words, **departure_of(case))
    announce(CaseEnded(case=case.pk, customer=case.customer, left_on=case.left_on, ending=ending))
    return case


def source_of(case: Case) -> str:
    """How the ledger knows which case recorded a return."""
    return f"recovery:case:{case.pk}"


def departure_of(case: Case) -> dict[str, Any]:
    """The departure the case is about, as the ledger and the playbook ask for it."""
    return {"customer": case.customer, "left_on": case.left_on}


def locked_case(case: Case, *, by: Actor | None = None) -> Case:
    """The case as it is now, held until the verb ends. Raises BelongsToAnother where it has just gone to somebody."""
    row = Case.objects.select_for_update(of=("self",)).select_related("owner", "held_by").get(pk=case.pk)
    if by is not None and row.owner is not None and not policy.works_case(by=by, case=row):
        raise BelongsToAnother(
            _("%(owner)s works with %(name)s now. Nothing of yours was saved over it.")
            % {"owner": row.owner, "name": row.title}
        )
    return row


def refuse_open_call(case: Case, *, by: Actor) -> None:
    """Raises InACall, SomebodyHasIt while a call on this case is open."""
    call = Call.objects.select_related("caller").filter(case=case, ended_at=None).first()
    if call is None:
        return
    if call.caller.key == by.key:
        raise InACall(_("You are in a call with %(name)s. Finish the call first.") % {"name": case.title})
    raise SomebodyHasIt(
        _("%(caller)s is in a call with %(name)s. Wait until it is over, or take it over.")
        % {"caller": call.caller, "name": case.title}
    )
