"""What the facts say of a month: who left, as known on the day the pack looks from, and thirteen months in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.home import here
from regain.foundation.ui import formats
from regain.knowledge.ledger import rules as ledger
from regain.knowledge.ledger.rules import Patience
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.documents import month_of
from regain.knowledge.valuation.queries.lost import Asked, Lost, lost
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.pack import Month

MONTHS: Final = 13


class NotKnownYet(Conflict):
    """The facts end before the month begins."""


class FactsMoved(Conflict):
    """New facts came in while the numbers were made, so that parts of them would not fit together."""


@dataclass(frozen=True)
class MonthOfFacts:
    """Everything counted from the facts, as of one day, from one state of them."""

    asked: Asked
    facts: int
    lost: Lost
    months: tuple[Month, ...]


def packs_folder() -> Path:
    """Where the lists behind the figures are kept."""
    return here().root / "packs"


def asked_of(review: Review) -> Asked:
    """Whose lives a pack is about, as known by the end of the month or of the facts. Raises NotKnownYet."""
    last = warehouse.last_day(warehouse.lake())
    if last is None or last < review.from_on:
        raise NotKnownYet(
            _("The facts end before %(month)s begins. Import newer sales, then have the pack made.")
            % {"month": title_of(review.period)}
        )
    as_of = min(review.until_on, last + timedelta(days=1))
    return Asked(rule_named(settings.COMPANY.rule), as_of, review.from_on, review.until_on)


@contextmanager
def month_of_facts(asked: Asked) -> Iterator[MonthOfFacts]:
    """The departures and the balance, which count the same; files of the departures are there as long as this lasts.

    Raises FactsMoved.
    """
    lake = warehouse.lake_on()
    facts = lake.current().facts
    packs_folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".making-", dir=packs_folder()) as folder:
        look = looks.Asked(looks.LIVES, asked.rule, asked.as_of)
        document = looks.balance(look, lake=lake) or looks.make(look, lake=lake)
        patience = Patience(**document["patience"]) if "patience" in document else None
        found = lost(asked, lake=lake, folder=Path(folder), patience=patience)
        months = months_of(document, asked)
        month = months[-1]
        if lake.current().facts != facts or (month.left, month.value_left) != (len(found), found.value_in_cents):
            raise FactsMoved(_("New facts came in while the pack was made. Have it made again."))
        yield MonthOfFacts(asked, facts, found, months)


def months_of(document: looks.Document, asked: Asked) -> tuple[Month, ...]:
    """Up to thirteen months of a balance, the last that of the pack."""
    period = f"{asked.from_on:%Y-%m}"
    known = [month_of(each) for each in document["months"] if each["month"] <= period]
    if not known or known[-1].month != period:
        known.append(balance_of_nobody(period))
    return tuple(_month(each) for each in known[-MONTHS:])


def balance_of_nobody(period: str) -> ledger.Month:
    """A month before the first purchase."""
    none = Decimal(0)
    return ledger.Month(period, 0, 0, 0, 0, 0, none, none, none, none, none)


def _month(each: ledger.Month) -> Month:
    return Month(
        period=each.month,
        title=formats.day(date.fromisoformat(f"{each.month}-01"), "month"),
        start=each.start,
        new=each.new,
        returned=each.returned,
        left=each.left,
        end=each.end,
        value_start=each.value_start,
        value_new=each.value_new,
        value_returned=each.value_returned,
        value_left=each.value_left,
        value_changed=each.value_changed,
        value_end=each.value_end,
    )
