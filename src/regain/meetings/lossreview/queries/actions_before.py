"""What the next review opens with: the actions of earlier ones, and what became of them."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from regain.meetings.lossreview.models import Action, Review
from regain.meetings.lossreview.queries.actions import with_words
from regain.meetings.lossreview.rules.keeping import State, state
from regain.meetings.lossreview.rules.pack import ActionLine


def lines_before(*, review_from_on: date, at: datetime) -> tuple[ActionLine, ...]:
    """As at a moment: all still open, and those settled since the pack before was frozen; late first, dropped last.

    Of reviews of months before this day, and of those agreed on between reviews.
    """
    today, order = timezone.localdate(at), list(State)
    rows = with_words(actions_before(review_from_on=review_from_on, at=at), until=at)
    found = [_line(row, at=at, today=today) for row in rows.select_related("owner", "issue", "review")]
    return tuple(sorted(found, key=lambda line: (order.index(State(line.state)), line.due_on, line.id)))


def actions_before(*, review_from_on: date, at: datetime) -> QuerySet[Action]:
    """The same as rows."""
    since = _since(review_from_on)
    still_open = (Q(done_at=None) | Q(done_at__gt=at)) & (Q(dropped_at=None) | Q(dropped_at__gt=at))
    settled = Q(done_at__gte=since, done_at__lte=at) | Q(dropped_at__gte=since, dropped_at__lte=at)
    earlier = Q(review=None) | Q(review__from_on__lt=review_from_on)
    return Action.objects.filter(earlier, still_open | settled, made_at__lte=at)


def _since(review_from_on: date) -> datetime:
    """When the pack of the review before was frozen; without one, the beginning of the month."""
    earlier = Review.objects.filter(from_on__lt=review_from_on, called_off_at=None).order_by("-from_on")
    frozen = earlier.values_list("freeze_at", flat=True).first()
    return frozen or timezone.make_aware(datetime.combine(review_from_on, datetime.min.time()))


def _line(row: Action, *, at: datetime, today: date) -> ActionLine:
    is_done = row.done_at is not None and row.done_at <= at
    is_dropped = row.dropped_at is not None and row.dropped_at <= at
    return ActionLine(
        id=row.pk,
        what=row.what,
        issue=row.issue.title if row.issue else "",
        owner=row.owner.name,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        progress=100 if is_done else row.progress,
        state=state(due_on=row.due_on, today=today, is_done=is_done, is_dropped=is_dropped),
        words=row.__dict__["said"],
        review=row.review.period if row.review else "",
        href=reverse("lossreview:action", args=[row.pk]),
    )
