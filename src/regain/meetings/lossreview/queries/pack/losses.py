"""Who left: the largest of them with a brief, and all of them by segment and by country."""

from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery.queries.words import customer_href, segment_in_words
from regain.foundation.ui import formats
from regain.knowledge.ledger.rules import CONTRACT
from regain.knowledge.valuation.queries.lost import Lost, Who, in_money
from regain.knowledge.valuation.rules.segments import NAMES
from regain.meetings.lossreview.queries.pack.links import behind
from regain.meetings.lossreview.queries.pack.reasons import ToldOf
from regain.meetings.lossreview.rules.pack import Loss, Losses, Part

LARGEST: Final = 10


def losses_of(known: ToldOf) -> Losses:
    """The departures of the month."""
    found, period = known.lost, known.period
    back = found.is_back
    return Losses(
        departures=len(found),
        value_lost=found.value_in_cents,
        back=Part(
            "back",
            _("Back by %(day)s") % {"day": formats.day(found.asked.as_of)},
            int(back.sum()),
            in_money(int(found.cents[back].sum())),
            behind(period, [("back", "yes")]),
        ),
        largest=tuple(loss(known, who) for who in found.who(found.largest(LARGEST))),
        segments=_segments(found, period),
        countries=tuple(
            Part(country, country or _("Country unknown"), count, value, behind(period, [("country", country or "-")]))
            for country, count, value in found.countries()
        ),
    )


def loss(known: ToldOf, who: Who) -> Loss:
    """One of them."""
    told = known.by_row.get(who.row)
    counted = (told.counted if told else None) or ()
    return Loss(
        customer=who.customer,
        title=who.name or who.customer,
        country=who.country,
        left_on=who.left_on,
        last_day=who.last_day,
        value_lost=who.value_lost,
        segment=segment_in_words(known.lost.segment_of(who.row)),
        brief=brief(who, is_contract=known.lost.asked.rule.kind == CONTRACT),
        reasons=tuple(known.catalogue[reason].title for reason, _weight in counted),
        standing=told.standing.value if told and told.standing else "",
        back_on=who.back_on,
        href=customer_href(who.customer),
    )


def brief(who: Who, *, is_contract: bool) -> str:
    """Who they were and how it ended."""
    days = {"first": formats.day(who.first_day), "last": formats.day(who.last_day)}
    if is_contract:
        said = _("A customer from %(first)s to %(last)s.") % days
    else:
        said = ngettext(
            "Bought once, on %(last)s.",
            "Bought on %(count)s days from %(first)s to %(last)s.",
            who.purchase_days,
        ) % (days | {"count": formats.number(who.purchase_days)})
    if who.lives > 1:
        said += " " + ngettext(
            "Had left and come back once before.", "Had left and come back %(count)s times before.", who.lives - 1
        ) % {"count": who.lives - 1}
    if who.back_on is not None:
        said += " " + _("Bought again on %(day)s.") % {"day": formats.day(who.back_on)}
    return said


def _segments(found: Lost, period: str) -> tuple[Part, ...]:
    """The segments there are, the largest customers first, as lists show them."""
    departures = np.bincount(found.segment, minlength=len(NAMES)).tolist()
    values = found.summed(found.segment, len(NAMES)).tolist()
    return tuple(
        Part(name, segment_in_words(name), count, in_money(value), behind(period, [("segment", name)]))
        for name, count, value in zip(NAMES, departures, values, strict=True)
        if count
    )
