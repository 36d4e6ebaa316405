"""What the pages of a review's preparation are asked with."""

from regain.foundation.people.models import Person
from regain.meetings.lossreview.tests.story import a_review
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def a_month(cast: Cast, actor: Person | None) -> Filled:
    """The address of a review with a seat for whoever asks."""
    review = a_review(cast)
    if actor is not None:
        review.seats.get_or_create(person=actor)
    return Filled({"period": review.period})


SAMPLES: dict[str, Sample] = {"lossreview:review": a_month}
