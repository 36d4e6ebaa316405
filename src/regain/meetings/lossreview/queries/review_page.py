"""One review as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from regain.foundation.kit.actor import Actor
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.reviews import title_of


@dataclass(frozen=True)
class ReviewPage:
    """One review."""

    period: str
    title: str
    meets_at: datetime


def review_page(*, by: Actor, at: datetime, review: Review) -> ReviewPage:
    """One review."""
    return ReviewPage(review.period, title_of(review.period), review.meets_at)
