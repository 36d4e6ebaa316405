"""The page of one customer: who is this, what were they worth, what may come, and how we know."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.room import rooms
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Crumb
from regain.knowledge.ledger.queries import Life
from regain.knowledge.valuation.queries.accounts import Part, account_of
from regain.knowledge.valuation.queries.bases import MEANINGS, counted_on
from regain.knowledge.valuation.queries.evidence import of_a_departure, second_period
from regain.knowledge.valuation.queries.facts import Facts, Record, facts_of
from regain.knowledge.valuation.queries.listed import CENT, Amount
from regain.knowledge.valuation.queries.lists import CONFIDENCE, CONFIDENCE_TONES, KINDS
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.valuation.queries.story import Story, story_of
from regain.knowledge.valuation.queries.warned import Warned, warning_of
from regain.knowledge.valuation.rules.learning import WINDOW
from regain.knowledge.valuation.rules.lifeline import Lifeline, Span, lifeline
from regain.knowledge.valuation.rules.risk import WITHIN

WIDE, NARROW = 1000, 340


@dataclass(frozen=True)
class Figure:
    """One key figure with its unit, its period, and the ends of its interval where it is estimated."""

    label: str
    value: object
    period: str = ""
    unit: str = ""
    low: object = None
    high: object = None
    is_first: bool = False


@dataclass(frozen=True)
class Product:
    """What they bought most of."""

    name: str
    id: str
    days: int
    quantity: Decimal | None
    amount: Amount
    last_day: date


@dataclass(frozen=True)
class ShownPanel:
    """What another room has to say about this customer."""

    name: str
    template: str
    page: object


@dataclass(frozen=True)
class CustomerPage:
    """Everything about one customer."""

    standing: Standing
    id: str
    name: str
    state: tuple[str, str]
    headline: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    confidence: tuple[str, str] | None
    evidence: tuple[str, ...]
    lines: tuple[Lifeline, ...]
    """The same line for a wide and for a narrow place; none without a single day."""
    lives: tuple[Life, ...]
    story: Story
    account: tuple[Part, ...]
    account_note: str
    products: tuple[Product, ...]
    more_products: int
    panels: tuple[ShownPanel, ...]
    currency: str
    warning: Warned | None = None
    shows_everything: bool = False

    @property
    def most(self) -> Amount | None:
        """What the best month brought."""
        return (self.lines[0].most, self.currency) if self.lines else None

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The pages above."""
        return (Crumb(_("Customers"), reverse("valuation:customers")),)


def customer_page(*, by: Actor, customer: str, everything: bool = False) -> CustomerPage:
    """One customer, for the person who looks. Raises NoSuchCustomer."""
    facts, stands = facts_of(customer), standing(by=by)
    value, currency = facts.value, stands.currency
    return CustomerPage(
        standing=stands,
        id=customer,
        name=facts.person["name"] or customer,
        state=state_of(value),
        headline=headline(facts, currency),
        facts=tuple(_person(facts.person, currency)),
        figures=tuple(_figures(facts, currency)),
        confidence=_confidence(value),
        evidence=tuple(evidence(facts)),
        lines=tuple(_lines(facts, stands)),
        lives=tuple(facts.lives),
        story=story_of(facts, currency=currency, everything=everything),
        account=tuple(account_of(facts, currency=currency)),
        account_note=_basis_note(value),
        warning=warning_of(value, facts.about),
        products=tuple(_products(facts, currency)),
        more_products=int(facts.products[0]["products"]) - len(facts.products) if facts.products else 0,
        panels=tuple(_panels(by, customer)),
        currency=currency,
        shows_everything=everything,
    )


def state_of(value: Record | None) -> tuple[str, str]:
    """What they are now, in a word, and its tone."""
    if value is None:
        return _("Not valued"), "quiet"
    if value["state"] == "departed":
        return str(KINDS.get(value["kind"], _("Left"))), "bad" if value["recoverable"] else "quiet"
    if value["kind"]:
        return str(KINDS.get(value["kind"], value["kind"])), "warn" if value["recoverable"] else "quiet"
    return (_("Came back"), "good") if value["lives"] > 1 else (_("Customer"), "good")


def headline(facts: Facts, currency: str, *, left_on: date | None = None) -> str:
    """Two or three sentences that say it all; `left_on` is the departure somebody works on, where it is named."""
    value = facts.value
    if value is None:
        return _unvalued(facts, currency)
    if left_on is not None and value["state"] == "departed":
        bought = [life.last_day for life in facts.lives if life.last_day < left_on]
        value = {**value, "left_on": left_on, "last_day": max(bought, default=value["last_day"])}
    if value["spent"] and value["refunded"] * 2 >= value["spent"]:
        back = _("%(refunded)s of what they bought was refunded, so these values are too high.") % {
            "refunded": formats.money((value["refunded"], currency), "whole")
        }
        return f"{_valued(facts, value, currency)} {back}"
    return _valued(facts, value, currency)


def _valued(facts: Facts, value: Record, currency: str) -> str:
    if not value["recoverable"]:
        return _("Marked as %(status)s: never to be called. %(spent)s was bought in all.") % {
            "status": str(KINDS.get(value["kind"], value["kind"])).lower(),
            "spent": formats.money((value["spent"], currency), "whole"),
        }
    days = int(value["purchase_days"])
    told = {
        "days": ngettext("%(count)s day of purchases", "%(count)s days of purchases", days)
        % {"count": formats.number(days)},
        "spent": formats.money((value["spent"], currency), "whole"),
        "lost": formats.money((value["spent_year"], currency), "whole"),
    }
    return _gone(facts, value, told) if value["state"] == "departed" else _here(value, told, currency)


def _unvalued(facts: Facts, currency: str) -> str:
    if not facts.days and not facts.contracts:
        return _("Known from the customers file; no purchase of theirs was imported yet.")
    return _("%(spent)s bought so far. Nobody has been valued since these sales came in.") % {
        "spent": formats.money((facts.spent, currency), "whole")
    }


def _gone(facts: Facts, value: Record, told: dict[str, Any]) -> str:
    told |= {"last": formats.day(value["last_day"]), "left": formats.day(value["left_on"])}
    seen = _("Under contract until %(last)s") if facts.contracts else _("Last bought on %(last)s")
    first = _("%(seen)s, counted as gone from %(left)s, after %(days)s; %(lost)s a year lost.") % {
        **told,
        "seen": seen % told,
    }
    alike, back = int(value["alike"]), int(value["alike_returned"])
    if not alike:
        return first
    like = ngettext(
        "Of %(alike)s customer like them, %(back)s came back by themselves.",
        "Of %(alike)s customers like them, %(back)s came back by themselves.",
        alike,
    )
    return f"{first} {like % {'alike': formats.number(alike), 'back': formats.number(back)}}"


def _here(value: Record, told: dict[str, Any], currency: str) -> str:
    told["since"] = formats.day(value["life_began_on"], "month")
    if value["lives"] > 1:
        first = _("Back since %(since)s, in life %(number)s; %(days)s and %(spent)s so far.") % {
            **told,
            "number": value["lives"],
        }
    else:
        first = _("A customer since %(since)s; %(days)s and %(spent)s so far.") % told
    if value["kind"] == "partial":
        shrunk = _("They now buy less than half of what they used to: %(lately)s in six months after %(usual)s.") % {
            "lately": formats.money((value["spent_lately"], currency), "whole"),
            "usual": formats.money((value["spent_usually"] / 2, currency), "whole"),
        }
        return f"{first} {shrunk}"
    if value["worth"] is None:
        return first
    ahead = _("Likely to bring %(worth)s in the next 12 months.") % {
        "worth": formats.money(_money(value["worth"], currency), "whole")
    }
    return f"{first} {ahead}"


def _person(person: Record, currency: str) -> list[tuple[str, str]]:
    told = [
        (_("Id"), person["customer"]),
        (_("Country"), person.get("country")),
        (_("Segment"), person.get("segment")),
        (_("Status"), person.get("status")),
        (_("Known since"), formats.day(person["since"]) if person.get("since") else ""),
        (_("E-mail"), person.get("email")),
        (_("Phone"), person.get("phone")),
    ]
    return [(label, str(text)) for label, text in told if text]


def _figures(facts: Facts, currency: str) -> list[Figure]:
    value = facts.value
    if value is None:
        return [Figure(_("Spent so far"), (facts.spent, currency), _("all purchases"), is_first=True)]
    spent = Figure(
        _("Spent so far"), (value["spent"], currency), _("since %(day)s") % {"day": formats.day(value["first_day"])}
    )
    if value["state"] == "departed":
        return [
            Figure(_("Value lost"), (value["spent_year"], currency), _("a year"), is_first=True),
            spent,
            _estimate(value, "chance", _("Comes back alone"), _("within %(days)s days") % {"days": WINDOW}, ""),
            _estimate(value, "second_value", _("Second value"), _in_words(second_period(facts.about), value), currency),
            _estimate(value, "maximum_spend", _("Maximum spend"), _("to win them back"), currency),
        ]
    year = Figure(_("Last year of buying"), (value["spent_year"], currency), _("up to the last purchase"))
    ahead = _in_words(_("next 12 months"), value)
    figures = [_estimate(value, "worth", _("Likely worth"), ahead, currency, first=True), spent, year]
    if value.get("risk_chance") is None or not value["recoverable"]:
        return figures
    return [*figures, _estimate(value, "risk_chance", _("May leave"), _("within %(days)s days") % {"days": WITHIN}, "")]


def _in_words(period: str, value: Record) -> str:
    """A period with what the value is counted on."""
    return f"{period} · {word}" if (word := counted_on(value.get("basis", ""))) else period


def _basis_note(value: Record | None) -> str:
    """What a customer's value is counted on, in one sentence."""
    return str(MEANINGS.get(value.get("basis", ""), "")) if value else ""


def _estimate(value: Record, name: str, label: str, period: str, currency: str, *, first: bool = False) -> Figure:
    known = (value[name], value[f"{name}_low"], value[f"{name}_high"])
    if any(each is None for each in known):
        return Figure(label, _("cannot tell yet"), is_first=first)
    if currency:
        middle, low, high = ((_money(each, currency)[0].quantize(Decimal(1)) + 0, currency) for each in known)
        return Figure(label, middle, period, low=low, high=high, is_first=first)
    middle_words, low_words, high_words = map(formats.percent, known)
    return Figure(label, middle_words, period, low=low_words, high=high_words, is_first=first)


def _money(value: float, currency: str) -> Amount:
    return Decimal(value).quantize(CENT), currency


def _confidence(value: Record | None) -> tuple[str, str] | None:
    word = value["confidence"] if value else ""
    return (str(CONFIDENCE[word]), CONFIDENCE_TONES[word]) if word in CONFIDENCE else None


def evidence(facts: Facts) -> list[str]:
    """How we know, sentence by sentence."""
    value, about = facts.value, facts.about
    if value is None:
        return []
    rule = _("Gone means: %(rule)s. For this customer that is %(days)s silent days.") % {
        "rule": about.get("rule_words", ""),
        "days": formats.number(value["allowed"]),
    }
    if value["state"] != "departed":
        learnt = _("The worth ahead is learnt from how often and how much all customers buy (BG/NBD and Gamma-Gamma).")
        return [rule, learnt] if value["worth"] is not None else [rule, about.get("why_no_worth", "")]
    return [rule, *of_a_departure(value, about)]


def _lines(facts: Facts, stands: Standing) -> list[Lifeline]:
    if not facts.lives:
        return []
    spent = [(day["day"], day["spent"]) for day in facts.days]
    until = stands.as_of or (spent[-1][0] + timedelta(days=1) if spent else date.min)
    drawn = (
        lifeline(
            spans=[Span(life.began_on, life.last_day, life.left_on) for life in facts.lives],
            until=until,
            spent=spent,
            refunds=[refund["day"] for refund in facts.refunds],
            contacts=[contact["day"] for contact in facts.contacts],
            width=width,
        )
        for width in (WIDE, NARROW)
    )
    return [line for line in drawn if line is not None]


def _products(facts: Facts, currency: str) -> list[Product]:
    return [
        Product(
            line["name"],
            line["product"],
            int(line["days"]),
            line["quantity"],
            (line["amount"], currency),
            line["last_day"],
        )
        for line in facts.products
    ]


def _panels(by: Actor, customer: str) -> list[ShownPanel]:
    offered = sorted((panel for room in rooms() for panel in room.panels), key=lambda panel: panel.order)
    shown = []
    for panel in offered:
        if by.may(panel.permission):
            page = import_string(panel.query)(by=by, customer=customer)
            if page is not None:
                shown.append(ShownPanel(panel.name, panel.template, page))
    return shown
