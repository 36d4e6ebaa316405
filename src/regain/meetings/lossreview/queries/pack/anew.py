"""What earlier packs said of their months, where the same months are counted differently now."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.packs import frozen_before
from regain.meetings.lossreview.rules.pack import Month, Pack

TOLD: Final = 3


def counted_anew(months: Sequence[Month], *, currency: str, rule: str) -> str:
    """The newest months that differ from their frozen packs, in a sentence or a few; empty where none does."""
    now = {each.period: each for each in months}
    first, this = months[0], months[-1]
    found = [
        (said, pack.rule == rule)
        for pack in frozen_before(this.period, since=first.period)
        if (said := _differs(pack, now[pack.period], currency))
    ][:TOLD]
    if not found:
        return ""
    same_rule = all(same for _said, same in found)
    told = _("Counted anew with later sales: %(months)s") if same_rule else _("Counted anew: %(months)s")
    return told % {"months": " ".join(said for said, _same in found)}


def _differs(pack: Pack, now: Month, currency: str) -> str:
    """What it said and what is counted now; empty where they read the same."""
    left, lost = pack.losses.departures, _money(pack.losses.value_lost, pack.currency)
    if (left, lost) == (now.left, _money(now.value_left, currency)):
        return ""
    said = ngettext(
        "%(month)s's pack said %(left)s customer and %(lost)s; now %(left_now)s and %(lost_now)s.",
        "%(month)s's pack said %(left)s customers and %(lost)s; now %(left_now)s and %(lost_now)s.",
        left,
    )
    return said % {
        "month": pack.title,
        "left": formats.number(left),
        "lost": lost,
        "left_now": formats.number(now.left),
        "lost_now": _money(now.value_left, currency),
    }


def _money(amount: Decimal, currency: str) -> str:
    return formats.money((amount, currency), "whole")
