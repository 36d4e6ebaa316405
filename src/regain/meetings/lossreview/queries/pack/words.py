"""What a chair reads aloud, and what every figure means."""

from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.foundation.ui import formats
from regain.knowledge.ledger.rules import Rule
from regain.meetings.lossreview.queries.pack.facts import MonthOfFacts
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.pack import Definition, Losses, Month, ReasonTable

SAME: Final = 0.005
"""A change below half a percent is none worth reading aloud."""


def headline(month: MonthOfFacts, losses: Losses, counted: ReasonTable) -> str:
    """Two sentences: what the month cost, and what is known of why."""
    title = title_of(month.months[-1].period)
    if not losses.departures:
        return _("Nobody left in %(month)s.") % {"month": title}
    left = ngettext(
        "%(left)s customer left in %(month)s and took %(value)s a year along%(change)s.",
        "%(left)s customers left in %(month)s and took %(value)s a year along%(change)s.",
        losses.departures,
    ) % {
        "left": formats.number(losses.departures),
        "month": title,
        "value": _money(losses.value_lost),
        "change": _change(month.months),
    }
    return f"{left} {_why(losses, counted)}"


def _change(months: tuple[Month, ...]) -> str:
    """Beside the month before."""
    if len(months) < 2 or not months[-2].value_left:
        return ""
    before, now = months[-2], months[-1]
    share = float(now.value_left / before.value_left - 1)
    told = {"share": formats.percent(abs(share)), "before": title_of(before.period)}
    if abs(share) < SAME:
        return _(", as much as in %(before)s") % told
    return (_(", %(share)s more than in %(before)s") if share > 0 else _(", %(share)s less than in %(before)s")) % told


def _why(losses: Losses, counted: ReasonTable) -> str:
    told = losses.value_lost - counted.not_asked.value_lost - counted.could_not_say.value_lost
    if not counted.lines or told <= 0:
        return _("Nobody knows yet why: no reason was told for any of it.")
    first = counted.lines[0]
    return _("For %(share)s of that value somebody told us why; most of it went for “%(reason)s”: %(value)s.") % {
        "share": formats.percent(float(told / losses.value_lost)),
        "reason": first.title,
        "value": _money(first.value_lost),
    }


def _money(amount: Decimal) -> str:
    return formats.money((amount, settings.COMPANY.currency), "whole")


MEANT: Final[tuple[tuple[str, str | Promise, str | Promise], ...]] = (
    ("left", gettext_lazy("Left"), gettext_lazy("Customers whose life ended in the month: %(rule)s.")),
    (
        "value_lost",
        gettext_lazy("Value lost"),
        gettext_lazy(
            "What they had bought in the year up to their last purchase; under a contract, twelve months of it."
        ),
    ),
    ("new", gettext_lazy("New"), gettext_lazy("Customers who bought for the first time in the month.")),
    (
        "returned",
        gettext_lazy("Came back"),
        gettext_lazy("Customers who had left and bought again in the month."),
    ),
    (
        "value_changed",
        gettext_lazy("Changed"),
        gettext_lazy("What customers who stayed buy more or less in a year than before."),
    ),
    (
        "back",
        gettext_lazy("Back"),
        gettext_lazy("Those who left in the month and had bought again by the day the pack looks from."),
    ),
    (
        "segment",
        gettext_lazy("Segment"),
        gettext_lazy(
            "Large are those who took the first half of the value lost, medium the next 30%%, small the rest; bought"
            " once, regular, or in a second life already."
        ),
    ),
    (
        "reason",
        gettext_lazy("Reason"),
        gettext_lazy(
            "A departure is split over its reasons by weights that add up to one, and its value with it, so that all"
            " reasons with “Nobody asked” and “Could not say” make the value lost."
        ),
    ),
    (
        "standing",
        gettext_lazy("Stated, understood, confirmed"),
        gettext_lazy(
            "What the customer said on leaving, what the caller understood, and what the customer agreed to when it"
            " was read back. The strongest of them counts: confirmed, then understood, then stated."
        ),
    ),
    (
        "call",
        gettext_lazy("Conversation"),
        gettext_lazy(
            "A call in which somebody spoke with a customer who left in the month; executives' first, then by value"
            " lost, sixty at most."
        ),
    ),
    (
        "caller",
        gettext_lazy("Executive calls"),
        gettext_lazy(
            "Customers drawn for an executive from the month's cycle; those tried, spoken with, and tried within eight"
            " working days."
        ),
    ),
    (
        "mirror",
        gettext_lazy("How the calls stand for the losses"),
        gettext_lazy(
            "A customer drawn by chance speaks for their value divided by the chance of being drawn; one chosen by hand"
            " for themselves. The distance is the part of that which lies elsewhere than the losses do."
        ),
    ),
    (
        "trial",
        gettext_lazy("Treated beside control"),
        gettext_lazy(
            "The share that bought again within 90 days of the approval, of those approached less those left alone on"
            " purpose, with the interval that holds the truth in 95 of 100 cases."
        ),
    ),
    (
        "priority",
        gettext_lazy("Priority"),
        gettext_lazy(
            "Value lost in twelve months × share of the months in which it came up × how far it is up to us ÷ weeks of"
            " work. It orders a discussion and decides nothing."
        ),
    ),
)
"""Every figure of the pack, in the order it appears."""


def definitions(rule: Rule) -> tuple[Definition, ...]:
    """What every figure means under the rule in use."""
    return tuple(Definition(name, str(title), str(words) % {"rule": rule.sentence}) for name, title, words in MEANT)
