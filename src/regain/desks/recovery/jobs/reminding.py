"""Executives' calls come round: what is to be planned, what is today, what is late."""

from django_tasks import task

from regain.desks.recovery.actions.planning import remind_of_call
from regain.desks.recovery.queries import executives
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.queries.reminders import keys_under


@task()
def remind_executives() -> dict[str, int]:
    """Remind whoever has a call, and after some days whoever answers for the cycle; again reminds nobody twice."""
    by, at = System("reminders"), clock.now()
    managers, told = executives.answerable(), 0
    for case in executives.to_be_reminded_of().iterator(chunk_size=500):
        wanted = executives.to_tell(case, at=at, managers=managers)
        known, now = keys_under(executives.root_of(case)), executives.key_of(case)
        new = [each for each in wanted if each.key not in known]
        past = [key for key, is_open in known.items() if is_open and not executives.still_holds(key, now, case)]
        if new or past:
            told += remind_of_call(by=by, at=at, case=case, told=new, past=past)
    return {"told": told}
