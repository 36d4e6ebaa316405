"""What there is to learn from: the catalogue as it is written, and notes whose causes customers confirmed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import Count, Max

from regain.knowledge.playbook.models import Lesson, Reason
from regain.knowledge.playbook.queries.model import About
from regain.knowledge.playbook.rules.suggesting import CUES

MOST: Final = 20_000
"""Of more lessons than this the newest are learnt from."""
ENOUGH_NEW: Final = 25
"""New lessons after which it does not wait for the night."""
NIGHTLY: Final = timedelta(hours=20)


@dataclass(frozen=True)
class Note:
    """One text to learn from, and the reasons it speaks for; the shares sum to one."""

    text: str
    shares: Mapping[int, float]
    source: str = ""

    @property
    def main(self) -> int:
        """The reason with the greatest share."""
        return max(self.shares, key=lambda reason: (self.shares[reason], -reason))


@dataclass(frozen=True)
class Material:
    """Everything to learn from."""

    catalogue: tuple[Note, ...]
    notes: tuple[Note, ...]
    """The newest first."""
    newest: datetime | None
    lessons: int
    """How many lessons there are in all, the old ones and those of retired reasons counted too."""
    digest: str

    @property
    def reasons(self) -> frozenset[int]:
        """Every reason there is something to learn about."""
        return frozenset(reason for note in (*self.catalogue, *self.notes) for reason in note.shares)


def material() -> Material:
    """What there is to learn from now. Merged reasons count as the one they went into; retired ones are left out."""
    told = Lesson.objects.aggregate(newest=Max("taught_at"), count=Count("pk"))
    rows = list(Reason.objects.order_by("pk"))
    goes_to = _targets(rows)
    catalogue = tuple(Note(text, {row.pk: 1.0}) for row in rows if row.is_in_use for text in _texts(row))
    lessons = Lesson.objects.order_by("-taught_at", "-pk")[:MOST]
    notes = tuple(
        Note(lesson.text, shares, lesson.source) for lesson in lessons if (shares := _shares(lesson.weights, goes_to))
    )
    return Material(catalogue, notes, told["newest"], told["count"], catalogue_digest())


def catalogue_digest() -> str:
    """A short name of the catalogue as it is written; another one when a word, a merger or a retirement changed."""
    rows = Reason.objects.order_by("pk").values_list("pk", "title", "words", "merged_into_id", "retired_at")
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]


def is_due(about: About | None, *, at: datetime) -> bool:
    """Whether it is time to learn anew: at once when lessons were forgotten or many are new, else by night."""
    if about is None:
        return Reason.objects.exists()
    count = Lesson.objects.count()
    kept = Lesson.objects.filter(taught_at__lte=about.newest).count() if about.newest else 0
    if kept < about.lessons or count - kept >= ENOUGH_NEW or catalogue_digest() != about.catalogue:
        return True
    return count > kept and at - about.trained_at >= NIGHTLY


def _texts(row: Reason) -> list[str]:
    return [f"{row.title}. {row.words}", *CUES.get(row.key, ())]


def _targets(rows: list[Reason]) -> dict[int, int]:
    """Where each reason's lessons go: itself, what it was merged into, or nowhere."""
    by_id = {row.pk: row for row in rows}
    found = {}
    for row in rows:
        last, steps = row, 0
        while last.merged_into_id is not None and steps < len(rows):
            last, steps = by_id[last.merged_into_id], steps + 1
        if last.is_in_use:
            found[row.pk] = last.pk
    return found


def _shares(weights: Mapping[str, str], goes_to: Mapping[int, int]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for reason, weight in weights.items():
        if int(reason) in goes_to:
            found[goes_to[int(reason)]] += float(weight)
    whole = sum(found.values())
    return {reason: share / whole for reason, share in found.items()} if whole else {}
