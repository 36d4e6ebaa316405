"""How many actions were kept: done by the day first agreed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils import timezone

from regain.meetings.lossreview.models import Action


@dataclass(frozen=True)
class Kept:
    """Of the actions first agreed for a day of some time: how many there were, and how many were done by then."""

    due: int
    kept: int

    @property
    def share(self) -> float | None:
        """Of those due; none where none was."""
        return self.kept / self.due if self.due else None


def kept_between(*, from_on: date, until_on: date, at: datetime) -> Kept:
    """First agreed for a day from `from_on` to before `until_on` and over by now; what was dropped does not count."""
    over = min(until_on, timezone.localdate(at))
    rows = Action.objects.filter(first_due_on__gte=from_on, first_due_on__lt=over, dropped_at=None)
    in_time = Q(done_at__date__lte=F("first_due_on"), done_at__lte=at)
    counted = rows.aggregate(due=Count("pk"), kept=Count("pk", filter=in_time))
    return Kept(counted["due"], counted["kept"])
