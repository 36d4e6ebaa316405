"""Hand out the next call: the best one that may be made, to one person only."""

from datetime import datetime, timedelta
from typing import Final

from regain.desks.recovery import policy
from regain.desks.recovery.actions.calling import begin_call
from regain.desks.recovery.actions.claiming import hold, refuse_other_call, refuse_uncertified, somebody
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import guarding, upcoming
from regain.desks.recovery.queries.guarding import Barred
from regain.desks.recovery.queries.upcoming import LOOK, Looked
from regain.desks.recovery.rules.calls import CallKind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor

LATER: Final = timedelta(days=1)
"""When to look again at somebody whom the guard bars without saying until when."""


@verb("recovery.claim_next", allow=policy.may_work_queue)
def claim_next(*, by: Actor, at: datetime) -> Looked:
    """Hold the next best call; the answer says why where there is none. Raises NotCertified, InACall.

    Whom the guard bars until some time is not looked at again before, so that a queue full of sleeping customers
    does not hide those who are awake.
    """
    person = somebody(by)
    refuse_uncertified(person, at=at)
    refuse_other_call(person, None)
    passed: list[Barred] = []
    for case in upcoming.due(by=person, at=at):
        if len(passed) >= LOOK:
            return Looked(None, tuple(passed), is_exhausted=False)
        bar = guarding.barred(case, at=at)
        if bar is not None:
            passed.append(bar)
            _put_off(case, bar, at=at)
        elif hold(case, person, at=at, as_seen=True):
            return Looked(case, tuple(passed))
    return Looked(None, tuple(passed))


@verb("recovery.begin_next", allow=policy.may_work_queue)
def begin_next(*, by: Actor, at: datetime) -> Call | None:
    """Hold the next best call and begin it; none where nobody can be called now. Raises NotCertified, InACall."""
    looked = claim_next(by=by, at=at)
    return begin_call(by=by, at=at, case=looked.case, kind=CallKind.RECOVERY) if looked.case else None


def _put_off(case: Case, bar: Barred, *, at: datetime) -> None:
    """A promise keeps its time; everything else comes up again when it may be called."""
    if case.is_promised:
        return
    untouched = Case.objects.filter(pk=case.pk, ended_at=None, held_by=case.held_by, next_at=case.next_at)
    untouched.update(next_at=max(bar.until or at + LATER, at), next_words=case.next_words or bar.sentence)
