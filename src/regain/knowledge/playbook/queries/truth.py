"""Reason truth: how often what customers say on leaving is not what they confirm later."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Coalesce

from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.rules.causes import Answer, Standing
from regain.knowledge.playbook.rules.truth import ENOUGH, Rate, Weights, compare


@dataclass(frozen=True)
class Pair:
    """Departures whose main reason was stated as one and confirmed as one, the same or another."""

    stated_id: int
    stated: str
    confirmed_id: int
    confirmed: str
    departures: int

    @property
    def is_same(self) -> bool:
        """Whether the stated reason held."""
        return self.stated_id == self.confirmed_id


@dataclass(frozen=True)
class Kept:
    """One stated reason, and how often it was the confirmed one, too."""

    reason_id: int
    title: str
    stated: int
    held: int


@dataclass(frozen=True)
class Truth:
    """Stated against confirmed, over the departures of a time that have both."""

    from_on: date
    until_on: date
    both: int
    differs: int
    agreement: float | None
    """The mean share of weight on the same reasons, 0 to 1."""
    rate: Rate | None
    """The share whose main reason differs, with its interval; None: cannot tell yet."""
    enough: int
    """From how many departures on it can be told."""
    pairs: tuple[Pair, ...]
    """Most frequent first."""
    kept: tuple[Kept, ...]
    """By stated reason, the one given most often first."""


def truth(*, from_on: date, until_on: date) -> Truth:
    """How often stated and confirmed differ for those who left from a day to before another."""
    result = compare(_both(from_on, until_on))
    ids = {pk for said, meant, _ in result.pairs for pk in (said, meant)}
    titles = dict(Reason.objects.filter(pk__in=ids).values_list("pk", "title"))
    stated: Counter[int] = Counter()
    held: Counter[int] = Counter()
    for said, meant, count in result.pairs:
        stated[said] += count
        held[said] += count * (said == meant)
    return Truth(
        from_on=from_on,
        until_on=until_on,
        both=result.both,
        differs=result.differs,
        agreement=result.agreement,
        rate=result.rate,
        enough=ENOUGH,
        pairs=tuple(Pair(said, titles[said], meant, titles[meant], count) for said, meant, count in result.pairs),
        kept=tuple(Kept(pk, titles[pk], count, held[pk]) for pk, count in stated.most_common()),
    )


def _both(from_on: date, until_on: date) -> Iterable[tuple[Weights, Weights]]:
    """Stated and confirmed of the departures that have both, each by reason as it counts now."""
    now = Q(superseded_at=None, answer=Answer.ASKED.value)
    confirmed = Telling.objects.filter(
        now,
        standing=Standing.CONFIRMED.value,
        departure__left_on__gte=from_on,
        departure__left_on__lt=until_on,
    )
    rows = Cause.objects.filter(
        telling__departure__in=confirmed.order_by().values("departure"),
        telling__standing__in=[Standing.STATED.value, Standing.CONFIRMED.value],
        telling__superseded_at=None,
    ).annotate(counted_as=Coalesce("reason__merged_into", "reason"))
    found: dict[int, dict[str, dict[int, Decimal]]] = defaultdict(lambda: {each.value: {} for each in Standing})
    for departure, standing, reason, weight in rows.values_list(
        "telling__departure_id", "telling__standing", "counted_as", "weight"
    ):
        weights = found[departure][standing]
        weights[reason] = weights.get(reason, Decimal(0)) + weight
    return ((each[Standing.STATED.value], each[Standing.CONFIRMED.value]) for each in found.values())


def last_departure() -> date | None:
    """The latest day anybody on record left."""
    return Departure.objects.order_by("-left_on").values_list("left_on", flat=True).first()
