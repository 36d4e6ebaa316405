"""What the routes of fixes and their proof are asked with."""

from typing import Any

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions import proving
from regain.meetings.lossreview.tests.fix_story import FIXED_ON
from regain.meetings.lossreview.tests.story import an_issue
from tests.access_samples import Filled, Sample
from tests.cast import Cast

FIX = {"fixed_on": str(FIXED_ON), "change": "Parcels arrive the next day."}
WHY = {"because": "It does not hold."}


def of_fix(form: dict[str, Any] | None = None, *, is_fixed: bool = True, as_json: bool = False) -> Sample:
    """An issue whoever asks answers for, fixed or not yet."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        row = an_issue(cast, owner=actor if actor and actor != cast.eve else cast.dev)
        if is_fixed:
            proving.fix_issue(by=cast.dev, at=clock.now(), issue=row, fixed_on=FIXED_ON, change=FIX["change"])
        return Filled({"issue_id": row.pk}, form or {}, as_json=as_json)

    return filled


SAMPLES: dict[str, Sample] = {
    "lossreview:fix": of_fix(FIX, is_fixed=False),
    "lossreview:fix_back": of_fix(WHY),
    "lossreview:closing": of_fix(),
    "lossreview:reopening": of_fix(WHY),
    "api-1:lossreview_proof": of_fix(),
    "api-1:lossreview_fix": of_fix(FIX, is_fixed=False, as_json=True),
    "api-1:lossreview_fix_back": of_fix(WHY, as_json=True),
    "api-1:lossreview_closing": of_fix(as_json=True),
    "api-1:lossreview_reopening": of_fix(WHY, as_json=True),
}
