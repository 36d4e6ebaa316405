"""What customers said: the conversations about the month's departures, and who made the calls."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.desks.recovery.queries.heard import HeardCall, heard_of_departures
from regain.desks.recovery.queries.programme import executive_calls
from regain.desks.recovery.queries.trials import trials
from regain.foundation.kit.actor import Actor
from regain.knowledge.valuation.queries.lost import Asked
from regain.meetings.lossreview.rules.pack import CallLine, CallsMade, Trial

MOST_CALLS: Final = 60
"""Conversations a pack carries; with more, those of executives and the largest losses."""
MOST_TRIALS: Final = 6
DIGITS: Final = 6


def calls_of(asked: Asked, *, by: Actor) -> tuple[CallLine, ...]:
    """The conversations with those who left in the month: executives' first, then by value lost."""
    heard = heard_of_departures(by=by, from_on=asked.from_on, until_on=asked.until_on, most=MOST_CALLS)
    return tuple(_line(each) for each in heard)


def callers_of(asked: Asked, *, at: datetime) -> tuple[CallsMade, ...]:
    """The executives' calls of the month."""
    made = executive_calls(from_on=asked.from_on, until_on=asked.until_on, known_at=at)
    return tuple(
        CallsMade(each.person or _("Nobody yet"), each.drawn, each.tried, each.spoken, each.on_time) for each in made
    )


def trials_of(asked: Asked) -> tuple[Trial, ...]:
    """What the newest cycles changed beside their control groups."""
    return tuple(
        Trial(
            period=each.period,
            title=each.title,
            treated=each.treated,
            treated_returned=each.treated_returned,
            control=each.control,
            control_returned=each.control_returned,
            lift=_rounded(each.lift),
            low=_rounded(each.low),
            high=_rounded(each.high),
            sentence=each.words,
            href=each.href,
        )
        for each in trials(until_on=asked.until_on, most=MOST_TRIALS)
    )


def _rounded(share: float | None) -> float | None:
    """Rounded, so that two machines write the same."""
    return None if share is None else round(share, DIGITS)


def _line(each: HeardCall) -> CallLine:
    return CallLine(
        call=each.call,
        customer=each.customer,
        title=each.title,
        by=each.by,
        is_executive=each.is_executive,
        spoken_at=each.spoken_at,
        value_lost=each.value_lost.rounded().amount,
        quotes=each.quotes,
        notes=each.notes,
        wants=each.wants,
        reasons=each.reasons,
        is_confirmed=each.is_confirmed,
        could_not_say=each.could_not_say,
        willingness=each.willingness,
        href=each.href,
    )
