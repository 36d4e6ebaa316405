"""What reasons cost: each departure's value split over its causes, so that everything adds up to the penny."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from regain.knowledge.playbook.rules.causes import Answer, Key, Told, apportion

CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Loss:
    """A departure: what was lost, and what is known of why."""

    value: Decimal
    told: Told


@dataclass(frozen=True)
class Share:
    """What falls to one reason, or to departures without one: how many departures, and which part of the value."""

    departures: int = 0
    weight: Decimal = Decimal(0)
    """The departures counted by the reason's weight in each."""
    value: Decimal = Decimal(0)


@dataclass(frozen=True)
class Attribution:
    """The whole value lost, by reason (largest first) and without one. The parts add up to the total exactly."""

    reasons: Mapping[int, Share]
    not_asked: Share
    could_not_say: Share
    total: Share


def in_cents(value: Decimal) -> int:
    """An amount in whole cents, half to even."""
    return int(value.quantize(CENT, ROUND_HALF_EVEN) * 100)


def shares(value: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """An amount split by weights, in cents that add up to the amount in cents."""
    return {key: Decimal(part) * CENT for key, part in apportion(in_cents(value), weights).items()}


def attribute(losses: Iterable[Loss]) -> Attribution:
    """Split every loss over its causes. Where nobody asked, or they could not say, that is told by itself."""
    by_reason: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    rest = {answer: [Decimal(0)] * 3 for answer in Answer}
    for loss in losses:
        weights = {cause.reason_id: cause.weight for cause in loss.told.causes}
        if weights:
            for reason, value in shares(loss.value, weights).items():
                _add(by_reason[reason], weights[reason], value)
        answer = Answer.NOT_ASKED if loss.told.answer is Answer.ASKED and not weights else loss.told.answer
        _add(rest[answer], Decimal(1), Decimal(in_cents(loss.value)) * CENT)
    ranked = sorted(by_reason, key=lambda reason: (-by_reason[reason][2], reason))
    return Attribution(
        reasons={reason: _share(by_reason[reason]) for reason in ranked},
        not_asked=_share(rest[Answer.NOT_ASKED]),
        could_not_say=_share(rest[Answer.COULD_NOT_SAY]),
        total=_share([sum(parts, Decimal(0)) for parts in zip(*rest.values(), strict=True)]),
    )


def _add(line: list[Decimal], weight: Decimal, value: Decimal) -> None:
    line[0] += 1
    line[1] += weight
    line[2] += value


def _share(line: list[Decimal]) -> Share:
    return Share(departures=int(line[0]), weight=line[1], value=line[2].quantize(CENT))
