"""Who of those who left in a time was asked why by a moment, and whose reason was confirmed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from regain.knowledge.playbook.models import Telling
from regain.knowledge.playbook.rules.causes import Answer, Standing


@dataclass(frozen=True)
class ToldBy:
    """Customers, each once."""

    asked: frozenset[str]
    """Somebody asked, whatever the answer."""
    confirmed: frozenset[str]
    """They agreed with our words for a reason."""


def told_by(*, from_on: date, until_on: date, at: datetime) -> ToldBy:
    """What was known at a moment of those who left from `from_on` to before `until_on`."""
    stood = Q(superseded_at=None) | Q(superseded_at__gt=at)
    rows = Telling.objects.filter(
        stood, said_at__lte=at, departure__left_on__gte=from_on, departure__left_on__lt=until_on
    ).order_by()
    found = list(rows.values_list("departure__customer", "standing", "answer"))
    sure = (Standing.CONFIRMED.value, Answer.ASKED.value)
    return ToldBy(
        asked=frozenset(customer for customer, _, _ in found),
        confirmed=frozenset(customer for customer, *said in found if tuple(said) == sure),
    )
