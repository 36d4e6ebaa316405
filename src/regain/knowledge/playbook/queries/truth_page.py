"""The page of reason truth: what it says in one sentence, and who said what first and confirmed what later."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.truth import Truth, last_departure, truth

YEAR: Final = timedelta(days=365)
ROWS: Final = 8


@dataclass(frozen=True)
class MatrixRow:
    """One stated reason, and how many confirmed each reason of the columns."""

    title: str
    counts: tuple[tuple[int, bool], ...]
    """Departures, and whether both reasons are the same."""
    total: int


@dataclass(frozen=True)
class TruthPage:
    """Reason truth of a time."""

    truth: Truth
    last_on: date
    """The last day of the time."""
    sentence: str
    columns: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]


def truth_page(*, from_on: date | None, last_on: date | None, today: date) -> TruthPage:
    """Of the days from one to another, both counted; unless told, the year up to the last departure on record."""
    last = last_on or last_departure() or today
    first = from_on if from_on and from_on <= last else last - YEAR + timedelta(days=1)
    found = truth(from_on=first, until_on=last + timedelta(days=1))
    columns, matrix = _matrix(found)
    return TruthPage(
        truth=found,
        last_on=last,
        sentence=sentence(found),
        columns=columns,
        matrix=matrix,
    )


def sentence(found: Truth) -> str:
    """What it comes to, in words."""
    if found.rate is None:
        return ngettext(
            "Cannot tell yet: %(both)s departure has both a stated and a confirmed reason; it takes %(enough)s.",
            "Cannot tell yet: %(both)s departures have both a stated and a confirmed reason; it takes %(enough)s.",
            found.both,
        ) % {"both": formats.number(found.both), "enough": found.enough}
    return _("%(differs)s of %(both)s customers confirmed another main reason than the one they gave on leaving.") % {
        "differs": formats.number(found.differs),
        "both": formats.number(found.both),
    }


def _matrix(found: Truth) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """The most frequent reasons of both sides; the rest together at the end of a row."""
    confirmed: Counter[int] = Counter()
    titles: dict[int, str] = {}
    for pair in found.pairs:
        confirmed[pair.confirmed_id] += pair.departures
        titles[pair.confirmed_id] = pair.confirmed
    shown = [pk for pk, _count in confirmed.most_common(ROWS)]
    rest = len(confirmed) > len(shown)
    rows = []
    for kept in found.kept[:ROWS]:
        counts = {pair.confirmed_id: pair.departures for pair in found.pairs if pair.stated_id == kept.reason_id}
        cells = [(counts.get(pk, 0), pk == kept.reason_id) for pk in shown]
        if rest:
            cells.append((kept.stated - sum(count for count, _same in cells), False))
        rows.append(MatrixRow(kept.title, tuple(cells), kept.stated))
    return (*(titles[pk] for pk in shown), *((_("Others"),) if rest else ())), tuple(rows)
