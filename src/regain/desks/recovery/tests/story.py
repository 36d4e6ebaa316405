"""What the tests begin with: departures of a period, drafted by our own verb."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from regain.desks.recovery import actions
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries.facts import Departed
from regain.desks.recovery.rules.terms import Kind, Settings
from regain.desks.recovery.tests.departed import SETTINGS, crowd
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.period import period
from regain.knowledge.valuation.rules import Departure

AT = datetime(2011, 10, 3, 9, 30, tzinfo=UTC)


def departed(
    departures: Sequence[Departure] | None = None, *, name: str = "2011-09", terms: Settings = SETTINGS
) -> Departed:
    """Departures of a period, as the valuation would hand them over."""
    wanted = period(name)
    return Departed(
        period=wanted,
        as_of=wanted.until_on,
        rule="rhythm",
        facts=0,
        currency="GBP",
        terms=replace(terms, period=wanted.text),
        departures=tuple(crowd(300) if departures is None else departures),
    )


def later(departures: Sequence[Departure], *, by_days: int = 31) -> list[Departure]:
    """The same customers, departed again in a later month."""
    day = date(2011, 7, 2)
    return [replace(each, last_day=day) for each in departures]


def draft(by: Actor, departures: Sequence[Departure] | None = None, *, name: str = "2011-09") -> Cycle:
    """A draft."""
    return actions.draft_cycle(by=by, at=AT, departed=departed(departures, name=name))


def one(cycle: Cycle, kind: Kind, place: int = 0) -> Decision:
    """One of the cycle's decisions of this kind, in rank order."""
    return cycle.decisions.filter(kind=kind).order_by("rank")[place]
