"""What the pack's page, document and slides are asked with."""

from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.rules.pack import Pack
from regain.meetings.lossreview.tests.a_pack import AS_AT, a_pack, an_empty_pack
from regain.meetings.lossreview.tests.story import a_review
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def packed(cast: Cast, made: Pack | None = None, *, freezes: bool = False) -> Review:
    """A review with its numbers."""
    review = a_review(cast)
    keep_pack(by=cast.dev, at=AS_AT, review=review, made=made or a_pack(), freezes=freezes)
    return review


def of_a_pack(cast: Cast, actor: Person | None) -> Filled:
    """The address of a small pack, with a seat for whoever asks."""
    review = packed(cast, an_empty_pack())
    if actor is not None:
        review.seats.get_or_create(person=actor)
    return Filled({"period": review.period})


SAMPLES: dict[str, Sample] = {f"lossreview:{name}": of_a_pack for name in ("pack", "pack_pdf", "pack_slides")}
