"""What an offer is: a letter with a mechanism, a cost and a day on which somebody looks at it again."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

LONGEST_TITLE: Final = 120
LONGEST_WORDS: Final = 4_000
LONGEST_WHY: Final = 200
LONGEST_LIFE: Final = timedelta(days=366)
"""From one look at an offer to the next, at most."""
USUAL_LIFE: Final = timedelta(days=90)
SOON: Final = timedelta(days=14)
HIGHEST_COST: Final = Decimal(10) ** 9


class OfferKind(StrEnum):
    """For whom: a customer who left, or one who is about to."""

    RETURN = "return"
    SAVE = "save"


class Mechanism(StrEnum):
    """How an offer works, best first: what removes the cause outlives what lowers the price."""

    FIXES_CAUSE = "fixes_cause"
    CHANGES_PRODUCT = "changes_product"
    EXTENDS_TERM = "extends_term"
    PAUSES = "pauses"
    PRICE_ONLY = "price_only"


RANK: Final = {mechanism: place for place, mechanism in enumerate(Mechanism)}


class Standing(StrEnum):
    """Where an offer stands on a day."""

    COMING = "coming"
    LIVE = "live"
    DUE = "due"
    """It still stands, and its review is close."""
    OVER = "over"
    """Nobody looked at it again, so it stands no longer."""
    RETIRED = "retired"


STANDS: Final = frozenset({Standing.LIVE, Standing.DUE})


@dataclass(frozen=True)
class Terms:
    """What an offer says and costs. It stands from the first of its days to the day of its review."""

    title: str
    words: str
    mechanism: Mechanism
    cost: Decimal
    """What it costs us when one customer takes it."""
    currency: str
    live_from: date
    review_on: date
    why: str = ""
    """Why these are the terms, in the words of who set them."""


class Fault(StrEnum):
    """Why terms cannot be used."""

    NO_TITLE = "no_title"
    LONG_TITLE = "long_title"
    NO_WORDS = "no_words"
    LONG_WORDS = "long_words"
    BRACES = "braces"
    LONG_WHY = "long_why"
    COST = "cost"
    REVIEW_BEFORE = "review_before"
    REVIEW_PAST = "review_past"
    REVIEW_FAR = "review_far"


def fault(terms: Terms, *, today: date) -> Fault | None:
    """The first thing that is wrong with the terms."""
    found = {
        Fault.NO_TITLE: not terms.title.strip(),
        Fault.LONG_TITLE: len(terms.title) > LONGEST_TITLE,
        Fault.NO_WORDS: not terms.words.strip(),
        Fault.LONG_WORDS: len(terms.words) > LONGEST_WORDS,
        Fault.BRACES: bool({"{", "}"} & set(terms.title + terms.words)),
        Fault.LONG_WHY: len(terms.why) > LONGEST_WHY,
        Fault.COST: not terms.cost.is_finite() or not 0 <= terms.cost < HIGHEST_COST,
        Fault.REVIEW_BEFORE: terms.review_on < terms.live_from,
        Fault.REVIEW_PAST: terms.review_on <= today,
        Fault.REVIEW_FAR: terms.review_on > max(today, terms.live_from) + LONGEST_LIFE,
    }
    return next((each for each, is_so in found.items() if is_so), None)


def standing(*, today: date, live_from: date, review_on: date, is_retired: bool) -> Standing:
    """Where an offer stands on this day; on the day of its review it still does."""
    if is_retired:
        return Standing.RETIRED
    if today > review_on:
        return Standing.OVER
    if today < live_from:
        return Standing.COMING
    return Standing.DUE if review_on - today <= SOON else Standing.LIVE


def order(*, mechanism: Mechanism, cost: Decimal, title: str) -> tuple[int, Decimal, str]:
    """The order in which offers are shown: by mechanism, price only last; then the cheaper one."""
    return RANK[mechanism], cost, title.casefold()
