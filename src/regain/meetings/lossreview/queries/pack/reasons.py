"""Why they left: what is told of the month's departures, laid on the very lives the ledger counts.

A telling names a customer and the day they left as it was known back then; a rhythm learnt later moves that day, so a
telling belongs to the absence its day lies in. What nobody told is the exact remainder.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.knowledge.playbook.queries.tellings import CataloguedReason, ToldDeparture, catalogued, tellings
from regain.knowledge.playbook.queries.truth import truth
from regain.knowledge.playbook.queries.truth_page import sentence
from regain.knowledge.playbook.rules.causes import Causes, Standing, Told
from regain.knowledge.playbook.rules.revenue import Loss, Share, attribute, shares
from regain.knowledge.valuation.queries.lost import Lost, in_money
from regain.meetings.lossreview.queries.pack.links import behind
from regain.meetings.lossreview.queries.priorities import year_before
from regain.meetings.lossreview.rules.falling import Falling
from regain.meetings.lossreview.rules.pack import Part, ReasonLine, ReasonTable

APART: Final = timedelta(days=100)
"""How far the day of a telling may lie from the month; rhythms learnt anew move it by days."""
COUNTED: Final = "counted"
TITLES: Final[Mapping[str, str | Promise]] = {
    COUNTED: gettext_lazy("By the strongest word anybody has"),
    Standing.STATED: gettext_lazy("As stated on leaving"),
    Standing.DIAGNOSED: gettext_lazy("As the caller understood it"),
    Standing.CONFIRMED: gettext_lazy("As the customer confirmed it"),
}
COULD_NOT_SAY, NOT_ASKED = "could_not_say", "not_asked"


@dataclass(frozen=True)
class Named:
    """One reason of one departure: its weight, and its part of the value in cents that add up."""

    row: int
    reason: int
    weight: Decimal
    value: Decimal
    issue: int | None


@dataclass(frozen=True)
class ToldOf:
    """What is told of some rows of the month's departures."""

    lost: Lost
    told: Mapping[int, ToldDeparture]
    falls: Falling
    catalogue: Mapping[int, CataloguedReason]

    @cached_property
    def causes(self) -> dict[int, Causes]:
        """What each standing says, by row."""
        return {row: each.causes for row, each in self.told.items()}

    def value(self, row: int) -> Decimal:
        """What this departure took with it."""
        return in_money(int(self.lost.cents[row]))

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Every reason that counts, of every departure."""
        return tuple(self._named())

    def _named(self) -> Iterator[Named]:
        for row, each in self.told.items():
            weights = {cause.reason_id: cause.weight for cause in each.causes.counted.causes}
            if not weights:
                continue
            for reason, value in shares(self.value(row), weights).items():
                issue = self.falls.issue(reason=reason, customer=each.customer, left_on=each.left_on)
                yield Named(row, reason, weights[reason], value, issue)

    @property
    def untold(self) -> Share:
        """Those nobody asked, and those who could not say."""
        rows = {named.row for named in self.named}
        value = sum((named.value for named in self.named), Decimal(0))
        return Share(len(self.lost) - len(rows), Decimal(len(self.lost) - len(rows)), self.lost.value_in_cents - value)


def told_of(found: Lost, falls: Falling) -> ToldOf:
    """Everything told of the month's departures."""
    asked = found.asked
    told = tellings(from_on=asked.from_on - APART, until_on=asked.until_on + APART)
    rows = found.rows_of([each.customer for each in told], [each.left_on for each in told])
    laid = {row: each for row, each in zip(rows.tolist(), told, strict=True) if row >= 0}
    return ToldOf(found, dict(sorted(laid.items())), falls, catalogued())


def tables(known: ToldOf) -> tuple[ReasonTable, ...]:
    """By the strongest word, and at each standing alone."""
    return tuple(_table(known, standing) for standing in (COUNTED, *Standing))


def truth_words(until_on: date) -> str:
    """How often what is stated is not what is confirmed, over the twelve months."""
    found = truth(from_on=year_before(until_on), until_on=until_on)
    return _("In the twelve months: %(sentence)s") % {"sentence": sentence(found)}


def at(causes: Causes, standing: str) -> Told:
    """What one standing says, or the strongest."""
    return causes.counted if standing == COUNTED else causes.at(Standing(standing))


def _table(known: ToldOf, standing: str) -> ReasonTable:
    found = attribute(Loss(known.value(row), at(causes, standing)) for row, causes in known.causes.items())
    period = f"{known.lost.asked.from_on:%Y-%m}"
    answered = found.total.departures - found.not_asked.departures
    asked_value = found.total.value - found.not_asked.value
    return ReasonTable(
        standing=str(standing),
        title=str(TITLES[standing]),
        lines=tuple(_line(known, standing, reason, share) for reason, share in found.reasons.items()),
        could_not_say=Part(
            COULD_NOT_SAY,
            _("Could not say"),
            found.could_not_say.departures,
            found.could_not_say.value,
            behind(period, [(str(standing), COULD_NOT_SAY)]),
        ),
        not_asked=Part(
            NOT_ASKED,
            _("Nobody asked"),
            len(known.lost) - answered,
            known.lost.value_in_cents - asked_value,
            behind(period, [(str(standing), NOT_ASKED)]),
        ),
        total=whole(known.lost),
    )


def whole(found: Lost) -> Part:
    """Everybody who left in the month."""
    return Part("total", _("All who left"), len(found), found.value_in_cents, behind(f"{found.asked.from_on:%Y-%m}"))


def _line(known: ToldOf, standing: str, reason: int, share: Share) -> ReasonLine:
    entry = known.catalogue[reason]
    return ReasonLine(
        reason=reason,
        title=entry.title,
        group=entry.group,
        cause_class=entry.cause_class,
        is_changeable=entry.is_changeable,
        is_ours=entry.is_ours,
        departures=share.departures,
        weight=share.weight,
        value_lost=share.value,
        issue=known.falls.covers.get(reason),
        href=behind(f"{known.lost.asked.from_on:%Y-%m}", [(str(standing), str(reason))]),
    )


def reasons_in_file(told: Told) -> str:
    """What the list keeps of a telling: numbers of reasons, or that they could not say; empty when nobody asked."""
    if told.causes:
        return " ".join(str(cause.reason_id) for cause in told.causes)
    return COULD_NOT_SAY if told.answer == COULD_NOT_SAY else ""


def issues_in_file(named: Sequence[Named]) -> str:
    """The issues a departure falls to, by number; `none` for a reason nobody looks after."""
    return " ".join(dict.fromkeys("none" if each.issue is None else str(each.issue) for each in named))
