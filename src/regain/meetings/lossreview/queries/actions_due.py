"""What one has to do, and the days it is due as a calendar shows them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.notices.queries.words import absolute
from regain.foundation.notices.rules.calendar import Event
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Action

MOST: Final = 500


def to_do(by: Person) -> Sequence[Action]:
    """One's own open actions, the earliest day first."""
    rows = Action.objects.filter(owner=by, done_at=None, dropped_at=None)
    return list(rows.order_by("due_on", "pk")[:MOST])


def events_of(by: Actor) -> tuple[Event, ...]:
    """The days one's open actions are due, as entries of a whole day. The details stay behind the sign-in."""
    return tuple(_event(row) for row in to_do(by)) if isinstance(by, Person) else ()


def _event(row: Action) -> Event:
    begins = timezone.make_aware(datetime.combine(row.due_on, time()))
    return Event(
        uid=f"lossreview-action-{row.pk}@regain",
        starts_at=begins,
        ends_at=timezone.make_aware(datetime.combine(row.due_on + timedelta(days=1), time())),
        title=_("Due: %(what)s") % {"what": row.what},
        href=absolute(reverse("lossreview:action", args=[row.pk])),
        zone=settings.COMPANY.zone,
        sequence=(row.due_on - row.first_due_on).days,
        is_all_day=True,
    )
