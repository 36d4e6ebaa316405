"""What the pages of a review's preparation are asked with."""

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.tests.story import a_review
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def seated(cast: Cast, actor: Person | None) -> Review:
    """A review whoever asks has a seat in."""
    review = a_review(cast)
    if actor is not None:
        review.seats.get_or_create(person=actor)
    return review


def a_month(cast: Cast, actor: Person | None) -> Filled:
    """The address of a review with a seat for whoever asks."""
    return Filled({"period": seated(cast, actor).period})


def arranged(**form: object) -> Sample:
    """The address of a review in the chair of whoever asks, and what a form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        review = seated(cast, actor)
        if actor is not None:
            Review.objects.filter(pk=review.pk).update(chair=actor)
        return Filled({"period": review.period}, form)

    return filled


def moved(cast: Cast, actor: Person | None) -> Filled:
    """Another day, a week from now."""
    day = clock.now().replace(year=clock.now().year + 1, month=1, day=12)
    when = arranged(meets_at=f"{day:%Y-%m-%d}T10:00", minutes=60, place="Room 2", because="")
    return when(cast, actor)


def invited(cast: Cast, actor: Person | None) -> Filled:
    """Somebody else, to be invited."""
    guest = cast.ben if actor != cast.ben else cast.tom
    return arranged(do="invite", person=guest.pk)(cast, actor)


SAMPLES: dict[str, Sample] = {
    "lossreview:review": a_month,
    "lossreview:review_file": a_month,
    "lossreview:moving": moved,
    "lossreview:reminding": arranged(),
    "lossreview:calling_off": arranged(because="Stocktaking"),
    "lossreview:seats": invited,
    "lossreview:agenda": arranged(item="", section="", title="What we owe customers", length="20"),
}
