"""The agenda as it goes: which point is on, how long each took, what was noted."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.meetings.lossreview.models import Item, Review
from regain.meetings.lossreview.rules.clocks import in_minutes, spent


@dataclass(frozen=True)
class Point:
    """One point of the agenda."""

    id: int
    place: int
    section: str
    title: str
    planned: int
    """Minutes."""
    seconds: int
    """Spent on it so far."""
    earlier: int
    """Of these, before it last came on the screen."""
    since: datetime | None
    """Since when it is on the screen."""
    is_done: bool
    notes: str
    version: int

    @property
    def spent(self) -> int:
        """Whole minutes."""
        return in_minutes(self.seconds)

    @property
    def over(self) -> int:
        """Whole minutes longer than planned."""
        return max(0, self.seconds // 60 - self.planned)

    @property
    def state(self) -> str:
        """on, done or ahead."""
        return "on" if self.since else "done" if self.is_done else "ahead"


def points(review: Review, *, at: datetime) -> tuple[Point, ...]:
    """All of them, in order."""
    return tuple(
        Point(
            id=item.pk,
            place=item.place,
            section=item.section,
            title=item.title,
            planned=item.minutes,
            seconds=spent(seconds=item.seconds, since=item.since, at=at),
            earlier=item.seconds,
            since=item.since,
            is_done=item.done_at is not None,
            notes=item.notes,
            version=item.version,
        )
        for item in review.items.all()
    )


def item_row(review: Review, pk: int | None) -> Item:
    """One point of this review's agenda. Raises NotFound."""
    found = review.items.select_related("review").filter(pk=pk).first() if pk is not None else None
    if found is None:
        raise NotFound(_("This point is not on the agenda any more. Load the page again."))
    return found
