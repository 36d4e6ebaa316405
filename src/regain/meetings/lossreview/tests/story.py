"""What the tests of this room begin with: a review and an issue as their verbs leave them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from regain.foundation.kit.period import period as read_period
from regain.meetings.lossreview.models import Issue, Item, Review, Seat
from regain.meetings.lossreview.rules.agenda import USUAL
from tests.cast import Cast

AT = datetime(2011, 10, 3, 9, 30, tzinfo=UTC)


def a_review(cast: Cast, period: str = "2011-09", **fields: Any) -> Review:
    """The review of a month, chaired by Dev, with Ada and Olive invited and the usual agenda."""
    month = read_period(period)
    meets_at = datetime.combine(month.until_on, datetime.min.time(), UTC) + timedelta(days=12, hours=10)
    given = {
        "period": month.text,
        "from_on": month.from_on,
        "until_on": month.until_on,
        "meets_at": meets_at,
        "minutes": 75,
        "chair": cast.dev,
        "freeze_at": meets_at - timedelta(days=2),
        "convened_at": AT,
        "convened_by": cast.dev.name,
    }
    review = Review.objects.create(**given | fields)
    Seat.objects.bulk_create(
        Seat(review=review, person=person, invited_at=AT) for person in (cast.dev, cast.ada, cast.olive)
    )
    Item.objects.bulk_create(
        Item(review=review, place=place, section=section, title=section.capitalize(), minutes=minutes)
        for place, (section, minutes) in enumerate(USUAL.items(), start=1)
    )
    return review


def an_issue(cast: Cast, title: str = "Parcels arrive late", **fields: Any) -> Issue:
    """An issue nobody answers for yet, unless the fields say otherwise."""
    given = {"title": title, "raised_at": AT, "raised_by": cast.dev.name}
    if "owner" in fields:
        given["due_on"] = date(2011, 12, 1)
    return Issue.objects.create(**given | fields)
