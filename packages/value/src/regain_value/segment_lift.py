"""Where the effect differs, guarded against reading noise.

Each segment's difference is compared with that of all the others; a segment is named only when it
stands out after Bonferroni's correction for looking at every one of them. Its estimate is drawn
towards the common effect by as much as the segments scatter no more than chance would make them
(DerSimonian & Laird 1986, *Controlled Clinical Trials* 7: 177–188). Variances carry Agresti and
Caffo's (2000, *American Statistician* 54: 280–288) added one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from regain_value.arrays import BoolArray, FloatArray, IntArray
from regain_value.effect import FEWEST, Change, Lift, newcombe
from regain_value.errors import NotEnoughEvidence
from regain_value.estimate import LEVEL
from regain_value.special import normal_quantile, normal_tail
from regain_value.trial import Count, Trial


@dataclass(frozen=True, slots=True)
class Returns:
    """How many returned of how many, one row per segment."""

    returned: FloatArray
    of: FloatArray

    @classmethod
    def among(cls, counts: Iterable[Count]) -> "Returns":
        """The columns of some counts."""
        told = [(each.returned, each.of) for each in counts]
        return cls(*np.array(told, dtype=np.float64).T)

    def take(self, rows: IntArray) -> "Returns":
        """Some of the segments."""
        return Returns(self.returned[rows], self.of[rows])

    def variance(self) -> FloatArray:
        """Of the share, with one added to each cell."""
        rate = (self.returned + 1) / (self.of + 2)
        return rate * (1 - rate) / (self.of + 2)


@dataclass(frozen=True, slots=True)
class SegmentLift:
    """One segment.

    alone: its own difference; pooled: the same drawn towards the common one; differs: it stands
    out from the others beyond chance.
    """

    name: object
    treated: Count
    control: Count
    alone: Lift
    pooled: Change
    differs: bool


@dataclass(frozen=True, slots=True)
class SegmentLifts:
    """The common effect, each segment large enough to be looked at, and those that are not."""

    common: Change
    segments: tuple[SegmentLift, ...]
    too_small: tuple[object, ...]

    @property
    def named(self) -> tuple[SegmentLift, ...]:
        """The segments that may be spoken of."""
        return tuple(each for each in self.segments if each.differs)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be said, and no more."""
        if not self.named:
            return ("The effect does not differ between segments beyond chance.",)
        return tuple(
            f"In segment {each.name} the effect is "
            f"{'larger' if each.alone.value > self.common.value else 'smaller'} than elsewhere."
            for each in self.named
        )


def lift_by_segment(trial: Trial) -> SegmentLifts:
    """The difference in return rate by segment.

    Segments with fewer than ten in either group are left out and listed. Raises NotEnoughEvidence
    when no segments were given or fewer than two are large enough.
    """
    if trial.segment is None:
        raise _cannot_compare("no segments were given")
    names = np.unique(trial.segment).tolist()
    counts = {name: trial.counts(trial.segment == name) for name in names}
    large = [name for name in names if min(each.of for each in counts[name]) >= FEWEST]
    if len(large) < 2:
        raise _cannot_compare(f"{len(large)} segments have {FEWEST} customers in both groups")
    pairs = [counts[name] for name in large]
    gaps = np.array([pair[0].rate - pair[1].rate for pair in pairs])
    treated, control = (Returns.among(side) for side in zip(*pairs, strict=True))
    common, pooled = _pooled(gaps, treated.variance() + control.variance())
    differs = stand_out(treated, control)
    lifts = tuple(
        SegmentLift(name, *pair, newcombe(*pair), drawn, bool(odd))
        for name, pair, drawn, odd in zip(large, pairs, pooled, differs, strict=True)
    )
    return SegmentLifts(common, lifts, tuple(name for name in names if name not in large))


def stand_out(treated: Returns, control: Returns) -> BoolArray:
    """Which segments' differences differ from that of the others, all looks counted.

    The most striking is named first and then left out of "the others", so that one odd segment
    does not make the ordinary ones look odd.
    """
    many = len(treated.of)
    named = np.zeros(many, np.bool_)
    while (open_ := np.flatnonzero(~named)).size > 1:
        chance = _chance(treated.take(open_), control.take(open_))
        first = int(chance.argmin())
        if chance[first] > (1 - LEVEL) / len(open_):
            break
        named[open_[first]] = True
        if len(open_) == 2:
            named[open_] = True
    return named


def _chance(treated: Returns, control: Returns) -> FloatArray:
    """How likely chance alone sets each segment as far from the others.

    The variance is the larger of two: from the segment's own shares, and from its shares if the
    effect were everywhere the same; the first alone takes empty cells for certainty, the second
    takes a low natural rate for zero.
    """
    size = treated.of + control.of
    gaps = treated.returned / treated.of - control.returned / control.of
    weight = treated.of * control.of / size
    common = float((weight * gaps).sum() / weight.sum())
    both = treated.returned + control.returned
    natural = _inside((both - treated.of * common + 1) / (size + 2), size)
    after = _inside(natural + common, size)
    same = after * (1 - after) / treated.of + natural * (1 - natural) / control.of
    errors = np.maximum(same * size / (size - 1), treated.variance() + control.variance())
    rest = weight.sum() - weight
    others = ((weight * gaps).sum() - weight * gaps) / rest
    doubt = ((weight**2 * errors).sum() - weight**2 * errors) / rest**2
    return 2 * normal_tail(np.abs(gaps - others) / np.sqrt(errors + doubt))


def _inside(share: FloatArray, size: FloatArray) -> FloatArray:
    return np.clip(share, 1 / (size + 2), 1 - 1 / (size + 2))


def _pooled(gaps: FloatArray, errors: FloatArray) -> tuple[Change, list[Change]]:
    """The common difference, and each one drawn towards it."""
    weight = 1 / errors
    middle = float((weight * gaps).sum() / weight.sum())
    scatter = float((weight * (gaps - middle) ** 2).sum())
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(0.0, (scatter - (len(gaps) - 1)) / room)
    whole = 1 / (errors + between)
    middle = float((whole * gaps).sum() / whole.sum())
    spread = float(1 / whole.sum())
    own = between / (between + errors)
    drawn = own * gaps + (1 - own) * middle
    variances = own * errors + (1 - own) ** 2 * spread
    lifts = [_normal(value, variance) for value, variance in zip(drawn, variances, strict=True)]
    return _normal(middle, spread), lifts


def _normal(value: float, variance: float) -> Change:
    reach = normal_quantile((1 + LEVEL) / 2) * float(np.sqrt(variance))
    return Change(float(value), float(value) - reach, float(value) + reach)


def _cannot_compare(problem: str) -> NotEnoughEvidence:
    return NotEnoughEvidence(
        place="effect by segment",
        problem=f"cannot tell yet: {problem}, and two are needed",
        way_out="take fewer, larger segments or wait for more cycles",
    )
