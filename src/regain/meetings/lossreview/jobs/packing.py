"""Making a pack takes a pass over everybody's purchases, so it happens in the background."""

from django.utils.translation import gettext as _
from django_tasks import task

from regain.desks.recovery.queries.finding import actor_of
from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.events import PackRequested
from regain.meetings.lossreview.jobs.drawing import draw_pack
from regain.meetings.lossreview.queries.pack import book, build
from regain.meetings.lossreview.queries.packs import review_of


def queue_pack(event: PackRequested) -> None:
    """Make it as soon as a worker is free."""
    make_pack.enqueue(review=event.review, asked_by=event.asked_by, freezes=event.freezes)


@task()
def make_pack(*, review: int, asked_by: str, freezes: bool = False) -> dict[str, object]:
    """Make the numbers on behalf of who asked, and freeze them where they said so; again, they replace their own."""
    report = reporter()
    by = actor_of(asked_by) if asked_by.startswith("person:") else System("worker")
    row, at = review_of(review), clock.now()
    pack = build(by=by, at=at, review=row, progress=report)
    report(_("Keeping the pack"), 1, 1)
    kept = keep_pack(by=by, at=clock.now(), review=row, made=pack, freezes=freezes)
    draw_pack.enqueue(review=row.pk)
    book.tidy(at=clock.now())
    return {"period": row.period, "departures": pack.losses.departures, "digest": kept.digest}
