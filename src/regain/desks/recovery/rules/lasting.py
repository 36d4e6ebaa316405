"""How long those who came back stayed. Apart from the other rules because survival curves load slowly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regain.desks.recovery.rules.results import CANNOT_TELL
from regain_value import NotEnoughEvidence
from regain_value.survival import HORIZONS, survival


@dataclass(frozen=True)
class SecondLife:
    """From the first purchase after the departure to the last; `left_on` is empty while it lasts."""

    began_on: date
    last_on: date
    left_on: date | None


def lasting(lives: Sequence[SecondLife], *, known_until: date) -> tuple[list[dict[str, float]], str]:
    """The share still there after 30, 90 and 180 days, each as a document; or none, and the sentence why.

    A life that ended ended with its last purchase; one that lasts was seen until the day before `known_until`.
    """
    if not lives:
        return [], "Nobody has come back yet."
    days = [((life.last_on if life.left_on else known_until) - life.began_on).days for life in lives]
    try:
        curve = survival([max(each, 0) for each in days], [life.left_on is not None for life in lives])
    except NotEnoughEvidence as refusal:
        return [], _words(refusal)
    told, refusals = [], []
    for horizon in HORIZONS:
        try:
            at = curve.at(horizon)
        except NotEnoughEvidence as refusal:
            refusals.append(_words(refusal))
        else:
            told.append({"days": at.days, "share": at.share, "low": at.low, "high": at.high, "followed": at.at_risk})
    return told, "" if told else refusals[0]


def _words(refusal: NotEnoughEvidence) -> str:
    return f"{CANNOT_TELL}{refusal.problem.removeprefix(CANNOT_TELL.lower())}."
