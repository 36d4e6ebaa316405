"""What serving a customer costs: the company's own cost table, and what value is then counted on.

Nothing is assumed. A cost that came with the facts counts as it is; where none came, the cost table says; where
neither does, the contact is counted and its cost is not.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from regain.foundation.kit.errors import Invalid

FAR: Final = date(9999, 12, 31)
PLACES: Final = Decimal("0.0001")
LARGEST, LONGEST_MINUTES, LONGEST_KIND = Decimal(1_000_000_000), Decimal(10_000), 80


class Cause(StrEnum):
    """What costs something."""

    CONTACT = "contact"
    RETURN = "return"
    """A refund for goods that came back."""
    CREDIT = "credit"
    """A refund without goods."""
    LATENESS = "late payment"


class Unit(StrEnum):
    """What the amount is for."""

    EACH = "each"
    HOUR = "hour"
    PERCENT = "percent"
    """Of sales."""


class Basis(StrEnum):
    """What a customer's value is counted on."""

    COSTS = "costs"
    """Contribution: the sales carry their own product cost."""
    MARGIN = "margin"
    """Contribution: the company's margin stands in for the product cost."""
    SERVICE = "service"
    """Revenue less cost to serve: no product cost is known."""
    REVENUE = "revenue"
    """Revenue: no cost is known."""


@dataclass(frozen=True)
class Rate:
    """What one of a cause costs from a day on, in company currency.

    `kind` narrows contacts, "" being every kind without a rate of its own. `minutes` stand in for a contact, return
    or credit whose minutes are not known, at a rate an hour.
    """

    cause: Cause
    unit: Unit
    amount: Decimal
    valid_from: date
    kind: str = ""
    minutes: Decimal | None = None

    @property
    def subject(self) -> tuple[Cause, str]:
        """What it is a rate for."""
        return self.cause, self.kind


@dataclass(frozen=True)
class CostTable:
    """Every rate in force, one for each subject and day."""

    rates: tuple[Rate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rates)

    @property
    def digest(self) -> str:
        """A short name for these rates: the same rates, the same name."""
        told = sorted(str(sorted(each.items())) for each in self.document())
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12] if told else ""

    def windows(self) -> Iterator[tuple[Rate, date]]:
        """Every rate with the day before which it counts: that of the next rate for the same subject."""
        for subject in sorted({rate.subject for rate in self.rates}):
            own = sorted((rate for rate in self.rates if rate.subject == subject), key=lambda rate: rate.valid_from)
            ends = [later.valid_from for _earlier, later in pairwise(own)]
            yield from zip(own, [*ends, FAR], strict=True)

    def columns(self) -> dict[str, list[str | None]]:
        """The windows as columns of text, for a question."""
        rows = [
            (rate.cause, rate.kind, rate.unit, str(rate.amount), _text(rate.minutes), str(rate.valid_from), str(until))
            for rate, until in self.windows()
        ]
        names = ("causes", "kinds", "units", "amounts", "minutes", "firsts", "untils")
        return {name: [None if row[at] is None else str(row[at]) for row in rows] for at, name in enumerate(names)}

    def document(self) -> list[dict[str, str | None]]:
        """The rates as JSON."""
        return [
            {
                "cause": rate.cause.value,
                "kind": rate.kind,
                "unit": rate.unit.value,
                "amount": f"{rate.amount.quantize(PLACES):f}",
                "minutes": None if rate.minutes is None else f"{rate.minutes.quantize(PLACES):f}",
                "valid_from": rate.valid_from.isoformat(),
            }
            for rate in self.rates
        ]


def table_of(document: Sequence[Mapping[str, Any]]) -> CostTable:
    """The rates a document tells of."""
    return CostTable(
        tuple(
            Rate(
                cause=Cause(told["cause"]),
                unit=Unit(told["unit"]),
                amount=Decimal(told["amount"]),
                valid_from=date.fromisoformat(told["valid_from"]),
                kind=told["kind"],
                minutes=None if told["minutes"] is None else Decimal(told["minutes"]),
            )
            for told in document
        )
    )


def rate_for(*, cause: str, kind: str, unit: str, amount: Decimal, minutes: Decimal | None, valid_from: date) -> Rate:
    """A rate that makes sense. Raises Invalid with a sentence for one that does not."""
    if cause not in set(Cause):
        raise Invalid(f"{cause!r} is not a cause of cost. Use one of: {', '.join(Cause)}.")
    if unit not in set(Unit):
        raise Invalid(f"{unit!r} is not a unit. Use one of: {', '.join(Unit)}.")
    named = " ".join(kind.lower().split())
    rate = Rate(Cause(cause), Unit(unit), amount, valid_from, named, minutes)
    for is_wrong, sentence in _faults(rate):
        if is_wrong:
            raise Invalid(sentence)
    return rate


def _faults(rate: Rate) -> Iterator[tuple[bool, str]]:
    late, by_hour = rate.cause is Cause.LATENESS, rate.unit is Unit.HOUR
    minutes = rate.minutes
    yield not rate.amount.is_finite() or not 0 <= rate.amount <= LARGEST, "Give an amount of zero or more."
    yield rate.amount != rate.amount.quantize(PLACES), "An amount has at most four decimals."
    yield late != (rate.unit is Unit.PERCENT), "Late payment is a percentage of sales, and nothing else is."
    yield late and rate.amount > 100, "Late payment cannot cost more than 100 percent of sales."
    yield bool(rate.kind) and rate.cause is not Cause.CONTACT, "Only contacts have a kind; leave it empty."
    too_long = len(rate.kind) > LONGEST_KIND or not rate.kind.isprintable()
    yield too_long, f"A kind of contact has at most {LONGEST_KIND} letters."
    if minutes is None:
        unknown = by_hour and rate.cause is not Cause.CONTACT
        yield unknown, "The facts carry no minutes for returns and credits: say how many one takes."
        return
    yield not by_hour, "Minutes go with a rate an hour; leave them empty."
    in_range = minutes.is_finite() and 0 < minutes <= LONGEST_MINUTES
    yield not in_range, f"Minutes lie above zero and are at most {LONGEST_MINUTES:,}."
    yield minutes != minutes.quantize(PLACES), "Minutes have at most four decimals."


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


@dataclass(frozen=True)
class Serving:
    """What serving costs, as a share of what is bought: the company's, and how far one customer's own share counts.

    `weight` is an amount of purchases: a customer who bought for that much counts half for themselves, half as
    everybody. None means that customers differ no more than chance makes them, so everybody's share holds for all.
    """

    share: float = 0.0
    weight: float | None = None
    is_known: bool = False


def serving(
    *,
    handled: float,
    handled_squared: float,
    crossed: float,
    bought: float,
    bought_squared: float,
    cost: float,
    is_known: bool,
) -> Serving:
    """The share and weight from sums over customers: n events, n², n·m, purchases m, m², and the cost of the events.

    Events are Poisson at a customer's own rate per unit bought, rates are gamma over customers (Bühlmann & Straub
    1970; the gamma–Poisson case: Bühlmann & Gisler 2005, §2). Moments: μ = Σn/Σm,
    τ² = (Σ(n − μm)² − μΣm)/Σm², weight = μ/τ².
    """  # fmt: skip
    if bought <= 0 or not is_known:
        return Serving(is_known=is_known)
    mean = handled / bought
    spread = handled_squared - 2 * mean * crossed + mean**2 * bought_squared - mean * bought
    differs = spread / bought_squared if bought_squared > 0 else 0.0
    return Serving(cost / bought, mean / differs if mean > 0 and differs > 0 else None, is_known=True)
