"""The lists of customers as pages: what each shows, of whom, and what an empty one says."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.table import TableSpec
from regain.foundation.ui.parts import Tab
from regain.knowledge.valuation.queries import lists
from regain.knowledge.valuation.queries.left import tabs
from regain.knowledge.valuation.queries.listed import TABLE, ValuedRows, countries
from regain.knowledge.valuation.queries.lists import exported
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.snapshot import Snapshot

__all__ = ["Book", "Empty", "book", "exported", "searching"]


@dataclass(frozen=True)
class Empty:
    """What a list without anybody says."""

    heading: str | Promise
    why: str | Promise


@dataclass(frozen=True)
class Words:
    """A list in words."""

    title: str | Promise
    purpose: str | Promise
    nothing: Empty


@dataclass(frozen=True)
class Book:
    """One list, ready to be asked for a page; without `rows` nobody is valued yet."""

    name: str
    title: str | Promise
    purpose: str | Promise
    standing: Standing
    spec: TableSpec
    rows: ValuedRows | None
    nothing: Empty
    tabs: tuple[Tab, ...]


WORDS: Final = {
    "customers": Words(
        _("Customers"),
        _("Everybody who ever bought, with what they brought so far and what may come."),
        Empty(_("No customers yet"), _("They appear here with the first import of sales.")),
    ),
    "departed": Words(
        _("Everybody who left"),
        _("Those still gone, in the order in which trying to win them back is worth most."),
        Empty(_("Nobody has left"), _("By the rule in use every customer is still here.")),
    ),
    "partly": Words(
        _("Left in part"),
        _("Still customers, but they buy less than half of what they used to. Early enough to ask."),
        Empty(_("Nobody has left in part"), _("Everybody who bought regularly still buys at least half as much.")),
    ),
    "at-risk": Words(
        _("At risk"),
        _("Still customers, but the company's own past says they may leave within ninety days. Early enough to act."),
        Empty(_("Nobody is at risk"), _("Nobody who is still here shows what went before a departure in the past.")),
    ),
    "contribution": Words(
        _("Revenue against cost"),
        _("What every customer brought, what they cost, and what was left; some cost more than they bring."),
        Empty(_("No customers yet"), _("They appear here with the first import of sales.")),
    ),
}
SPECS: Final = {
    "customers": lists.customers,
    "departed": lists.departed,
    "partly": lists.partly,
    "at-risk": lists.at_risk,
    "contribution": lists.contribution,
}
OF_WHOM: Final = {
    "customers": lists.EVERYBODY,
    "departed": lists.GONE,
    "partly": lists.PARTLY,
    "at-risk": lists.AT_RISK,
    "contribution": lists.EVERYBODY,
}
HERE: Final = {"customers": _("All"), "at-risk": _("At risk"), "contribution": _("Revenue against cost")}
"""The lists one reaches from all customers; the others belong to those who left."""


def book(name: str, *, by: Actor) -> Book:
    """The list of that name. Raises NotFound where there is none."""
    if name not in WORDS:
        raise NotFound(str(_("There is no such list.")))
    words, stands = WORDS[name], standing(by=by)
    lake = warehouse.lake()
    snapshot = lake.current()
    return Book(
        name=name,
        title=words.title,
        purpose=words.purpose,
        standing=stands,
        spec=SPECS[name](countries(lake, snapshot)),
        rows=ValuedRows(lake, snapshot, stands.currency, OF_WHOM[name]) if stands.is_valued else None,
        nothing=words.nothing,
        tabs=_tabs(name, snapshot) if name in HERE else tabs(name),
    )


def _tabs(current: str, snapshot: Snapshot) -> tuple[Tab, ...]:
    """Where warnings are measured, those at risk are first of all those at high risk."""
    is_measured = snapshot.about(TABLE).get("risk", {}).get("is_measured")
    addresses = {
        "customers": reverse("valuation:customers"),
        "at-risk": reverse("valuation:at_risk") + ("?risk=high" if is_measured else ""),
        "contribution": reverse("valuation:contribution"),
    }
    return tuple(Tab(str(HERE[name]), addresses[name], current=name == current) for name in HERE)


def searching(text: str) -> str:
    """The address part that searches a list."""
    return urlencode({"q": text})
