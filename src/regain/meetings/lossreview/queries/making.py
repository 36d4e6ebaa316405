"""Making: whether the numbers of a review are on their way."""

from dataclasses import dataclass
from typing import Final

from regain.foundation.jobs.models import Job, State
from regain.meetings.lossreview.models import Review

TASK: Final = "regain.meetings.lossreview.jobs.packing.make_pack"


@dataclass(frozen=True)
class Making:
    """The newest try."""

    is_open: bool
    percent: int | None
    words: str
    sentence: str
    """Why it failed; empty otherwise."""


def making(review: Review) -> Making | None:
    """How far the newest try is, or why it failed; none where there was none or it went well."""
    row = Job.objects.filter(name=TASK, arguments__review=review.pk).order_by("-asked_at", "-pk").first()
    if row is None or row.state in (State.DONE, State.CANCELLED):
        return None
    is_open = row.state in (State.WAITING, State.RUNNING)
    return Making(is_open, row.percent, row.progress_words, "" if is_open else row.sentence)
