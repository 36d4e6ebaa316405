"""A frozen pack is printed and mailed in the background."""

import logging
from typing import Final

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.ui.paper import pdf
from regain.meetings.lossreview.actions.sending import send_pack
from regain.meetings.lossreview.events import PackFrozen
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries import packs
from regain.meetings.lossreview.queries.preparing import is_to_send
from regain.meetings.lossreview.queries.reviews import review_of
from regain.meetings.lossreview.queries.shown import shown
from regain.meetings.lossreview.queries.shown.sheet import SHEET, in_its_language, sheet

log = logging.getLogger("regain.lossreview")

BY: Final = System("reviews")


def queue_sending(event: PackFrozen) -> None:
    """Send it as soon as a worker is free."""
    send_frozen.enqueue(review=event.review)


@task()
def send_frozen(*, review: int) -> dict[str, int]:
    """Send the frozen pack of a review to its people; again, it sends nothing."""
    row = review_of(review)
    if row.called_off_at is not None or row.began_at is not None or not is_to_send(row):
        return {"sent": 0}
    send_pack(by=BY, at=clock.now(), review=row, paper=_paper(row))
    return {"sent": 1}


def _paper(row: Review) -> bytes:
    """The pack as a PDF; nothing where it cannot be printed, because a link is better than no mail."""
    stored = packs.stored(row)
    if stored is None:
        return b""
    try:
        with in_its_language(stored.pack):
            return pdf(SHEET, sheet(shown(by=BY, stored=stored)))
    except Exception:
        log.exception("The pack of %s could not be printed", row.period)
        return b""
