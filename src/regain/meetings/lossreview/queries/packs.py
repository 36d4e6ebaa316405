"""Packs as they are kept: the document, its bytes, and whether it is frozen."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from regain.foundation.kit.errors import NotFound, Unavailable
from regain.meetings.lossreview.models import Pack as Row
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.rules.pack import Pack


class PackChanged(Unavailable):
    """The bytes are not those whose digest was kept."""


@dataclass(frozen=True)
class StoredPack:
    """The pack that counts for a review now."""

    pack: Pack
    digest: str
    made_at: datetime
    made_by: str
    frozen_at: datetime | None
    frozen_by: str

    @property
    def is_frozen(self) -> bool:
        """Whether it stands."""
        return self.frozen_at is not None


@dataclass(frozen=True)
class Thawed:
    """A pack that was frozen too early."""

    made_at: datetime
    frozen_at: datetime | None
    frozen_by: str
    thawed_at: datetime | None
    because: str
    digest: str


def encode(pack: Pack) -> str:
    """The document: the same text for the same numbers."""
    return _adapter().dump_json(pack).decode("utf-8")


def decode(text: str) -> Pack:
    """The pack of a document. Raises Unavailable for one this version cannot read."""
    try:
        return _adapter().validate_json(text, strict=False)
    except ValidationError as unreadable:
        raise Unavailable(
            _("This pack was written by another version of Regain. Install the newer one to read it.")
        ) from unreadable


def digest(document: str) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(document.encode()).hexdigest()


def review_of(pk: int) -> Review:
    """The review of that number, for the job that makes its pack. Raises NotFound."""
    found = Review.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such review any more."))
    return found


def row_of(review: Review) -> Row | None:
    """The pack that counts, as a row."""
    return Row.objects.filter(review=review, thawed_at=None).first()


def stored(review: Review) -> StoredPack | None:
    """The pack that counts for a review; none while nobody made one. Raises PackChanged."""
    row = row_of(review)
    if row is None:
        return None
    return StoredPack(
        pack=_read(row.digest, row.document),
        digest=row.digest,
        made_at=row.made_at,
        made_by=row.made_by,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
    )


def frozen_before(period: str, *, since: str) -> tuple[Pack, ...]:
    """The frozen packs of the months from one to before another, newest first."""
    rows = Row.objects.filter(
        frozen_at__isnull=False,
        thawed_at=None,
        review__called_off_at=None,
        review__period__gte=since,
        review__period__lt=period,
    )
    return tuple(decode(text) for text in rows.order_by("-review__period").values_list("document", flat=True))


def thawed(review: Review) -> tuple[Thawed, ...]:
    """The packs that once were frozen for this review and no longer count, newest first."""
    rows = Row.objects.filter(review=review, thawed_at__isnull=False).order_by("-thawed_at").defer("document")
    return tuple(
        Thawed(row.made_at, row.frozen_at, row.frozen_by, row.thawed_at, row.thawed_because, row.digest) for row in rows
    )


@cache
def _adapter() -> TypeAdapter[Pack]:
    return TypeAdapter(Pack)


@lru_cache(maxsize=8)
def _read(digest: str, document: str) -> Pack:
    """Read once in each process. Raises PackChanged where the document is not the one that was kept."""
    if hashlib.sha256(document.encode()).hexdigest() != digest:
        raise PackChanged(_("This pack was changed outside of Regain and is not shown. Restore it from a backup."))
    return decode(document)
