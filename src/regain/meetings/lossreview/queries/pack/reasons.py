"""Why they left: what is told of the month's departures, laid on the very lives the ledger counts.

A telling names a customer and the day they left as it was known back then; a rhythm learnt later moves that day, so a
telling belongs to the absence its day lies in. What nobody told is the exact remainder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.knowledge.playbook.queries.tellings import (
    CataloguedReason,
    Reasons,
    ToldDeparture,
    catalogued,
    tellings,
)
from regain.knowledge.playbook.queries.truth import truth
from regain.knowledge.playbook.queries.truth_page import sentence
from regain.knowledge.playbook.rules.causes import PLACES, Standing
from regain.knowledge.playbook.rules.columns import Parts, Sum, split, sums
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
NOBODY: Final = 0
"""The issue of a reason that falls to none."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ToldOf:
    """What is told of some of the month's departures: place by place, each with its row among all of them."""

    lost: Lost
    rows: Integers
    told: Sequence[ToldDeparture]
    falls: Falling
    catalogue: Mapping[int, CataloguedReason]

    @property
    def period(self) -> str:
        """The month, as `2011-09`."""
        return f"{self.lost.asked.from_on:%Y-%m}"

    @cached_property
    def cents(self) -> Integers:
        """What each of them took along."""
        return self.lost.cents[self.rows]

    @cached_property
    def by_row(self) -> dict[int, ToldDeparture]:
        """The same by row."""
        return dict(zip(self.rows.tolist(), self.told, strict=True))

    def said(self, standing: str) -> list[Reasons | None]:
        """What a standing says of each, or the strongest: reasons, none where they could not say, None unasked."""
        if standing == COUNTED:
            return [each.counted for each in self.told]
        wanted = Standing(standing)
        return [each.said.get(wanted) for each in self.told]

    @cached_property
    def named(self) -> Parts:
        """Every reason that counts, of every departure, with its part of the value."""
        return self.parts(self.said(COUNTED))

    def parts(self, said: Sequence[Reasons | None]) -> Parts:
        """The value of each departure split over its reasons."""
        return split(self.cents, [each or () for each in said])

    @cached_property
    def issues(self) -> Integers:
        """The issue each part of `named` falls to."""
        reasons, which = np.unique(self.named.reason, return_inverse=True)
        covering = [self.falls.covers.get(self.falls.counted_as.get(each, each), NOBODY) for each in reasons.tolist()]
        found = np.array(covering, dtype=np.int64)[which] if len(which) else np.empty(0, dtype=np.int64)
        if self.falls.placed:
            self._place(found)
        return found

    def _place(self, found: Integers) -> None:
        """Put what was placed one by one where it belongs."""
        places = {(each.customer, each.left_on): place for place, each in enumerate(self.told)}
        for (reason, customer, left_on), issue in self.falls.placed.items():
            place = places.get((customer, left_on))
            if place is not None:
                found[(self.named.departure == place) & (self.named.reason == reason)] = issue

    @property
    def untold(self) -> Part:
        """Those nobody asked, and those who could not say."""
        told = len(np.unique(self.named.departure))
        return Part(
            "untold",
            _("No reason known"),
            len(self.lost) - told,
            self.lost.value_in_cents - in_money(int(self.named.value.sum())),
            behind(self.period, [(COUNTED, NOT_ASKED), (COUNTED, COULD_NOT_SAY)]),
        )


def told_of(found: Lost, falls: Falling) -> ToldOf:
    """Everything told of the month's departures."""
    asked = found.asked
    told = tellings(from_on=asked.from_on - APART, until_on=asked.until_on + APART)
    rows = found.rows_of([each.customer for each in told], [each.left_on for each in told])
    laid = np.flatnonzero(rows >= 0)
    laid = laid[np.argsort(rows[laid], kind="stable")]
    return ToldOf(found, rows[laid], [told[place] for place in laid.tolist()], falls, catalogued())


def tables(known: ToldOf) -> tuple[ReasonTable, ...]:
    """By the strongest word, and at each standing alone."""
    return tuple(_table(known, str(standing)) for standing in (COUNTED, *Standing))


def truth_words(until_on: date) -> str:
    """How often what is stated is not what is confirmed, over the twelve months."""
    found = truth(from_on=year_before(until_on), until_on=until_on)
    return _("In the twelve months: %(sentence)s") % {"sentence": sentence(found)}


def whole(found: Lost) -> Part:
    """Everybody who left in the month."""
    return Part("total", _("All who left"), len(found), found.value_in_cents, behind(f"{found.asked.from_on:%Y-%m}"))


def _table(known: ToldOf, standing: str) -> ReasonTable:
    said = known.said(standing)
    parts = known.named if standing == COUNTED else known.parts(said)
    could_not = [place for place, each in enumerate(said) if each == ()]
    lost_unsaid = in_money(int(known.cents[could_not].sum()))
    departures = len(np.unique(parts.departure)) + len(could_not)
    value = in_money(int(parts.value.sum())) + lost_unsaid
    return ReasonTable(
        standing=standing,
        title=str(TITLES[standing]),
        lines=tuple(_line(known, standing, each) for each in sums(parts, parts.reason)),
        could_not_say=Part(
            COULD_NOT_SAY,
            _("Could not say"),
            len(could_not),
            lost_unsaid,
            behind(known.period, [(standing, COULD_NOT_SAY)]),
        ),
        not_asked=Part(
            NOT_ASKED,
            _("Nobody asked"),
            len(known.lost) - departures,
            known.lost.value_in_cents - value,
            behind(known.period, [(standing, NOT_ASKED)]),
        ),
        total=whole(known.lost),
    )


def _line(known: ToldOf, standing: str, each: Sum) -> ReasonLine:
    entry = known.catalogue[each.key]
    return ReasonLine(
        reason=each.key,
        title=entry.title,
        group=entry.group,
        cause_class=entry.cause_class,
        is_changeable=entry.is_changeable,
        is_ours=entry.is_ours,
        departures=each.departures,
        weight=each.weight * PLACES,
        value_lost=in_money(each.value),
        issue=known.falls.covers.get(each.key),
        href=behind(known.period, [(standing, str(each.key))]),
    )
