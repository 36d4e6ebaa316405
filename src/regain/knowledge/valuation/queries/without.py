"""With and without one customer or a group: a few ids, or everybody a list shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import text
from regain.foundation.kit.table import TableState
from regain.foundation.ui import formats
from regain.foundation.ui.listing import in_words
from regain.foundation.ui.parts import Crumb
from regain.knowledge.valuation.queries import books
from regain.knowledge.valuation.queries.accounts import accounts
from regain.knowledge.valuation.queries.bases import left_in_words
from regain.knowledge.valuation.queries.costing import QUESTIONS
from regain.knowledge.valuation.queries.listed import Amount, Asked
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.valuation.rules.without import Account, Difference
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.sql import Sql

MOST_IDS: Final = 200
MOST_NEAR: Final = 20
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Selection:
    """Who is looked at: a condition on the values with what it binds, and the same in words."""

    where: Sql
    bound: Mapping[str, Any]
    customers: tuple[str, ...]
    words: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class Line:
    """One line of the account: with everybody, theirs, and without them."""

    label: str
    all: Amount
    theirs: Amount
    without: Amount
    is_sum: bool = False


@dataclass(frozen=True)
class Near:
    """Somebody who shares an address or a number with the customer looked at."""

    name: str
    href: str


@dataclass(frozen=True)
class WithoutPage:
    """What the company's account would be without them, over the year up to the valuation and so far."""

    standing: Standing
    title: str
    headline: str
    words: tuple[str, ...]
    back: str
    customers: int
    year: tuple[Line, ...]
    whole: tuple[Line, ...]
    hours: str
    earned_share: str
    contribution_share: str
    near: tuple[Near, ...]
    near_words: str
    with_near: str
    crumbs: tuple[Crumb, ...]


def without_page(*, by: Actor, asked: Parameters) -> WithoutPage:
    """The page. Raises NotFound while nobody is valued, or where nobody of that id is."""
    stands = standing(by=by)
    chosen, year, whole = _differences(by, asked)
    near = _near(chosen)
    names = _title(chosen, whole.theirs.customers)
    return WithoutPage(
        standing=stands,
        title=names,
        headline=headline(year, names, stands.currency),
        words=chosen.words,
        back=chosen.href,
        customers=whole.theirs.customers,
        year=tuple(_lines(year, stands)),
        whole=tuple(_lines(whole, stands)),
        hours=_hours(year.theirs.minutes),
        earned_share=_share(year.earned_share),
        contribution_share=_share(year.contribution_share),
        near=tuple(near),
        near_words=_near_words(chosen, near),
        with_near=_address([*chosen.customers, *(each.name for each in near)]) if near else "",
        crumbs=(Crumb(_("Customers"), reverse("valuation:customers")),),
    )


def without_document(*, by: Actor, asked: Parameters) -> dict[str, Any]:
    """The same for programs; money as text, all − theirs = without."""
    stands = standing(by=by)
    chosen, year, whole = _differences(by, asked)
    return {
        "as_of": stands.as_of,
        "currency": stands.currency,
        "who": list(chosen.customers) or list(chosen.words),
        "basis": dict(stands.bases),
        "year": _document(year),
        "so_far": _document(whole),
        "knock_on": None,
    }


def headline(year: Difference, names: str, currency: str) -> str:
    """What it comes to, in one or two sentences."""
    theirs = year.theirs.contribution
    told = {
        "who": names,
        "all": formats.money((year.all.contribution, currency), "whole"),
        "without": formats.money((year.without.contribution, currency), "whole"),
        "more": formats.money((abs(theirs), currency), "exact"),
    }
    if theirs < 0:
        return (
            _("Without %(who)s the last twelve months would have left %(without)s instead of %(all)s: %(more)s more.")
            % told
        )
    if theirs > 0:
        return (
            _("Without %(who)s the last twelve months would have left %(without)s instead of %(all)s: %(more)s less.")
            % told
        )
    return _("%(who)s neither brought nor cost anything in the last twelve months.") % told


def chosen_address(name: str, customers: Sequence[str], *, state: str | None = None) -> str:
    """The address of this page for customers chosen in a list, or for everybody it shows in a state."""
    if state is None and customers:
        return _address(customers[:MOST_IDS])
    query = urlencode([("list", name), *parse_qsl(state or "")])
    return f"{reverse('valuation:without')}?{query}"


def _address(customers: Sequence[str]) -> str:
    return f"{reverse('valuation:without')}?{urlencode([('customer', each) for each in customers])}"


def _differences(by: Actor, asked: Parameters) -> tuple[Selection, Difference, Difference]:
    chosen = _selection(by, asked)
    lake = warehouse.lake()
    year, whole = accounts(lake, lake.current(), chosen.where, dict(chosen.bound))
    if chosen.customers and not whole.theirs.customers:
        raise NotFound(_("Nobody of that id has been valued."))
    return chosen, year, whole


def _selection(by: Actor, asked: Parameters) -> Selection:
    customers = tuple(dict.fromkeys(each for each in asked.get("customer", ()) if each))[:MOST_IDS]
    book = books.book(next(iter(asked.get("list", ())), "") or "customers", by=by)
    if book.rows is None:
        raise NotFound(_("Nobody has been valued yet, so nobody can be left out."))
    if customers:
        where = Sql("list_contains(CAST($ids AS VARCHAR[]), customer)")
        back = reverse("valuation:customer", args=[customers[0]])
        return Selection(where, {"ids": list(customers)}, customers, (), back)
    state = TableState.parse(book.spec, asked)
    narrowed = Asked(book.rows.only, state)
    words = [str(book.title), *([f"“{state.search}”"] if state.search else [])]
    words += [in_words(book.spec, wanted) for wanted in state.filters]
    routes = {"at-risk": "at_risk"}
    back = reverse(f"valuation:{routes.get(book.name, book.name)}") + state.query(page=1)
    return Selection(narrowed.where, narrowed.bound, (), tuple(words), back)


def _title(chosen: Selection, count: int) -> str:
    if len(chosen.customers) == 1:
        return chosen.customers[0]
    words = ngettext("%(count)s customer", "%(count)s customers", count)
    return words % {"count": formats.number(count)}


def _lines(difference: Difference, stands: Standing) -> list[Line]:
    currency = stands.currency
    accounts_ = (difference.all, difference.theirs, difference.without)
    readers: tuple[tuple[str, Callable[[Account], Decimal]], ...] = (
        (_("Revenue after refunds"), lambda each: each.earned),
        (_("Product cost"), lambda each: -each.goods),
        (_("Cost to serve"), lambda each: -each.served),
        (left_in_words(stands.bases), lambda each: each.contribution),
    )
    lines = []
    for label, read in readers:
        every, theirs, without = ((read(each), currency) for each in accounts_)
        if every[0] or label in {readers[0][0], readers[-1][0]}:
            lines.append(Line(label, every, theirs, without, is_sum=label == readers[-1][0]))
    return lines


def _hours(minutes: Decimal) -> str:
    return formats.number(minutes / 60, 1)


def _share(value: float | None) -> str:
    return formats.NOTHING if value is None else formats.percent(value, 1)


def _near(chosen: Selection) -> list[Near]:
    if len(chosen.customers) != 1:
        return []
    lake = warehouse.lake()
    with lake.reader() as connection:
        found = QUESTIONS.ask(connection, "knock_on", customer=chosen.customers[0], most=MOST_NEAR).fetchall()
    return [Near(customer, reverse("valuation:customer", args=[customer])) for customer, _name in found]


def _near_words(chosen: Selection, near: Sequence[Near]) -> str:
    if near:
        return _("These share their e-mail address or phone number and may go with them; they are not counted above.")
    if len(chosen.customers) == 1:
        return _("Nothing is recorded that ties other customers to them, so nobody else is counted as going with them.")
    return _("Nothing is recorded that ties other customers to these, so nobody else is counted as going with them.")


def _document(difference: Difference) -> dict[str, Any]:
    told = {name: _account(each) for name, each in (
        ("all", difference.all), ("theirs", difference.theirs), ("without", difference.without)
    )}  # fmt: skip
    return told | {
        "earned_share": difference.earned_share,
        "contribution_share": difference.contribution_share,
        "hours_released": float(difference.theirs.minutes / 60),
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "customers": account.customers,
        "earned": text(account.earned),
        "product_cost": text(account.goods),
        "cost_to_serve": text(account.served),
        "contribution": text(account.contribution),
        "minutes": text(account.minutes),
    }
