"""Made-up departures, so that the gallery can show a table at work. The same ones every time."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.filters import By, Choice, Filter
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.money import Money
from regain.foundation.kit.table import Column, Kind, TableSpec

FIRST = ("Harbour", "North", "Bright", "Old Mill", "Station", "Linden", "Copper", "Riverside", "Green", "Quay")
SECOND = ("Café", "Stores", "& Daughters", "Interiors", "Bakery", "Supplies", "Garage", "Clinic", "Books")
REASONS = ("Late delivery", "Price", "Moved away", "Wrong product", "Nobody asked yet")
DECISIONS = ("executive", "team", "letter", "holdout", "none", "returned")
TITLES = {
    "executive": _("Executive call"),
    "team": _("Team call"),
    "letter": _("Letter"),
    "holdout": _("Control group"),
    "none": _("Not pursued"),
    "returned": _("Returned"),
}
TONES = {
    "executive": "info",
    "team": "info",
    "letter": "busy",
    "holdout": "quiet",
    "none": "quiet",
    "returned": "good",
}


@dataclass(frozen=True)
class SampleDeparture:
    """One row."""

    id: str
    customer: str
    href: str
    left_on: date
    reason: str
    lost: Money
    chance: Decimal
    calls: int
    decision: str


def departures(count: int = 137) -> list[SampleDeparture]:
    """As many departures as asked for."""
    return [
        SampleDeparture(
            id=str(number),
            customer=f"{FIRST[number * 7 % len(FIRST)]} {SECOND[number * 5 % len(SECOND)]}",
            href="#",
            left_on=date(2026, 10, 31) - timedelta(days=number * 3 % 92),
            reason=REASONS[number * 3 % len(REASONS)],
            lost=Money(Decimal(number * 7919 % 9000 + 150), "GBP"),
            chance=Decimal(number * 37 % 60 + 5) / 100,
            calls=number * 11 % 5,
            decision=DECISIONS[number * 5 % len(DECISIONS)],
        )
        for number in range(1, count + 1)
    ]


DEPARTURES = TableSpec(
    name="departures",
    caption=_("Departures"),
    default_sort="-lost",
    searchable=True,
    search_hint=_("Search departures"),
    size=12,
    columns=(
        Column("customer", _("Customer"), link="href", priority=1, filter=Filter(By.TEXT)),
        Column("decision", _("Decision"), Kind.STATUS, states=TITLES, tones=TONES, filter=Filter(By.CHOICE)),
        Column("left_on", _("Left on"), Kind.DATE, filter=Filter(By.DATES)),
        Column("lost", _("Lost a year"), Kind.MONEY, filter=Filter(By.RANGE)),
        Column("chance", _("Chance of return"), Kind.PERCENT, hint=_("Within a year, if called")),
        Column(
            "reason",
            _("Reason"),
            priority=3,
            filter=Filter(By.CHOICE, [Choice(reason, reason) for reason in REASONS]),
        ),
        Column("calls", _("Calls"), Kind.NUMBER, default_shown=False),
    ),
)

ROWS = MemoryRows(departures())
