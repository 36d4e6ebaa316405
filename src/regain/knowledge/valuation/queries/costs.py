"""The page of the cost table: what is said, what was said before, and what the facts still lack a cost for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import Words
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Crumb
from regain.knowledge.valuation.models import CostRate
from regain.knowledge.valuation.queries.accounts import Losing, accounts, losing
from regain.knowledge.valuation.queries.bases import bases_in_words, left_in_words
from regain.knowledge.valuation.queries.costing import QUESTIONS, cost_table
from regain.knowledge.valuation.queries.listed import Amount
from regain.knowledge.valuation.queries.standing import TABLE, Standing, standing
from regain.knowledge.valuation.rules.costs import Cause, Unit
from regain.knowledge.valuation.rules.without import Account
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql

MOST_KINDS: Final = 30
MOST_HISTORY: Final = 50
CAUSES: Final[dict[str, Words]] = {
    Cause.CONTACT.value: gettext_lazy("Contact"),
    Cause.RETURN.value: gettext_lazy("Return handled"),
    Cause.CREDIT.value: gettext_lazy("Credit handled"),
    Cause.LATENESS.value: gettext_lazy("Late payment"),
}
UNITS: Final[dict[str, Words]] = {
    Unit.EACH.value: gettext_lazy("for each"),
    Unit.HOUR.value: gettext_lazy("an hour"),
    Unit.PERCENT.value: gettext_lazy("percent of sales"),
}


@dataclass(frozen=True)
class RateRow:
    """One rate of the cost table, in force or of the past."""

    number: int
    subject: str
    amount: str
    minutes: str
    valid_from: date
    set_at: datetime
    set_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True)
class KindRow:
    """One kind of contact the facts know, and where its cost comes from."""

    kind: str
    contacts: int
    timed: int
    costed: int
    minutes: Decimal
    source: str
    is_open: bool


@dataclass(frozen=True)
class Line:
    """One line of the company's account."""

    label: str
    year: Amount
    whole: Amount
    is_sum: bool = False


@dataclass(frozen=True)
class CostsPage:
    """The cost table and what follows from it."""

    standing: Standing
    currency: str
    may_set: bool
    rates: tuple[RateRow, ...]
    history: tuple[RateRow, ...]
    kinds: tuple[KindRow, ...]
    refund_lines: int
    bases: tuple[tuple[str, str, int], ...]
    lines: tuple[Line, ...]
    losing: Losing
    is_behind: bool
    examples: tuple[tuple[str, str], ...]

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The pages above."""
        return (Crumb(_("Customers"), reverse("valuation:customers")),)

    @property
    def lost(self) -> Amount:
        """What those cost who cost more than they bring."""
        return -self.losing.contribution, self.currency


def costs_page(*, by: Actor) -> CostsPage:
    """The page of the cost table."""
    stands, lake = standing(by=by), warehouse.lake()
    snapshot = lake.current()
    about = snapshot.about(TABLE)
    rows = [_row(row) for row in CostRate.objects.order_by("cause", "kind", "-valid_from", "-set_at")]
    gone = sorted((row for row in rows if row.withdrawn_at), key=lambda row: row.set_at, reverse=True)
    is_told = stands.is_valued and "bases" in about
    return CostsPage(
        standing=stands,
        currency=stands.currency,
        may_set=by.may("valuation.set_costs"),
        rates=tuple(row for row in rows if not row.withdrawn_at),
        history=tuple(gone[:MOST_HISTORY]),
        kinds=tuple(_kinds(lake, snapshot.number)) if snapshot.has("contacts") else (),
        refund_lines=_refund_lines(lake, snapshot.number) if snapshot.has("refunds") else 0,
        bases=bases_in_words(about.get("bases", {})),
        lines=tuple(_lines(*account_of_all(lake), stands)) if is_told else (),
        losing=losing(lake, snapshot) if is_told else Losing(),
        is_behind=is_told and cost_table().digest != about.get("costs_digest", ""),
        examples=tuple(_examples(stands.currency)),
    )


def account_of_all(lake: Lake) -> tuple[Account, Account]:
    """The company's account, of the year up to the valuation and of all the time known."""
    year, whole = accounts(lake, lake.current(), Sql("FALSE"), {})
    return year.all, whole.all


def rates_document() -> dict[str, Any]:
    """The cost table and its history, for programs."""
    rows = CostRate.objects.order_by("cause", "kind", "-valid_from", "-set_at")
    return {"currency": settings.COMPANY.currency, "rates": [rate_document(row) for row in rows]}


def rate_document(row: CostRate) -> dict[str, Any]:
    """One rate, for programs."""
    return {
        "number": row.pk,
        "cause": row.cause,
        "kind": row.kind,
        "unit": row.unit,
        "amount": f"{row.amount:f}",
        "minutes": None if row.minutes is None else f"{row.minutes:f}",
        "currency": row.currency,
        "valid_from": row.valid_from,
        "set_at": row.set_at,
        "set_by": row.set_by_name,
        "withdrawn_at": row.withdrawn_at,
        "withdrawn_by": row.withdrawn_by_name,
    }


def _row(row: CostRate) -> RateRow:
    return RateRow(
        number=row.pk,
        subject=_subject(row),
        amount=_amount(row),
        minutes=formats.number(row.minutes.normalize()) if row.minutes is not None else "",
        valid_from=row.valid_from,
        set_at=row.set_at,
        set_by=row.set_by_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by_name,
    )


def _subject(row: CostRate) -> str:
    if row.cause != Cause.CONTACT:
        return str(CAUSES.get(row.cause, row.cause))
    return _("Contact: %(kind)s") % {"kind": row.kind} if row.kind else _("Contact: every other kind")


def _amount(row: CostRate) -> str:
    if row.unit == Unit.PERCENT:
        return _("%(share)s of sales") % {"share": formats.percent(row.amount / 100, 2)}
    return f"{formats.money((row.amount, row.currency), 'exact')} {UNITS[row.unit]}"


@lru_cache(maxsize=8)
def _kinds_known(lake: Lake, number: int) -> tuple[tuple[Any, ...], ...]:
    with lake.reader(lake.snapshot(number)) as connection:
        return tuple(QUESTIONS.ask(connection, "contact_kinds", most=MOST_KINDS).fetchall())


@lru_cache(maxsize=8)
def _refund_lines(lake: Lake, number: int) -> int:
    with lake.reader(lake.snapshot(number)) as connection:
        row = QUESTIONS.ask(connection, "refund_lines").fetchone()
    return int(row[0]) if row else 0


def _kinds(lake: Lake, number: int) -> list[KindRow]:
    said = {rate.kind for rate in cost_table().rates if rate.cause is Cause.CONTACT}
    rows = []
    for kind, contacts, timed, minutes, costed in _kinds_known(lake, number):
        source = _source(kind, int(contacts), int(costed), said)
        rows.append(KindRow(kind, int(contacts), int(timed), int(costed), Decimal(minutes), source or _("none yet"),
                            not source))  # fmt: skip
    return rows


def _source(kind: str, contacts: int, costed: int, said: set[str]) -> str:
    if costed == contacts:
        return _("their own, in the facts")
    rate = _("the cost table") if kind in said else _("the rate of every other kind") if "" in said else ""
    if costed and rate:
        return _("the facts, else %(rate)s") % {"rate": rate}
    return rate


def _lines(year: Account, whole: Account, stands: Standing) -> list[Line]:
    currency = stands.currency
    told = [
        (_("Revenue after refunds"), year.earned, whole.earned),
        (_("Product cost"), -year.goods, -whole.goods),
        (_("Cost to serve"), -year.served, -whole.served),
    ]
    lines = [
        Line(label, (first, currency), (second, currency))
        for label, first, second in told
        if second or label == told[0][0]
    ]
    if len(lines) == 1:
        return lines
    left = Line(left_in_words(stands.bases), (year.contribution, currency), (whole.contribution, currency), is_sum=True)
    return [*lines, left]


def _examples(currency: str) -> list[tuple[str, str]]:
    """What a rate may look like. Nothing of this is ever counted."""
    hour, each = (formats.money((Decimal(amount), currency), "whole") for amount in (30, 4))
    return [
        (_("Contact: service call"), _("%(money)s an hour; the minutes come with the contacts") % {"money": hour}),
        (_("Contact: visit"), _("%(money)s an hour, 90 minutes where none are recorded") % {"money": hour}),
        (_("Return handled"), _("%(money)s for each line that came back") % {"money": each}),
        (_("Late payment"), _("1.5 percent of sales: 55 days of waiting at 10 percent a year")),
    ]
