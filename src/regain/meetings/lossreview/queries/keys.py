"""The keys of this room's reminders of a review: what each is about, so that nobody is told twice."""

from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Review


def calls(review: Review, person: int | None = None) -> str:
    """Of calls somebody still has to make."""
    return _key("lossreview.calls", review, person)


def behind(review: Review, chair: int | None = None) -> str:
    """Of what the chair hears about them."""
    return _key("lossreview.behind", review, chair)


def tomorrow(review: Review, person: Person | None = None) -> str:
    """Of the meeting, the working day before."""
    return _key("lossreview.tomorrow", review, person.pk if person else None)


def stuck(review: Review) -> str:
    """Of a pack that could not be made."""
    return _key("lossreview.stuck", review)


def all_of(review: Review) -> tuple[str, ...]:
    """What there is to be reminded of before a review."""
    return (calls(review), behind(review), tomorrow(review), stuck(review))


def _key(root: str, review: Review, person: int | None = None) -> str:
    return f"{root}:{review.pk}" if person is None else f"{root}:{review.pk}:{person}"
