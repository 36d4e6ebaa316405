"""How many of those who left in a time were asked why by a moment, and how many confirmed a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from regain.foundation.kit.money import CENT
from regain.knowledge.playbook.models import Telling
from regain.knowledge.playbook.rules.causes import Answer, Standing


@dataclass(frozen=True)
class Told:
    """So many departures, and the value lost by them as the facts had it when somebody first asked."""

    departures: int
    value_lost: Decimal


@dataclass(frozen=True)
class ToldBy:
    """What was known at a moment."""

    asked: Told
    """Somebody asked, whatever the answer."""
    confirmed: Told
    """They agreed with our words for a reason."""


def told_by(*, from_on: date, until_on: date, at: datetime) -> ToldBy:
    """What was known at a moment of those who left from `from_on` to before `until_on`."""
    stood = Q(superseded_at=None) | Q(superseded_at__gt=at)
    rows = Telling.objects.filter(
        stood, said_at__lte=at, departure__left_on__gte=from_on, departure__left_on__lt=until_on
    ).order_by()
    found = list(rows.values_list("departure", "departure__value_lost", "standing", "answer"))
    sure = (Standing.CONFIRMED.value, Answer.ASKED.value)
    return ToldBy(
        asked=_told((departure, value) for departure, value, _, _ in found),
        confirmed=_told((departure, value) for departure, value, *said in found if tuple(said) == sure),
    )


def _told(found: Iterable[tuple[int, Decimal | None]]) -> Told:
    each = dict(found)
    return Told(len(each), sum((value or Decimal(0) for value in each.values()), Decimal(0)).quantize(CENT))
