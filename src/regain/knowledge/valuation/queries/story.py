"""One customer's story: everything that happened, newest first, one entry a day and kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.knowledge.valuation.queries.facts import A_DAY, Facts, Record
from regain.knowledge.valuation.queries.listed import Amount

SHOWN: Final = 20
"""Happenings shown until somebody asks for all."""
BEFORE: Final = ("began", "contract", "purchase", "refund", "contact", "ended", "left")
"""The order of what happened on the same day."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened. `amount` is what it brought, or took back."""

    kind: str
    day: date
    title: str
    icon: str
    tone: str
    detail: str = ""
    amount: Amount | None = None


@dataclass(frozen=True)
class Story:
    """What is shown of it, and how much there is."""

    happenings: tuple[Happening, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.happenings)


def story_of(facts: Facts, *, currency: str, everything: bool = False) -> Story:
    """The story, newest first."""
    found = [*_lives(facts, currency), *_purchases(facts, currency), *_refunds(facts, currency)]
    found += [*_contacts(facts, currency), *_contracts(facts, currency)]
    found.sort(key=lambda each: (each.day, BEFORE.index(each.kind)), reverse=True)
    return Story(tuple(found if everything else found[:SHOWN]), len(found))


def _lives(facts: Facts, currency: str) -> Iterator[Happening]:
    for place, life in enumerate(facts.lives):
        if place == 0:
            yield Happening("began", life.began_on, _("Became a customer"), "user-plus", "good")
        else:
            away = (life.began_on - facts.lives[place - 1].last_day).days
            detail = _("After %(days)s days without a purchase: life %(number)s begins.") % {
                "days": formats.number(away),
                "number": life.number,
            }
            yield Happening("began", life.began_on, _("Came back"), "repeat", "good", detail)
        if life.left_on:
            silent = (life.left_on - life.last_day).days
            detail = _("%(days)s silent days were longer than the rule allows.") % {"days": formats.number(silent)}
            yield Happening("left", life.left_on, _("Left"), "door-exit", "bad", detail)


def _purchases(facts: Facts, currency: str) -> Iterator[Happening]:
    for day in facts.days:
        count = int(day["purchases"])
        title = ngettext("%(count)s purchase", "%(count)s purchases", count) % {"count": count}
        detail = _products(facts.bought.get(day["day"], ()))
        yield Happening("purchase", day["day"], title, "receipt", "info", detail, (day["spent"], currency))


def _products(lines: Sequence[Record]) -> str:
    named = ", ".join(f"{_quantity(line['quantity'])}{line['name']}" for line in lines)
    others = int(lines[0]["products"]) - len(lines) if lines else 0
    if len(lines) == A_DAY and others > 0:
        words = ngettext("and %(count)s other product", "and %(count)s other products", others)
        return f"{named} {words % {'count': formats.number(others)}}"
    return named


def _quantity(quantity: Decimal | None) -> str:
    if quantity is None or quantity in {0, 1}:
        return ""
    return f"{formats.number(quantity.normalize() if quantity % 1 else int(quantity))} × "


def _refunds(facts: Facts, currency: str) -> Iterator[Happening]:
    for refund in facts.refunds:
        lines = int(refund["lines"])
        detail = ngettext("%(count)s line", "%(count)s lines", lines) % {"count": lines}
        back = (-refund["refunded"], currency)
        yield Happening("refund", refund["day"], _("Refund"), "arrow-back-up", "warn", detail, back)


def _contacts(facts: Facts, currency: str) -> Iterator[Happening]:
    for day, group in groupby(facts.contacts, key=lambda contact: contact["day"]):
        for contact in group:
            parts: list[Any] = [contact["outcome"]]
            if contact["minutes"]:
                parts.append(formats.duration(timedelta(minutes=float(contact["minutes"]))))
            if contact["cost"]:
                parts.append(_("cost %(cost)s") % {"cost": formats.money((contact["cost"], currency))})
            inward = contact["direction"] == "in"
            yield Happening(
                "contact",
                day,
                str(contact["kind"]).capitalize() or _("Contact"),
                "phone-incoming" if inward else "phone-outgoing",
                "quiet",
                " · ".join(str(part) for part in parts if part),
            )


def _contracts(facts: Facts, currency: str) -> Iterator[Happening]:
    for contract in facts.contracts:
        plan = contract["plan"] or contract["contract"]
        rate = _("%(amount)s a month") % {"amount": formats.money((contract["amount_month"] or Decimal(0), currency))}
        begun = _("Contract began: %(plan)s") % {"plan": plan}
        yield Happening("contract", contract["started_on"], begun, "file-text", "info", rate)
        if contract["ended_on"]:
            over = _("Contract ended: %(plan)s") % {"plan": plan}
            how = contract["closed_how"] or contract["status"]
            yield Happening("ended", contract["ended_on"], over, "door-exit", "warn", how)
