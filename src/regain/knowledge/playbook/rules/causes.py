"""Why a customer left: three standings, several causes each, with weights that sum to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import lcm
from typing import Final, TypeVar

Key = TypeVar("Key")

PLACES: Final = Decimal("0.0001")
"""Weights have four decimals."""
PARTS: Final = 10_000
MOST_CAUSES: Final = 10


class Standing(StrEnum):
    """Who says so: the customer on leaving, the caller after listening, the customer to the caller's words."""

    STATED = "stated"
    DIAGNOSED = "diagnosed"
    CONFIRMED = "confirmed"


STRONGEST_FIRST: Final = (Standing.CONFIRMED, Standing.DIAGNOSED, Standing.STATED)


class Answer(StrEnum):
    """Whether anybody asked, and whether the customer could say."""

    ASKED = "asked"
    NOT_ASKED = "not_asked"
    COULD_NOT_SAY = "could_not_say"


class CauseClass(StrEnum):
    """What kind of force a reason is; it decides what is worth trying."""

    PUSHED_ON_PURPOSE = "pushed_on_purpose"
    PUSHED = "pushed"
    PULLED = "pulled"
    BOUGHT = "bought"
    MOVED = "moved"


@dataclass(frozen=True)
class WeightedCause:
    """One reason of one departure. A merged reason goes by the one it was merged into; `said_as` keeps its title."""

    reason_id: int
    title: str
    cause_class: CauseClass
    is_changeable: bool
    is_ours: bool
    weight: Decimal
    said_as: str = ""


@dataclass(frozen=True)
class Told:
    """What one standing says; no causes unless it was asked and answered. The heaviest cause comes first."""

    answer: Answer = Answer.NOT_ASKED
    causes: tuple[WeightedCause, ...] = ()


@dataclass(frozen=True)
class Causes:
    """Why one departure happened, at each standing."""

    stated: Told = Told()
    diagnosed: Told = Told()
    confirmed: Told = Told()

    def at(self, standing: Standing) -> Told:
        """What one standing says."""
        return {
            Standing.STATED: self.stated,
            Standing.DIAGNOSED: self.diagnosed,
            Standing.CONFIRMED: self.confirmed,
        }[standing]

    @property
    def counted(self) -> Told:
        """What reports count: the strongest standing with causes; else that they could not say; else not asked."""
        return strongest([self.at(standing) for standing in STRONGEST_FIRST])


def strongest(told: Sequence[Told]) -> Told:
    """The first with causes, else the first that could not say, else the first; the strongest standing goes first."""
    ranked = sorted(told, key=lambda each: (Answer.ASKED, Answer.COULD_NOT_SAY, Answer.NOT_ASKED).index(each.answer))
    return ranked[0] if ranked else Told()


def apportion(total: int, weights: Mapping[Key, Decimal | int]) -> dict[Key, int]:
    """Split a whole number by weights into whole numbers with exactly that sum, by largest remainder.

    Ties go to whoever comes first. The weights are positive; the total may be negative.
    """
    ratios = {key: weight.as_integer_ratio() for key, weight in weights.items()}
    scale = lcm(*(below for _, below in ratios.values()))
    sizes = {key: above * (scale // below) for key, (above, below) in ratios.items()}
    whole = sum(sizes.values())
    size, sign = abs(total), 1 if total >= 0 else -1
    shares = {key: divmod(size * each, whole) for key, each in sizes.items()}
    parts = {key: share for key, (share, _) in shares.items()}
    short = size - sum(parts.values())
    for key in sorted(shares, key=lambda each: -shares[each][1])[:short]:
        parts[key] += 1
    return {key: sign * part for key, part in parts.items()}


def weighed(parts: Mapping[Key, Decimal | int]) -> dict[Key, Decimal]:
    """Weights in these proportions, to four decimals, with a sum of exactly one."""
    return {key: Decimal(part) * PLACES for key, part in apportion(PARTS, parts).items()}


def evenly(keys: Sequence[Key]) -> dict[Key, Decimal]:
    """Equal weights, to four decimals, with a sum of exactly one; the first ones carry the rest."""
    return weighed(dict.fromkeys(keys, 1))


def are_weights(weights: Mapping[Key, Decimal]) -> bool:
    """Whether these are weights of causes: above zero, four decimals at most, together exactly one."""
    given = list(weights.values())
    if not given or not all(weight.is_finite() and 0 < weight <= 1 for weight in given):
        return False
    return sum(given) == 1 and all(weight == weight.quantize(PLACES) for weight in given)


def from_percents(percents: Mapping[Key, Decimal | None]) -> dict[Key, Decimal]:
    """Weights from percents; those left open share evenly what is left of a hundred.

    What does not make a hundred comes out as it is, so that `are_weights` says no.
    """
    given = {key: percent / 100 for key, percent in percents.items() if percent is not None}
    left = (1 - sum(given.values(), Decimal(0))) * PARTS
    open_keys = [key for key, percent in percents.items() if percent is None]
    if not open_keys or left < len(open_keys) or left != int(left):
        return given
    parts = apportion(int(left), dict.fromkeys(open_keys, 1))
    return {key: given[key] if key in given else parts[key] * PLACES for key in percents}
