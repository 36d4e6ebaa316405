"""One decision for each departure of the period. The same departures and settings give the same draft.

1. Who cannot be won back, or is in another cycle already, is not pursued.
2. The control group is drawn from everybody else, before any other choice is made.
3. The executives' customers are drawn to mirror the losses.
4. Team calls and letters are shared out so that all of them together are expected to gain most, with no more
   calls than the team can make.
5. The rest is not pursued, with the reason.

Each control member also carries what it would have been given: the same draw on the same scale, the same last
customer called. Later the called are compared with those who would have been called.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regain.desks.recovery.rules.gain import Amount, Offers, amount, gain, offers
from regain.desks.recovery.rules.representation import draw, seed_of
from regain.desks.recovery.rules.sharing import share_out
from regain.desks.recovery.rules.terms import Kind, Settings, Why
from regain.knowledge.valuation.rules import Departure
from regain.knowledge.valuation.rules.segments import segments_of
from regain_value.control import held_out

SALT = "regain.recovery"

NEVER = {"deceased": Why.DECEASED, "out of business": Why.OUT_OF_BUSINESS}


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided about one departure, and the numbers it rests on."""

    departure: Departure
    segment: str
    kind: Kind
    rank: int
    maximum_spend: Amount
    gain: Amount
    cost: Decimal
    would_be: Kind | None = None
    why: Why | None = None
    draw_probability: float | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    """A decision on the way to becoming one."""

    kind: Kind
    would_be: Kind | None = None
    why: Why | None = None
    draw_probability: float | None = None


GIVEN = {kind: _Choice(kind) for kind in (Kind.TEAM, Kind.LETTER)}


@dataclass(frozen=True, slots=True)
class _Field:
    """The departures with everything worked out that the choices need, by place in the list."""

    departures: Sequence[Departure]
    segments: Sequence[str]
    offers: Sequence[Offers]
    rank: Sequence[int]
    settings: Settings

    def in_rank_order(self, places: Sequence[int]) -> list[int]:
        """Places, the most to gain first."""
        return sorted(places, key=self.rank.__getitem__)


def decide(
    departures: Sequence[Departure], settings: Settings, *, elsewhere: frozenset[str] = frozenset()
) -> list[Decided]:
    """One decision for each departure, in the order given. `elsewhere`: customers another cycle works on."""
    spends = [amount(each.maximum_spend) for each in departures]
    weighed = [offers(spend, settings) for spend in spends]
    field = _Field(departures, segments_of(departures), weighed, _ranks(departures, weighed), settings)
    choices = _barred(departures, elsewhere)
    open_places = [place for place in range(len(departures)) if place not in choices]
    held = _held_out(departures, open_places, settings)
    free = [place for place in open_places if place not in held]
    choices |= _pursue(field, free)
    choices |= _hold(field, sorted(held), choices, len(free))
    return list(_decided(field, spends, choices))


def _decided(field: _Field, spends: Sequence[Amount], choices: Mapping[int, _Choice]) -> Iterator[Decided]:
    costs = field.settings.costs
    for place, departure in enumerate(field.departures):
        choice = choices[place]
        yield Decided(
            departure=departure,
            segment=field.segments[place],
            kind=choice.kind,
            rank=field.rank[place],
            maximum_spend=spends[place],
            gain=gain(spends[place], choice.kind, field.settings),
            cost=costs[choice.kind],
            would_be=choice.would_be,
            why=choice.why,
            draw_probability=choice.draw_probability,
        )


def _ranks(departures: Sequence[Departure], weighed: Sequence[Offers]) -> list[int]:
    """1 for the customer with most to gain by a call. Ties: the tested ranking, then the value lost."""

    def first(place: int) -> tuple[bool, Decimal, float, Decimal, str]:
        each = departures[place]
        return not each.recoverable, -weighed[place].call, -each.score, -each.value_lost, each.customer

    ranks = [0] * len(departures)
    for rank, place in enumerate(sorted(range(len(departures)), key=first), start=1):
        ranks[place] = rank
    return ranks


def _barred(departures: Sequence[Departure], elsewhere: frozenset[str]) -> dict[int, _Choice]:
    """Those nobody may approach in this cycle."""
    barred: dict[int, _Choice] = {}
    for place, departure in enumerate(departures):
        if not departure.recoverable or departure.kind in NEVER:
            why = NEVER.get(departure.kind, Why.NOT_RECOVERABLE)
            barred[place] = _Choice(Kind.NOT_PURSUED, why=why)
        elif departure.customer in elsewhere:
            barred[place] = _Choice(Kind.NOT_PURSUED, why=Why.ELSEWHERE)
    return barred


def _held_out(departures: Sequence[Departure], places: Sequence[int], settings: Settings) -> set[int]:
    """Who is control: each customer by a number of their own, whoever else is in the list."""
    chosen = held_out(
        (departures[place].customer for place in places),
        cycle=settings.period,
        salt=SALT,
        share=float(settings.control_share),
    )
    return {place for place, control in zip(places, chosen.tolist(), strict=True) if control}


def _pursue(field: _Field, free: Sequence[int]) -> dict[int, _Choice]:
    """The executives' draw, the team's calls, the letters, and the rest."""
    settings = field.settings
    drawn = _drawn(field, free, wanted=settings.executive_calls, purpose="executive")
    rest = field.in_rank_order([place for place in free if place not in drawn])
    shared = share_out([field.offers[place] for place in rest], settings)
    choices = {place: _Choice(Kind.EXECUTIVE, draw_probability=chance) for place, chance in drawn.items()}
    choices |= {
        place: GIVEN[kind] if kind else _uncalled(field, place) for place, kind in zip(rest, shared, strict=True)
    }
    return choices


def _drawn(field: _Field, places: Sequence[int], *, wanted: int, purpose: str) -> dict[int, float]:
    """Places drawn to mirror the losses, with the probability each had."""
    found = draw(
        [field.departures[place] for place in places],
        [field.segments[place] for place in places],
        wanted=wanted,
        seed=seed_of(field.settings.period, purpose),
    )
    return {places[row]: chance for row, chance in found.items()}


def _uncalled(field: _Field, place: int) -> _Choice:
    """A letter where it pays, otherwise nothing, with the reason."""
    if field.offers[place].wants_letter:
        return GIVEN[Kind.LETTER]
    return _Choice(Kind.NOT_PURSUED, why=_why_not(field.departures[place], field.offers[place]))


def _why_not(departure: Departure, weighed: Offers) -> Why:
    if departure.second_value.value <= 0:
        return Why.NOTHING_TO_WIN
    if departure.maximum_spend.value <= 0:
        return Why.NO_DIFFERENCE
    return Why.NO_CALL_LEFT if weighed.wants_call else Why.TOO_DEAR


def _hold(field: _Field, held: Sequence[int], choices: Mapping[int, _Choice], free: int) -> dict[int, _Choice]:
    """The control group, each with what it would have been given."""
    if not held:
        return {}
    wanted = round(field.settings.executive_calls * len(held) / free) if free else 0
    drawn = _drawn(field, held, wanted=wanted, purpose="control")
    last = _last_rank_called(field, choices)
    would_be: dict[int, Kind] = dict.fromkeys(drawn, Kind.EXECUTIVE)
    for place in held:
        if place not in would_be:
            called = field.offers[place].wants_call and (last is None or field.rank[place] <= last)
            would_be[place] = Kind.TEAM if called else _uncalled(field, place).kind
    return {
        place: _Choice(Kind.CONTROL, would_be=kind, draw_probability=drawn.get(place))
        for place, kind in would_be.items()
    }


def _last_rank_called(field: _Field, choices: Mapping[int, _Choice]) -> int | None:
    """The rank of the last customer the team calls; none when it could have called more."""
    ranks = [field.rank[place] for place, choice in choices.items() if choice.kind is Kind.TEAM]
    if len(ranks) < field.settings.team_calls:
        return None
    return max(ranks, default=0)
