"""Actions come due: their owners are reminded, then others hear of it."""

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.queries.reminders import keys_under
from regain.meetings.lossreview.actions.reminding import remind_of_action
from regain.meetings.lossreview.queries import reminding


@task()
def remind_of_actions() -> dict[str, int]:
    """Remind whoever promised something, and after some days whoever answers for it; nobody twice."""
    by, at = System("reminders"), clock.now()
    above, told = reminding.preparers(), 0
    for row in reminding.to_be_reminded_of(at=at).iterator(chunk_size=500):
        wanted = reminding.to_tell(row, at=at, above=above)
        known = keys_under(reminding.root_of(row))
        new = [each for each in wanted if each.key not in known]
        past = reminding.over(known, wanted)
        if new or past:
            told += remind_of_action(by=by, at=at, action=row, told=new, past=past)
    return {"told": told}
