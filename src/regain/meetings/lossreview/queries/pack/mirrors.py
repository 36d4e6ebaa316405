"""How well the conversations stand for the losses: by value, by segment and by reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.queries.spoken import spoken_with
from regain.desks.recovery.queries.words import segment_in_words
from regain.foundation.ui import formats
from regain.knowledge.playbook.rules.columns import sums
from regain.knowledge.valuation.queries.lost import Lost, in_money
from regain.knowledge.valuation.rules.mirror import Called, Share, mirror
from regain.knowledge.valuation.rules.segments import HABITS, LARGE, MEDIUM, NAMES, SMALL, TIERS, UNSIZED
from regain.meetings.lossreview.queries.pack.reasons import ToldOf
from regain.meetings.lossreview.rules.pack import Mirror, Shared

APART: Final = timedelta(days=100)
WORTH_TELLING: Final = 0.05
"""A part of the losses that nobody spoke for is named from here on."""
DIGITS: Final = 6
CLOSE: Final = 0.15
"""Below this part in the wrong place the calls stand well for the losses."""
BANDS: Final[Mapping[str, str | Promise]] = {
    LARGE: gettext_lazy("The largest, half of the value"),
    MEDIUM: gettext_lazy("The next, up to 80% of the value"),
    SMALL: gettext_lazy("All others"),
    UNSIZED: gettext_lazy("Everybody; too few for bands"),
}


@dataclass(frozen=True)
class Spoken:
    """One conversation about a departure of the month."""

    row: int
    probability: float | None


@dataclass(frozen=True)
class Strata:
    """What the departures are told apart by: names in order, and the place of each departure's."""

    names: Sequence[str]
    places: npt.NDArray[np.int64]


def mirrors_of(known: ToldOf) -> tuple[Mirror, ...]:
    """All three."""
    spoken = _spoken(known.lost)
    found = known.lost
    return (
        _of_rows(
            "value",
            _("By value"),
            found=found,
            spoken=spoken,
            strata=Strata(TIERS, found.segment // len(HABITS)),
            called=lambda name: str(BANDS[name]),
        ),
        _of_rows(
            "segment",
            _("By segment"),
            found=found,
            spoken=spoken,
            strata=Strata(NAMES, found.segment),
            called=segment_in_words,
        ),
        _of_reasons(known, spoken),
    )


def _spoken(found: Lost) -> tuple[Spoken, ...]:
    asked = found.asked
    with_whom = spoken_with(from_on=asked.from_on - APART, until_on=asked.until_on + APART)
    rows = found.rows_of([each.customer for each in with_whom], [each.left_on for each in with_whom]).tolist()
    pairs = zip(rows, with_whom, strict=True)
    return tuple(Spoken(row, each.draw_probability) for row, each in pairs if row >= 0)


def _of_rows(
    by: str,
    title: str,
    *,
    found: Lost,
    spoken: Sequence[Spoken],
    strata: Strata,
    called: Callable[[str], str],
) -> Mirror:
    """The mirror by something every departure has; the strata stay in their order."""
    names = strata.names
    many = dict(zip(names, np.bincount(strata.places, minlength=len(names)).tolist(), strict=True))
    sums = found.summed(strata.places, len(names)).tolist()
    lost = {name: in_money(cents) for name, cents in zip(names, sums, strict=True) if many[name]}
    calls = [
        Called(names[int(strata.places[each.row])], in_money(int(found.cents[each.row])), each.probability)
        for each in spoken
    ]
    seen = mirror(lost, calls)
    ranked = sorted(seen.shares, key=lambda each: names.index(each.name))
    shares = tuple(_shared(each, called(each.name), many[each.name], each.calls) for each in ranked)
    if not calls:
        return Mirror(by, title, shares, None, _("Nobody was spoken with yet, so nothing can be compared."))
    return Mirror(by, title, shares, round(seen.distance, DIGITS), sentence(shares, seen.distance))


def _of_reasons(known: ToldOf, spoken: Sequence[Spoken]) -> Mirror:
    """The mirror by reason, among those whose reason anybody knows."""
    title, parts = _("By reason"), known.named
    chances = {each.row: each.probability for each in spoken}
    owners = known.rows[parts.departure]
    heard = np.isin(owners, list(chances))
    losses = sums(parts, parts.reason)
    rows = zip(owners[heard].tolist(), parts.reason[heard].tolist(), parts.value[heard].tolist(), strict=True)
    calls = [Called(str(reason), in_money(cents), chances[row]) for row, reason, cents in rows]
    seen = mirror({str(each.key): in_money(each.value) for each in losses}, calls)
    many = {str(each.key): each.departures for each in losses}
    shares = tuple(
        _shared(each, known.catalogue[int(each.name)].title, many[each.name], each.calls) for each in seen.shares
    )
    if not calls:
        return Mirror("reason", title, shares, None, _("No conversation told a reason yet."))
    if heard.all():
        only = _("Only the conversations say why anybody left, so there is nothing to hold them against.")
        return Mirror("reason", title, shares, None, only)
    return Mirror("reason", title, shares, round(seen.distance, DIGITS), sentence(shares, seen.distance))


def _shared(share: Share, title: str, losses: int, calls: int) -> Shared:
    """Rounded, so that two machines write the same."""
    return Shared(
        share.name, title, round(share.of_losses, DIGITS), round(share.stood_for, DIGITS), losses=losses, calls=calls
    )


def sentence(shares: Sequence[Shared], distance: float) -> str:
    """What the comparison comes to."""
    silent = [each for each in shares if not each.calls and each.of_losses >= WORTH_TELLING]
    heard = [each for each in shares if each.calls]
    if silent:
        most = max(silent, key=lambda each: each.of_losses)
        told = {
            "silent": most.title,
            "share": formats.percent(most.of_losses),
            "heard": max(heard, key=lambda each: each.of_calls).title,
        }
        return _("Most was heard from “%(heard)s”; nobody spoke with “%(silent)s”, %(share)s of the value.") % told
    if distance <= CLOSE:
        told = {"share": formats.percent(1 - distance)}
        return _("The conversations stand well for the losses: %(share)s of their weight lies where they lie.") % told
    most = max(heard, key=lambda each: each.of_calls - each.of_losses)
    return _("“%(most)s” is heard more than it weighs: %(calls)s of the conversations, %(losses)s of the value.") % {
        "most": most.title,
        "calls": formats.percent(most.of_calls),
        "losses": formats.percent(most.of_losses),
    }
