"""How far the executives' calls of a time are: by whoever has them, and in which cycles they were drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from regain.desks.recovery.models import Call, Case, Cycle
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.executives import given
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.reminding import Stage, stage
from regain.desks.recovery.rules.terms import Kind


@dataclass(frozen=True)
class Looked:
    """A cycle that looks at some of these days."""

    period: str
    title: str
    href: str
    is_approved: bool


@dataclass(frozen=True)
class Caller:
    """One executive's calls. `person` is none for calls nobody has yet."""

    person: int | None
    name: str
    of: int
    made: int
    """Spoken with, or over without a conversation."""
    reached: int
    late: int

    @property
    def to_make(self) -> int:
        """How many are left."""
        return self.of - self.made


@dataclass(frozen=True)
class Followed:
    """The cycles that share days with a time, and everybody's calls in them."""

    cycles: tuple[Looked, ...]
    callers: tuple[Caller, ...]

    @property
    def of(self) -> int:
        """All calls."""
        return sum(each.of for each in self.callers)

    @property
    def made(self) -> int:
        """Those that were made."""
        return sum(each.made for each in self.callers)

    @property
    def reached(self) -> int:
        """Those in which somebody spoke with the customer."""
        return sum(each.reached for each in self.callers)

    @property
    def to_make(self) -> int:
        """Those that are left."""
        return self.of - self.made


def followed(*, from_on: date, until_on: date, at: datetime) -> Followed:
    """The executives' calls of every cycle that shares days with a time, by name; those nobody has come last."""
    cycles = Cycle.objects.filter(from_on__lt=until_on, until_on__gt=from_on).order_by("from_on", "until_on")
    spoken = Exists(Call.objects.filter(case=OuterRef("pk"), outcome=Outcome.SPOKE))
    rows = Case.objects.filter(kind=Kind.EXECUTIVE, decision__cycle__in=cycles)
    found: dict[int | None, list[Case]] = {}
    for row in rows.annotate(has_spoken=spoken).select_related("owner").order_by("owner__name", "pk"):
        found.setdefault(row.owner_id, []).append(row)
    today = timezone.localtime(at).date()
    callers = sorted((_caller(owned, today=today) for owned in found.values()), key=lambda each: each.person is None)
    return Followed(tuple(_looked(cycle) for cycle in cycles), tuple(callers))


def _looked(cycle: Cycle) -> Looked:
    return Looked(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        href=reverse("recovery:cycle", args=[cycle.period]),
        is_approved=cycle.is_approved,
    )


def _caller(owned: Sequence[Case], *, today: date) -> Caller:
    owner = owned[0].owner
    stages = [stage(given(row), today=today) for row in owned]
    return Caller(
        person=owner.pk if owner else None,
        name=owner.name if owner else "",
        of=len(owned),
        made=stages.count(Stage.DONE),
        reached=sum(bool(getattr(row, "has_spoken", False)) for row in owned),
        late=stages.count(Stage.OVERDUE),
    )
