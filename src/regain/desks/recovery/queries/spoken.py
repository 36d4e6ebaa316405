"""Which of the departed somebody spoke with, and with which probability they had been drawn."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import Outcome


@dataclass(frozen=True, slots=True)
class SpokenWith:
    """One departure somebody talked about with the customer."""

    customer: str
    left_on: date
    draw_probability: float | None
    """Of an executive's call; none where people or a ranking chose the customer."""


def spoken_with(*, from_on: date, until_on: date) -> tuple[SpokenWith, ...]:
    """Everybody who left in a time and was spoken with, each departure once. One statement, whatever there is."""
    spoke = Call.objects.filter(case=OuterRef("pk"), outcome=Outcome.SPOKE)
    rows = Case.objects.filter(Exists(spoke), left_on__gte=from_on, left_on__lt=until_on).order_by("customer", "pk")
    found: dict[tuple[str, date], SpokenWith] = {}
    for customer, left_on, chance in rows.values_list("customer", "left_on", "decision__draw_probability").iterator():
        known = found.get((customer, left_on))
        if known is None or (known.draw_probability is None and chance is not None):
            found[customer, left_on] = SpokenWith(customer, left_on, chance)
    return tuple(found.values())
