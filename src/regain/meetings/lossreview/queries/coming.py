"""The review that comes next, for the first page of whoever has a seat or prepares it; and all of them, to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.foundation.ui.frame import Hit
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.calls import calls_of
from regain.meetings.lossreview.queries.planned import is_frozen, path_of
from regain.meetings.lossreview.queries.preparing import freezes_from
from regain.meetings.lossreview.queries.reviews import title_of, visible

AHEAD: Final = timedelta(days=45)
HITS, MOST = 6, 240


@dataclass(frozen=True)
class ReviewCard:
    """One review to come, or going on."""

    title: str
    href: str
    pack_href: str
    meeting_href: str
    meets_at: datetime
    place: str
    is_going_on: bool
    is_frozen: bool
    freezes_at: datetime
    calls_left: int
    calls_of: int
    chairs: bool


def review_card(*, by: Actor) -> ReviewCard | None:
    """The next review this person has a seat in or prepares; no card while none is near."""
    at = clock.now()
    seated = Q(seats__person=by.pk, seats__left_out_at=None) if isinstance(by, Person) else Q(pk__in=())
    rows = Review.objects.filter(called_off_at=None, adjourned_at=None, meets_at__lte=at + AHEAD)
    mine = rows if by.may(policy.PREPARE) else rows.filter(seated)
    near = mine.filter(Q(began_at__isnull=False) | Q(meets_at__gte=at - timedelta(hours=12)))
    row = near.select_related("chair").order_by("meets_at", "pk").first()
    if row is None:
        return None
    calls = calls_of(row, at=at)
    return ReviewCard(
        title=title_of(row.period),
        href=path_of(row),
        pack_href=reverse("lossreview:pack", args=[row.period]),
        meeting_href=reverse("lossreview:meeting", args=[row.period]),
        meets_at=row.meets_at,
        place=row.place,
        is_going_on=row.is_going_on,
        is_frozen=is_frozen(row),
        freezes_at=freezes_from(row),
        calls_left=calls.to_make,
        calls_of=calls.of,
        chairs=isinstance(by, Person) and row.chair_id == by.pk,
    )


def found_reviews(*, by: Actor, words: str) -> Sequence[Hit]:
    """The reviews of months these words name, such as “september” or “2011-09”."""
    wanted = words.casefold().split()
    rows = visible(by).filter(called_off_at=None).order_by("-from_on")[:MOST]
    found = []
    for row in rows:
        title = _("Loss Review of %(month)s") % {"month": title_of(row.period)}
        if wanted and all(word in f"{title} {row.period}".casefold() for word in wanted):
            local = row.meets_at.astimezone(settings.COMPANY.tz)
            found.append(Hit(title, path_of(row), formats.day(local), "calendar-event"))
    return found[:HITS]
