"""The minutes of a review: as they stand, as they stood, on paper."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Crumb
from regain.knowledge.playbook.rules.comparing import Mark, Piece, compare
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Edition, Minutes, Review
from regain.meetings.lossreview.queries.letters import to_be_told
from regain.meetings.lossreview.queries.meeting import previous_minutes
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.record import Block, Form, blocks

AROUND: Final = 3
"""Lines shown before and after a change."""
SHEET: Final = Path(__file__).parents[1] / "templates/lossreview/paper/minutes.typ"


@dataclass(frozen=True)
class EditionLine:
    """The minutes as they once stood."""

    version: int
    until_at: datetime
    changed_by: str
    """Who changed them then."""


@dataclass(frozen=True)
class MinutesPage:
    """The minutes, and what may be done with them."""

    period: str
    title: str
    is_written: bool
    goes_on: bool
    text: str
    blocks: tuple[Block, ...]
    version: int
    written_at: datetime | None
    edited_at: datetime | None
    edited_by: str
    approved_at: datetime | None
    approved_by: str
    sent_at: datetime | None
    sent_by: str
    sent_to: int
    waiting: tuple[str, ...]
    """Who has not got them."""
    editions: tuple[EditionLine, ...]
    may_edit: bool
    may_run: bool
    previous: str

    @property
    def state(self) -> str:
        """none, draft, approved or sent."""
        if not self.is_written:
            return "none"
        return "sent" if self.sent_at else "approved" if self.approved_at else "draft"


@dataclass(frozen=True)
class EditionPage:
    """What somebody changed: an edition beside what followed it."""

    period: str
    title: str
    version: int
    next_version: int
    until_at: datetime
    changed_by: str
    pieces: tuple[Piece, ...]
    may_restore: bool


def minutes_row(review: Review) -> Minutes:
    """The minutes. Raises NotFound while none are written."""
    found = Minutes.objects.select_related("review").filter(review=review).first()
    if found is None:
        raise NotFound(_("There are no minutes of this review yet. They are written when the meeting is over."))
    return found


def edition_row(review: Review, version: int) -> Edition:
    """The minutes as they once stood. Raises NotFound."""
    found = Edition.objects.select_related("minutes__review").filter(minutes__review=review, version=version).first()
    if found is None:
        raise NotFound(_("There is no such edition of these minutes."))
    return found


def minutes_page(*, by: Actor, review: Review) -> MinutesPage:
    """The minutes, or that there are none yet."""
    row = Minutes.objects.select_related("review").filter(review=review).first()
    text = row.text if row else ""
    is_open = row is not None and row.approved_at is None
    return MinutesPage(
        period=review.period,
        title=title_of(review.period),
        is_written=row is not None,
        goes_on=review.is_going_on,
        text=text,
        blocks=blocks(text),
        version=row.version if row else 0,
        written_at=row.written_at if row else None,
        edited_at=row.edited_at if row else None,
        edited_by=row.edited_by if row else "",
        approved_at=row.approved_at if row else None,
        approved_by=row.approved_by if row else "",
        sent_at=row.sent_at if row else None,
        sent_by=row.sent_by if row else "",
        sent_to=row.sent_to if row else 0,
        waiting=tuple(seat.person.name for seat in to_be_told(row)) if row else (),
        editions=tuple(
            EditionLine(each.version, each.until_at, each.changed_by)
            for each in (row.editions.defer("text") if row else ())
        ),
        may_edit=is_open and policy.may_attend(by=by, review=review),
        may_run=policy.may_run(by=by, review=review),
        previous=previous_minutes(review),
    )


def edition_page(*, by: Actor, edition: Edition) -> EditionPage:
    """What became of an edition."""
    minutes = edition.minutes
    following = minutes.editions.filter(version=edition.version + 1).first()
    return EditionPage(
        period=minutes.review.period,
        title=title_of(minutes.review.period),
        version=edition.version,
        next_version=edition.version + 1,
        until_at=edition.until_at,
        changed_by=edition.changed_by,
        pieces=_around(compare(edition.text, following.text if following else minutes.text)),
        may_restore=minutes.approved_at is None and policy.may_attend(by=by, review=minutes.review),
    )


def _around(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What changed with the lines next to it; long stretches between are left out."""
    last = len(pieces) - 1
    return tuple(
        Piece(Mark.SAME, _shortened(piece.text, is_first=place == 0, is_last=place == last))
        if piece.mark is Mark.SAME
        else piece
        for place, piece in enumerate(pieces)
    )


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    lines = text.split("\n")
    if len(lines) <= 2 * AROUND + 1:
        return text
    before = [] if is_first else lines[:AROUND]
    after = [] if is_last else lines[-AROUND:]
    return "\n".join([*before, "…", *after])


def paper_of(minutes: Minutes) -> dict[str, Any]:
    """What the sheet of the minutes is set from; the first heading is its title."""
    parts = blocks(minutes.text)
    head = parts[0].lines[0] if parts and parts[0].form is Form.HEADING else _("Minutes")
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.COMPANY.tz):
        standing = (
            _("Approved by %(name)s on %(day)s.")
            % {"name": minutes.approved_by, "day": formats.day(minutes.approved_at)}
            if minutes.approved_at
            else _("A draft: not approved yet.")
        )
    return {
        "title": head,
        "company": settings.COMPANY.name,
        "language": settings.LANGUAGE_CODE.split("-")[0],
        "standing": standing,
        "parts": [{"form": part.form.value, "lines": list(part.lines)} for part in parts[1:]],
    }


def up(page: MinutesPage | EditionPage, href: str) -> tuple[Crumb, ...]:
    """The review above."""
    return (Crumb(_("Loss Review of %(month)s") % {"month": page.title}, href),)
