"""Slow contact comes round: what is due comes to its owner, and the next one is planned."""

from django_tasks import task

from regain.desks.recovery.actions import touching
from regain.desks.recovery.queries import patience
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System

AT_ONCE = 500


@task()
def stay_in_touch() -> dict[str, object]:
    """Drop what is no longer wanted, bring up what is due, plan what comes after; a few hundred at a time."""
    by, at = System("patience"), clock.now()
    for touch in patience.no_longer_wanted()[:AT_ONCE]:
        touching.drop_touch(by=by, at=at, touch=touch)
    raised = 0
    for touch in patience.due(at)[:AT_ONCE]:
        touching.raise_touch(by=by, at=at, touch=touch, signs=patience.signs_of(touch.case))
        raised += 1
    planned = 0
    for case in patience.without_a_touch()[:AT_ONCE]:
        touching.plan_touch(by=by, at=at, case=case)
        planned += 1
    return {"raised": raised, "planned": planned}
