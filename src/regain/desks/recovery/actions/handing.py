"""Hand out the next call: the best one that may be made, to one person only.

Each step is a verb of its own, so that nobody waits for the guard, which looks at the facts, with the database locked.
"""

from datetime import datetime, timedelta
from typing import Final

from regain.desks.recovery import policy
from regain.desks.recovery.actions.calling import begin_call
from regain.desks.recovery.actions.claiming import (
    BelongsToAnother,
    CaseHasEnded,
    SomebodyHasIt,
    claim,
    refuse_other_call,
    refuse_uncertified,
    somebody,
)
from regain.desks.recovery.actions.closing import locked_case
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import guarding, upcoming
from regain.desks.recovery.queries.guarding import Barred
from regain.desks.recovery.queries.upcoming import LOOK, Looked
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.cases import Next
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.events import ReachChanged

LATER: Final = timedelta(days=1)
"""When to look again at somebody whom the guard bars without saying until when."""


@verb("recovery.claim_next", allow=policy.may_work_queue, on_files=True)
def claim_next(*, by: Actor, at: datetime) -> Looked:
    """Claim the next best call; the answer says why where there is none. Raises NotCertified, InACall, NotAllowed.

    Whom the guard bars until some time is put off until then, so that a queue full of sleeping customers does not
    hide those who are awake.
    """
    person = somebody(by)
    refuse_uncertified(person, at=at)
    refuse_other_call(person, None)
    passed: list[Barred] = []
    for case in upcoming.due(by=person, at=at):
        if len(passed) >= LOOK:
            return Looked(None, tuple(passed), is_exhausted=False)
        try:
            claim(by=person, at=at, case=case, as_seen=True)
        except (SomebodyHasIt, BelongsToAnother, CaseHasEnded):
            continue
        bar = guarding.barred(case, at=at)
        if bar is None:
            return Looked(case, tuple(passed))
        passed.append(bar)
        put_off(by=person, at=at, case=case, until=max(bar.until or at + LATER, at))
    return Looked(None, tuple(passed))


@verb("recovery.begin_next", allow=policy.may_work_queue, on_files=True)
def begin_next(*, by: Actor, at: datetime) -> Call | None:
    """Claim the next best call and begin it; none where nobody can be called now. Raises NotCertified, InACall."""
    case = claim_next(by=by, at=at).case
    return begin_call(by=by, at=at, case=case, kind=CallKind.RECOVERY) if case else None


@verb("recovery.put_off", allow=policy.works_case)
def put_off(*, by: Actor, at: datetime, case: Case, until: datetime) -> Case:
    """Let go of a case that may not be called now, until it may; a promise keeps its time."""
    row = locked_case(case, by=by)
    row.held_by, row.held_until = None, None
    if not row.is_promised:
        row.next_at = until
    row.save()
    return row


def look_again(event: ReachChanged) -> None:
    """Whoever could not be called may be called now: the case comes up, and the guard is asked anew.

    Only of a case that was put off, or waits for a number. Kept in the transaction of what was written down.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(customer=event.customer, ended_at=None)
    row = rows.filter(is_promised=False, parked_at=None).first()
    if row is None:
        return
    if row.next_at > event.at and guarding.was_put_off(row):
        row.next_at = event.at
    elif row.next_kind == Next.WAIT and guarding.waits_for_number(row):
        row.next_kind, row.next_at, row.next_words = Next.CALL, event.at, ""
    else:
        return
    row.save(update_fields=["next_kind", "next_at", "next_words"])
