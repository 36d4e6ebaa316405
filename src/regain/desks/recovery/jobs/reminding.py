"""Executives' calls come round: what is to be planned, what is today, what is late."""

from django_tasks import task

from regain.desks.recovery.actions import planning
from regain.desks.recovery.queries import executives
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System


@task()
def remind_executives() -> dict[str, int]:
    """Remind whoever has a call, and after some days whoever answers for the cycle; again reminds nobody twice."""
    by, at = System("reminders"), clock.now()
    managers = executives.answerable()
    rows = executives.to_be_reminded_of().iterator(chunk_size=500)
    return {"heard": sum(planning.remind_of_call(by=by, at=at, case=row, managers=managers) for row in rows)}
