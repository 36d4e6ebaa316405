"""One letter as it is printed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from regain.desks.recovery.models import Letter
from regain.desks.recovery.queries.letters import STANDINGS, TONES, standing_of
from regain.desks.recovery.rules.letters import Standing, leaving


@dataclass(frozen=True)
class Sheet:
    """A letter with its standing."""

    id: int
    case: int
    case_title: str
    company: str
    about: str
    how: str
    how_title: str
    state: str
    state_title: str
    tone: str
    sentence: str
    held_until: datetime | None
    address: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    day: datetime
    by: str
    sent_at: datetime | None
    is_printed: bool
    """Whether the personal address stands in it, this once."""

    @property
    def may_try(self) -> bool:
        """Whether it waits for the guard."""
        return self.state in {Standing.HELD, Standing.BLOCKED, Standing.ALLOWED}

    @property
    def may_print(self) -> bool:
        """Whether it may be printed and posted."""
        return self.state == Standing.MADE and self.how == "letter"

    @property
    def may_drop(self) -> bool:
        """Whether it is still here."""
        return self.sent_at is None and self.state != Standing.DROPPED


def sheet(row: Letter, *, at: datetime, way_back: str = "") -> Sheet:
    """The letter; the personal address stands in it only on the sheet that is printed."""
    standing = standing_of(row)
    assert row.case is not None
    text = leaving(row.text, way_back=way_back or "…/")
    lines = [row.name, *(line.strip() for line in row.address.splitlines())]
    return Sheet(
        id=row.pk,
        case=row.case.pk,
        case_title=row.case.title,
        company=settings.COMPANY.name,
        about=row.get_about_display(),
        how=row.how,
        how_title=row.get_how_display(),
        state=standing.value,
        state_title=str(STANDINGS[standing]),
        tone=TONES[standing],
        sentence=row.dropped_because or row.sentence,
        held_until=row.held_until,
        address=tuple(line for line in dict.fromkeys(lines) if line),
        subject=row.subject,
        paragraphs=tuple(part for part in text.split("\n\n") if part.strip()),
        day=row.made_at or at,
        by=row.prepared_by,
        sent_at=row.sent_at,
        is_printed=bool(way_back),
    )
