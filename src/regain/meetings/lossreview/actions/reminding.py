"""Reminders of actions that are due, in words."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action
from regain.meetings.lossreview.queries.reminding import Told
from regain.meetings.lossreview.rules.keeping import Reminder

MORNING: Final = time(8)
"""On the company's clock: when reminders of a day arrive."""
EXCERPT: Final = 140

WORDS: Final[dict[Reminder, str | Promise]] = {
    Reminder.SOON: gettext_lazy("Due on %(day)s: %(what)s"),
    Reminder.TODAY: gettext_lazy("Due on %(day)s: %(what)s"),
    Reminder.LATE: gettext_lazy("Late since %(day)s: %(what)s. Finish it, say how it stands, or put it off."),
    Reminder.ASK: gettext_lazy("%(who)s is late since %(day)s: %(what)s. Ask, or agree on another day."),
    Reminder.ESCALATED: gettext_lazy("A week late, due on %(day)s, with %(who)s: %(what)s"),
    Reminder.LEFT: gettext_lazy("%(who)s works here no more. Hand on what is due on %(day)s: %(what)s"),
}


@verb("lossreview.remind_of_action", allow=policy.is_the_system)
def remind_of_action(*, by: Actor, at: datetime, action: Action, told: Sequence[Told], past: Sequence[str] = ()) -> int:
    """Tell people what has fallen due; how many reminders. `past` are the keys of those that hold no longer."""
    for key in past:
        settle(by=by, at=at, key=key)
    for each in told:
        remind(
            by=by,
            at=at,
            person=each.person,
            words=_words(action, each.reminder),
            href=reverse("lossreview:action", args=[action.pk]),
            due_at=timezone.make_aware(datetime.combine(each.on, MORNING)),
            key=each.key,
        )
    return len(told)


def _words(row: Action, reminder: Reminder) -> str:
    what = Truncator(row.what.rstrip(".")).chars(EXCERPT)
    return WORDS[reminder] % {"who": row.owner.name, "day": formats.day(row.due_on), "what": what}
