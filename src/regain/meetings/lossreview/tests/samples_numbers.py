"""What the routes of the numbers are asked with."""

from datetime import UTC, datetime

from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.samples_convene import a_month
from regain.meetings.lossreview.tests.story import a_review
from tests.access_samples import Filled, Sample
from tests.cast import Cast

AT = datetime(2011, 10, 11, 9, 0, tzinfo=UTC)


def made(cast: Cast, actor: Person | None) -> Filled:
    """A review whose pack can be frozen."""
    keep_pack(by=cast.dev, at=AT, review=a_review(cast), made=a_pack())
    return Filled({"period": "2011-09"})


def frozen(cast: Cast, actor: Person | None) -> Filled:
    """One whose pack was frozen too early."""
    keep_pack(by=cast.dev, at=AT, review=a_review(cast), made=a_pack(), freezes=True)
    return Filled({"period": "2011-09"}, {"because": "A late file of sales came in"})


def listed(cast: Cast, actor: Person | None) -> Filled:
    """One whose list was not kept; it is said in a sentence."""
    filled = a_month(cast, actor)
    return Filled(filled.parameters, answers=404)


SAMPLES: dict[str, Sample] = {
    "lossreview:making": a_month,
    "lossreview:freezing": made,
    "lossreview:thawing": frozen,
    "lossreview:behind": listed,
    "lossreview:behind_export": listed,
}
