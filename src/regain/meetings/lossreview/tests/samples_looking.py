"""What looks back, workbooks and documents are asked with."""

from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.tests.a_pack import AS_AT, a_pack
from regain.meetings.lossreview.tests.samples_convene import a_month
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def a_frozen_month(cast: Cast, actor: Person | None) -> Filled:
    """A review with a frozen pack, and a seat for whoever asks."""
    filled = a_month(cast, actor)
    review = cast.dev.review_seats.get().review
    keep_pack(by=cast.dev, at=AS_AT, review=review, made=a_pack(), freezes=True)
    return filled


def a_table(cast: Cast, actor: Person | None) -> Filled:
    """One of its tables."""
    return Filled({**a_frozen_month(cast, actor).parameters, "table_name": "segments"})


def a_time(cast: Cast, actor: Person | None) -> Filled:
    """Something to look back on."""
    a_frozen_month(cast, actor)
    return Filled()


SAMPLES: dict[str, Sample] = {
    "lossreview:pack_sheet": a_frozen_month,
    "lossreview:pack_csv": a_table,
    "lossreview:look_back_pdf": a_time,
    "lossreview:look_back_sheet": a_time,
    "api-1:lossreview_review": a_month,
    "api-1:lossreview_pack": a_frozen_month,
}
