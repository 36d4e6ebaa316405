"""The customers behind an issue, and the page to split it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.kit.filters import Parameters
from regain.foundation.kit.table import TableState
from regain.foundation.ui.parts import Crumb
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.behind import SPEC, Behind, behind_rows, may_see_customers
from regain.meetings.lossreview.queries.issue_parts import ReasonShown, reasons_of
from regain.meetings.lossreview.queries.issues import titles_of
from regain.meetings.lossreview.queries.priorities import fell_in_year, year_before
from regain.meetings.lossreview.queries.register import month_in_words, month_shown

MOST: Final = 500
EXPORT: Final = "valuation.export_customers"
"""The right it takes to take lists of customers out."""


@dataclass(frozen=True)
class CustomersPage:
    """Who is behind an issue."""

    id: int
    title: str
    month: str
    rows: DatabaseRows[Behind]
    may_export: bool
    may_work: bool
    up: tuple[Crumb, ...]


@dataclass(frozen=True)
class Chosen:
    """A departure chosen to be split off."""

    key: str
    customer: str
    left_on: date
    reasons: str


@dataclass(frozen=True)
class SplittingPage:
    """What may be split off."""

    id: int
    title: str
    reasons: tuple[ReasonShown, ...]
    departures: tuple[Chosen, ...]


def customers_page(*, by: Actor, at: datetime, row: Issue) -> CustomersPage:
    """Those of the twelve months. Raises NotAllowed for those who see no customers by name."""
    if not may_see_customers(by):
        raise NotAllowed(_("You may not see customers by name. Ask an administrator for the right."))
    month = month_shown(at=at)
    return CustomersPage(
        id=row.pk,
        title=row.title,
        month=month_in_words(month),
        rows=behind_rows(issue=row, from_on=year_before(month.until_on), until_on=month.until_on),
        may_export=by.may(EXPORT),
        may_work=policy.may_work(by=by) and row.is_open,
        up=(
            Crumb(_("Issues"), reverse("lossreview:issues")),
            Crumb(row.title, reverse("lossreview:issue", args=[row.pk])),
        ),
    )


def keys_of(*, by: Actor, at: datetime, row: Issue, parameters: Parameters) -> list[str]:
    """The departures an address of the list shows, by key; no more than may be split off at once."""
    page = customers_page(by=by, at=at, row=row)
    return [each.key for each in islice(page.rows.all(TableState.parse(SPEC, parameters)), MOST)]


def splitting_page(
    *, by: Actor, at: datetime, row: Issue, departures: Sequence[tuple[int, str, date]]
) -> SplittingPage:
    """Its reasons, and the single departures chosen so far. Raises NotAllowed."""
    if not policy.may_work(by=by):
        raise NotAllowed(_("You may not split issues. Ask an administrator for the right."))
    month = month_shown(at=at)
    titles = titles_of([reason for reason, _customer, _left_on in departures])
    chosen: dict[tuple[str, date], list[str]] = {}
    for reason, customer, left_on in departures:
        chosen.setdefault((customer, left_on), []).append(titles[reason])
    return SplittingPage(
        id=row.pk,
        title=row.title,
        reasons=reasons_of(row, fell_in_year(month.until_on)),
        departures=tuple(
            Chosen(f"{left_on:%Y-%m-%d} {customer}", customer, left_on, ", ".join(names))
            for (customer, left_on), names in chosen.items()
        ),
    )
