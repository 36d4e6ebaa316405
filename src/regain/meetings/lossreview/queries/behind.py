"""Who is behind an issue: departures that fall to it, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy

from regain.desks.recovery.queries.said import called
from regain.desks.recovery.queries.words import customer_href
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.filters import Between, By, Dates, Filter
from regain.foundation.kit.money import CENT, Money
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.queries.counted import counted_causes
from regain.meetings.lossreview.models import Issue, Placement
from regain.meetings.lossreview.queries.falling import falling_to, falls_to

CUSTOMERS: Final = "valuation.view_customers"
"""The right it takes to see customers by name."""
SHOWN: Final = 8
LOOKED_AT: Final = 300
SORTS: Final = {"customer": "customer", "left_on": "left_on", "value": "worth", "weight": "weights"}

SPEC = TableSpec(
    name="issue_customers",
    caption=gettext_lazy("Customers behind it"),
    searchable=True,
    search_hint=gettext_lazy("Customer number"),
    default_sort="-value",
    key="key",
    columns=(
        Column("customer", gettext_lazy("Customer"), priority=1, link="href", value=lambda row: row.title),
        Column("left_on", gettext_lazy("Left on"), Kind.DATE, filter=Filter(By.DATES)),
        Column("reasons", gettext_lazy("For"), sortable=False),
        Column(
            "weight",
            gettext_lazy("Its part"),
            Kind.PERCENT,
            priority=3,
            hint=gettext_lazy("How much of why they left falls to this issue"),
        ),
        Column(
            "value",
            gettext_lazy("Value lost"),
            Kind.MONEY,
            digits=2,
            filter=Filter(By.RANGE),
            hint=gettext_lazy("Revenue of a year, as far as it falls to this issue"),
        ),
        Column("placed", gettext_lazy("Placed by hand"), sortable=False, priority=3, default_shown=False),
    ),
)


@dataclass(frozen=True)
class Behind:
    """One departure that falls to an issue, wholly or in part."""

    key: str
    """`2011-09-12 C-1`: the day they left and the customer."""
    customer: str
    title: str
    href: str
    left_on: date
    reasons: str
    weight: Decimal
    value: Money
    placed: str


@dataclass(frozen=True)
class Foremost:
    """The largest losses behind an issue in full, and more of them by customer and day alone."""

    largest: Sequence[Behind]
    departures: tuple[tuple[str, date], ...]


def may_see_customers(by: Actor) -> bool:
    """Whether this person may see customers by name."""
    return by.may(CUSTOMERS)


def behind_rows(*, issue: Issue, from_on: date, until_on: date) -> DatabaseRows[Behind]:
    """The departures of a time that fall to an issue, as a list asks for them."""
    causes = falling_to(issue, counted_causes(from_on=from_on, until_on=until_on))
    return DatabaseRows(lambda state: _found(causes, state), lambda rows: _shown(causes, rows, issue))


def foremost(*, issue: Issue, from_on: date, until_on: date) -> Foremost:
    """Those with the largest losses."""
    causes = falling_to(issue, counted_causes(from_on=from_on, until_on=until_on))
    found = list(_found(causes, TableState.parse(SPEC, {}))[:LOOKED_AT])
    return Foremost(
        largest=_shown(causes, found[:SHOWN], issue),
        departures=tuple((row["customer"], row["left_on"]) for row in found),
    )


def departures_of(issue: Issue, chosen: Iterable[str]) -> list[tuple[int, str, date]]:
    """Every reason of these departures (by `key`) that falls to the issue; unknown ones are left out."""
    wanted = [pair for text in chosen if (pair := _pair(text)) is not None]
    causes = falling_to(issue, counted_causes().filter(telling__departure__customer__in=[c for c, _ in wanted]))
    rows = causes.values_list("counted_reason", "customer", "left_on").distinct()
    return sorted(row for row in rows if (row[1], row[2]) in set(wanted))


def _pair(text: str) -> tuple[str, date] | None:
    day, _gap, customer = text.partition(" ")
    try:
        return customer, date.fromisoformat(day)
    except ValueError:
        return None


def _found(causes: QuerySet[Any], state: TableState) -> QuerySet[Any]:
    rows = causes.filter(telling__departure__customer__icontains=state.search) if state.search else causes
    for wanted in state.filters:
        if isinstance(wanted, Dates):
            rows = rows.filter(_days(wanted))
    grouped = rows.values("customer", "left_on").annotate(weights=Sum("weight"), worth=Sum("value"))
    for wanted in state.filters:
        if isinstance(wanted, Between):
            grouped = grouped.filter(_range(wanted))
    sort = F(SORTS.get(state.sort, "worth"))
    order = sort.desc(nulls_last=True) if state.descending else sort.asc(nulls_last=True)
    ordered: QuerySet[Any] = grouped.order_by(order, "customer", "left_on")
    return ordered


def _days(wanted: Dates) -> Q:
    within = Q(left_on__gte=wanted.first) if wanted.first else Q()
    return within & Q(left_on__lte=wanted.last) if wanted.last else within


def _range(wanted: Between) -> Q:
    within = Q(worth__gte=wanted.low) if wanted.low is not None else Q()
    return within & Q(worth__lte=wanted.high) if wanted.high is not None else within


def _shown(causes: QuerySet[Any], rows: Iterable[Mapping[str, Any]], issue: Issue) -> Sequence[Behind]:
    found = list(rows)
    customers = {row["customer"] for row in found}
    names, reasons = called(customers), _reasons(causes, customers)
    family = falls_to().family(issue.pk)
    placed = set(Placement.objects.filter(issue__in=family, customer__in=customers).values_list("customer", "left_on"))
    return [
        Behind(
            key=f"{row['left_on']:%Y-%m-%d} {row['customer']}",
            customer=row["customer"],
            title=names.get(row["customer"], row["customer"]),
            href=customer_href(row["customer"]),
            left_on=row["left_on"],
            reasons=", ".join(reasons[row["customer"], row["left_on"]]),
            weight=Decimal(row["weights"] or 0),
            value=Money(Decimal(row["worth"] or 0).quantize(CENT), settings.COMPANY.currency),
            placed=str(gettext_lazy("Yes")) if (row["customer"], row["left_on"]) in placed else "",
        )
        for row in found
    ]


def _reasons(causes: QuerySet[Any], customers: Iterable[str]) -> Mapping[tuple[str, date], list[str]]:
    rows = causes.filter(telling__departure__customer__in=list(customers)).order_by("-weight", "pk")
    told = list(rows.values_list("customer", "left_on", "counted_reason"))
    titles = dict(Reason.objects.filter(pk__in={reason for _, _, reason in told}).values_list("pk", "title"))
    found: dict[tuple[str, date], list[str]] = defaultdict(list)
    for customer, left_on, reason in told:
        if titles[reason] not in found[customer, left_on]:
            found[customer, left_on].append(titles[reason])
    return found
