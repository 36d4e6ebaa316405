"""A customer's departures with what was said of each: the panel on their page, and the page to write it down."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.queries import Life
from regain.knowledge.ledger.rules import Patience
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.queries.causes import DepartureCauses, Said, departures_of
from regain.knowledge.playbook.queries.reasons import Catalogue, catalogue
from regain.knowledge.playbook.rules.causes import Answer, Causes, Standing, Told
from regain.knowledge.warehouse import queries as warehouse

VALUED: Final = "values"
"""The table whose snapshot says how long a silence may last."""


@dataclass(frozen=True)
class Column:
    """What one standing says, in words."""

    standing: str
    title: str
    answer: str
    """asked, not_asked or could_not_say."""
    lines: tuple[tuple[str, Decimal, str], ...]
    """Reason, weight, and the name it was said under where that is another."""


@dataclass(frozen=True)
class AskedDeparture:
    """One departure of the customer."""

    left_on: date
    value_lost: Money | None
    columns: tuple[Column, ...]
    is_asked: bool
    href: str
    """Where it is written down; empty for those who may not."""


@dataclass(frozen=True)
class CausesPanel:
    """Why this customer left, each time."""

    departures: tuple[AskedDeparture, ...]


@dataclass(frozen=True)
class CausesPage:
    """One departure: what each standing says, what was said before, and the catalogue to choose from."""

    customer: str
    customer_href: str
    departure: AskedDeparture
    said: tuple[Said, ...]
    catalogue: Catalogue
    standing: Standing
    told: Told


def standing_in_words(standing: Standing) -> str:
    """`Stated`."""
    return {
        Standing.STATED: _("Stated on leaving"),
        Standing.DIAGNOSED: _("Diagnosed by the caller"),
        Standing.CONFIRMED: _("Confirmed by the customer"),
    }[standing]


def causes_panel(*, by: Actor, customer: str) -> CausesPanel | None:
    """Each departure the facts or the record know of, newest first; nothing for somebody who never left."""
    found = _departures(customer)
    if not found:
        return None
    return CausesPanel(tuple(_asked(by, each) for each in found))


def causes_page(*, by: Actor, customer: str, left_on: date, standing: Standing) -> CausesPage:
    """The page to write down why somebody left."""
    known = {each.left_on: each for each in departures_of(customer)}
    departure = known.get(left_on) or _unasked(customer, left_on)
    return CausesPage(
        customer=customer,
        customer_href=reverse("valuation:customer", args=[customer]),
        departure=_asked(by, departure),
        said=departure.said,
        catalogue=catalogue(),
        standing=standing,
        told=departure.causes.at(standing),
    )


def _departures(customer: str) -> list[DepartureCauses]:
    """Those on record, and those of the facts nobody asked about. A recomputed date is still the same departure."""
    recorded = list(departures_of(customer))
    lives = _lives(customer)
    found = list(recorded)
    for place, life in enumerate(lives):
        next_began = lives[place + 1].began_on if place + 1 < len(lives) else date.max
        if life.left_on and not any(life.last_day <= each.left_on < next_began for each in recorded):
            found.append(_unasked(customer, life.left_on))
    return sorted(found, key=lambda each: each.left_on, reverse=True)


def _lives(customer: str) -> list[Life]:
    """The lives as customers were valued last; none while nobody is valued."""
    lake = warehouse.lake()
    about = lake.current().about(VALUED)
    if "patience" not in about:
        return []
    return ledger.lives_of(
        lake,
        customer,
        as_of=date.fromisoformat(about["as_of"]),
        rule=rule_named(about["rule"]),
        patience=Patience(**about["patience"]),
    )


def _unasked(customer: str, left_on: date) -> DepartureCauses:
    return DepartureCauses(customer=customer, left_on=left_on, value_lost=None, causes=Causes(), said=())


def _asked(by: Actor, found: DepartureCauses) -> AskedDeparture:
    may_record = by.may(policy.RECORD)
    return AskedDeparture(
        left_on=found.left_on,
        value_lost=found.value_lost,
        columns=tuple(_column(standing, found.causes.at(standing)) for standing in Standing),
        is_asked=any(found.causes.at(standing).answer is not Answer.NOT_ASKED for standing in Standing),
        href=reverse("playbook:causes", args=[found.left_on.isoformat(), found.customer]) if may_record else "",
    )


def _column(standing: Standing, told: Told) -> Column:
    return Column(
        standing=standing.value,
        title=standing_in_words(standing),
        answer=told.answer.value,
        lines=tuple((cause.title, cause.weight, cause.said_as) for cause in told.causes),
    )
