"""The words of a cycle: periods, segments, kinds, reasons."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models.decision import Kinds
from regain.desks.recovery.rules.decide import Decided
from regain.desks.recovery.rules.terms import Kind, Settings, Why
from regain.foundation.kit import period as periods
from regain.foundation.kit.money import text
from regain.knowledge.valuation.rules.segments import HABITS, TIERS

KINDS = {Kind(choice.value): choice.label for choice in Kinds}

SEGMENTS = {
    "large/regular": gettext_lazy("Large, regular"),
    "large/once": gettext_lazy("Large, bought once"),
    "large/second": gettext_lazy("Large, second life"),
    "medium/regular": gettext_lazy("Medium, regular"),
    "medium/once": gettext_lazy("Medium, bought once"),
    "medium/second": gettext_lazy("Medium, second life"),
    "small/regular": gettext_lazy("Small, regular"),
    "small/once": gettext_lazy("Small, bought once"),
    "small/second": gettext_lazy("Small, second life"),
    "any/regular": gettext_lazy("Regular"),
    "any/once": gettext_lazy("Bought once"),
    "any/second": gettext_lazy("Second life"),
}

ORDER = tuple(f"{tier}/{habit}" for tier in TIERS for habit in HABITS)
"""Segments as lists show them: the largest first."""

CONFIDENCE = {
    "measured": gettext_lazy("Measured"),
    "thin": gettext_lazy("Thin evidence"),
    "prior": gettext_lazy("Assumed"),
}

WHY: dict[Why, str | Promise] = {
    Why.DECEASED: gettext_lazy("Deceased: never called."),
    Why.OUT_OF_BUSINESS: gettext_lazy("Out of business: there is nobody left to win back."),
    Why.NOT_RECOVERABLE: gettext_lazy("Cannot be won back."),
    Why.ELSEWHERE: gettext_lazy("The same departure is in an approved cycle already."),
    Why.NOTHING_TO_WIN: gettext_lazy("A second life is expected to bring nothing."),
    Why.NO_DIFFERENCE: gettext_lazy("An attempt is not expected to change whether they return."),
    Why.TOO_DEAR: gettext_lazy("A letter would cost more than it is expected to bring: %(brings)s against %(costs)s."),
    Why.NO_CALL_LEFT: gettext_lazy(
        "All %(calls)s team calls went to customers with more to gain, and a letter would cost more than it is"
        " expected to bring: %(brings)s against %(costs)s."
    ),
}


def period_in_words(text: str) -> str:
    """`September 2011`, or `July to September 2011`."""
    found = periods.period(text)
    if not found.is_quarter:
        return date_format(found.from_on, "F Y")
    last = date(found.from_on.year, found.from_on.month + 2, 1)
    return _("%(first)s to %(last)s") % {
        "first": date_format(found.from_on, "F"),
        "last": date_format(last, "F Y"),
    }


def segment_in_words(segment: str) -> str:
    """`Large, regular`."""
    return str(SEGMENTS.get(segment, segment))


def reason_in_words(why: Why, *, spend: Decimal, settings: Settings) -> str:
    """Why a customer is not pursued, with the amounts weighed."""
    return str(WHY[why]) % {
        "brings": text(max(Decimal(0), spend * settings.letter_effect)),
        "costs": text(settings.cost_of_letter),
        "calls": settings.team_calls,
    }


def reason_of(decided: Decided, settings: Settings) -> str:
    """The reason of a fresh decision; nothing unless it is not to pursue."""
    if decided.why is None:
        return ""
    return reason_in_words(decided.why, spend=decided.maximum_spend.value, settings=settings)


def customer_href(customer: str) -> str:
    """Where everything about a customer is."""
    return reverse("valuation:customer", args=[customer])


def segment_order(segment: str) -> int:
    """Where a segment stands in a list."""
    return ORDER.index(segment) if segment in ORDER else len(ORDER)
