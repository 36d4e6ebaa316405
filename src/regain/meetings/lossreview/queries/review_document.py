"""Reviews, their packs, health and looks back as documents for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.meetings.lossreview.models import Item, Pack, Review, Seat
from regain.meetings.lossreview.queries.health import health_page
from regain.meetings.lossreview.queries.look_back import LookBack
from regain.meetings.lossreview.queries.packs import encode, row_of
from regain.meetings.lossreview.queries.reviews import review_row, visible
from regain.meetings.lossreview.queries.shown.grids import Grid

Document = dict[str, Any]


@dataclass(frozen=True)
class PackDocument:
    """A pack exactly as it is kept."""

    text: str
    digest: str
    is_frozen: bool


def review_documents(*, by: Actor) -> list[Document]:
    """The reviews this actor may see, the newest first, those called off included."""
    return [_review(row) for row in _rows(by).order_by("-from_on", "-pk")]


def review_document(*, by: Actor, period: str) -> Document:
    """One review with its people and agenda. Raises NotFound."""
    row = _rows(by).get(pk=review_row(period, by).pk)
    people = row.seats.filter(left_out_at=None).select_related("person").order_by("person__name", "pk")
    return {
        **_review(row),
        "people": [_seat(each) for each in people],
        "agenda": [_item(each) for each in row.items.order_by("place")],
    }


def pack_document(*, by: Actor, period: str) -> PackDocument:
    """The pack that counts for a month. Raises NotFound."""
    row = row_of(review_row(period, by))
    if row is None:
        said = _("The pack of %(period)s is not made yet. Make it on the page of the review.")
        raise NotFound(said % {"period": period})
    return PackDocument(row.document, row.digest, row.frozen_at is not None)


def health_document(*, by: Actor, at: datetime, month: str = "") -> Document:
    """The programme's health in a month, by what it is about, and each executive's calls."""
    page = health_page(by=by, at=at, period=month)
    return {
        "month": page.period,
        "before": page.before,
        "lines": [
            {"group": group.title, **asdict(shown.line), "trend": list(shown.trend)}
            for group in page.groups
            for shown in group.lines
        ],
        "executives": [asdict(each) for each in page.executives],
    }


def look_back_document(seen: LookBack) -> Document:
    """A quarter or a year. `pack` is a pack of the whole time, null without any frozen pack."""
    return {
        "over": seen.over.text,
        "from_on": seen.over.from_on,
        "until_on": seen.over.until_on,
        "months": [asdict(each) for each in seen.sources],
        "pack": json.loads(encode(seen.pack)) if seen.pack else None,
        "decisions": _lines(seen.decisions),
        "actions": _lines(seen.actions),
        "proofs": _lines(seen.closed),
    }


def _rows(by: Actor) -> QuerySet[Review]:
    counts = Pack.objects.filter(thawed_at=None).defer("document")
    rows = visible(by).select_related("chair", "record")
    return rows.prefetch_related(Prefetch("packs", counts)).annotate(
        decisions=Count("resolutions", filter=Q(resolutions__withdrawn_at=None), distinct=True)
    )


def _review(row: Review) -> Document:
    pack = next(iter(row.packs.all()), None)
    record = getattr(row, "record", None)
    return {
        "period": row.period,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "meets_at": row.meets_at,
        "minutes": row.minutes,
        "place": row.place,
        "chair": row.chair.name if row.chair else "",
        "began_at": row.began_at,
        "adjourned_at": row.adjourned_at,
        "called_off_at": row.called_off_at,
        "called_off_because": row.called_off_because,
        "pack": {"made_at": pack.made_at, "frozen_at": pack.frozen_at, "digest": pack.digest} if pack else None,
        "decisions": row.__dict__["decisions"],
        "minutes_sent_at": record.sent_at if record else None,
    }


def _seat(seat: Seat) -> Document:
    return {
        "person": seat.person_id,
        "name": seat.person.name,
        "present_at": seat.present_at,
        "absent_at": seat.absent_at,
    }


def _item(item: Item) -> Document:
    return {"section": item.section, "title": item.title, "minutes": item.minutes, "done_at": item.done_at}


def _lines(grid: Grid) -> Sequence[Document]:
    return [{head.title: cell.text for head, cell in cells} for _row, cells in grid.lines]
