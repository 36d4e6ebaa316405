"""What is decided, and that it is decided the same way every time."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regain.desks.recovery.rules.decide import Decided, decide
from regain.desks.recovery.rules.terms import Kind, Settings, Why
from regain.desks.recovery.tests.departed import PLAIN, SETTINGS, crowd, departed
from regain.knowledge.valuation.rules import Departure, Estimate


def only(departure: Departure, **changes: object) -> Decided:
    """The decision on one customer with nobody held out and no executive calls."""
    terms = replace(SETTINGS, control_share=Decimal(0), executive_calls=0)
    return decide([departure], replace(terms, **changes))[0]  # type: ignore[arg-type]


def kinds(decided: list[Decided]) -> Counter[Kind]:
    return Counter(each.kind for each in decided)


spends = st.floats(min_value=-20, max_value=500, allow_nan=False)
departures = st.builds(
    lambda spend, lost, lives, days, country, kind, recoverable: replace(
        departed("", spend=spend, lost=str(lost), lives=lives, purchase_days=days, country=country),
        kind=kind,
        recoverable=recoverable,
        maximum_spend=Estimate(spend, spend - 5, spend + 5),
    ),
    spends,
    st.decimals(min_value="-50", max_value="90000", places=4),
    st.integers(1, 3),
    st.integers(1, 9),
    st.sampled_from(["", "Germany", "France"]),
    st.sampled_from(["lapse", "contract end", "deceased", "out of business"]),
    st.booleans(),
)
lists = st.lists(departures, max_size=60).map(
    lambda found: [replace(each, customer=f"K{place}") for place, each in enumerate(found)]
)
terms = st.builds(
    Settings,
    period=st.sampled_from(["2011-09", "2011-Q3", "2020-02"]),
    control_share=st.sampled_from([Decimal(0), Decimal("0.1"), Decimal("0.2"), Decimal("0.5")]),
    executive_calls=st.integers(0, 20),
    team_calls=st.integers(0, 30),
    cost_of_call=st.decimals(min_value="0", max_value="30", places=2),
    cost_of_letter=st.decimals(min_value="0", max_value="5", places=2),
)


@settings(max_examples=150, deadline=None)
@given(found=lists, chosen=terms)
def test_every_departure_gets_exactly_one_decision(found: list[Departure], chosen: Settings) -> None:
    decided = decide(found, chosen)

    assert [each.departure for each in decided] == found
    assert sorted(each.rank for each in decided) == list(range(1, len(found) + 1))
    count = kinds(decided)
    assert count[Kind.EXECUTIVE] <= chosen.executive_calls
    assert count[Kind.TEAM] <= chosen.team_calls
    for each in decided:
        assert (each.why is not None) == (each.kind is Kind.NOT_PURSUED)
        assert (each.would_be is not None) == (each.kind is Kind.CONTROL)
        if each.kind in {Kind.TEAM, Kind.LETTER}:
            assert each.gain.value > 0
        if each.kind is Kind.EXECUTIVE:
            assert each.draw_probability
        if each.kind in {Kind.CONTROL, Kind.NOT_PURSUED}:
            assert each.gain.value == each.cost == Decimal(0)
        if not each.departure.recoverable or each.departure.kind in {"deceased", "out of business"}:
            assert each.kind is Kind.NOT_PURSUED


@settings(max_examples=50, deadline=None)
@given(found=lists, chosen=terms)
def test_totals_reconcile_with_the_departures_to_the_penny(found: list[Departure], chosen: Settings) -> None:
    decided = decide(found, chosen)

    by_kind = {kind: sum((d.departure.value_lost for d in decided if d.kind is kind), Decimal(0)) for kind in Kind}
    assert sum(by_kind.values()) == sum((each.value_lost for each in found), Decimal(0))


@settings(max_examples=50, deadline=None)
@given(found=lists, chosen=terms, data=st.data())
def test_the_order_of_the_list_changes_nothing(found: list[Departure], chosen: Settings, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(found))

    once, again = decide(found, chosen), decide(shuffled, chosen)

    assert {d.departure.customer: d for d in once} == {d.departure.customer: d for d in again}


def test_the_control_group_is_the_share_asked_for() -> None:
    decided = decide(crowd(20_000), SETTINGS)

    share = kinds(decided)[Kind.CONTROL] / 20_000

    assert share == pytest.approx(0.20, abs=4 * (0.2 * 0.8 / 20_000) ** 0.5)


def test_who_is_control_does_not_depend_on_who_else_left() -> None:
    everybody = crowd(500)
    whole = {d.departure.customer for d in decide(everybody, SETTINGS) if d.kind is Kind.CONTROL}

    half = {d.departure.customer for d in decide(everybody[::2], SETTINGS) if d.kind is Kind.CONTROL}

    assert half == whole & {each.customer for each in everybody[::2]}


def test_another_period_holds_out_others() -> None:
    september = decide(crowd(500), SETTINGS)
    october = decide(crowd(500), replace(SETTINGS, period="2011-10"))

    held = [{d.departure.customer for d in each if d.kind is Kind.CONTROL} for each in (september, october)]

    assert held[0] != held[1]


def test_control_would_have_been_called_as_often_as_the_others_are() -> None:
    decided = decide(crowd(20_000), replace(SETTINGS, team_calls=4_000, executive_calls=400))
    control = [d for d in decided if d.kind is Kind.CONTROL]
    others = [d for d in decided if d.kind is not Kind.CONTROL]

    for kind in (Kind.EXECUTIVE, Kind.TEAM, Kind.LETTER, Kind.NOT_PURSUED):
        held = sum(d.would_be is kind for d in control) / len(control)
        given_ = sum(d.kind is kind for d in others) / len(others)
        assert held == pytest.approx(given_, abs=0.02), kind


def test_control_would_be_called_down_to_the_same_customer() -> None:
    decided = decide(crowd(2_000), SETTINGS)
    last = max(d.rank for d in decided if d.kind is Kind.TEAM)

    assert all(d.rank <= last for d in decided if d.would_be is Kind.TEAM)


def test_the_team_calls_where_most_is_gained() -> None:
    decided = decide(crowd(1_000), replace(SETTINGS, executive_calls=0))
    called = [d.maximum_spend.value for d in decided if d.kind is Kind.TEAM]
    written = [d.maximum_spend.value for d in decided if d.kind is Kind.LETTER]

    assert len(called) == 60
    assert min(called) >= max(written)


def test_a_call_is_made_when_it_pays() -> None:
    call = only(departed("A", spend=28.0))

    assert (call.kind, call.gain.value, call.cost) == (Kind.TEAM, Decimal("20.00"), Decimal("8.00"))
    assert (call.gain.low, call.gain.high) == (Decimal("6.00"), Decimal("48.00"))


def test_a_letter_is_sent_where_it_gains_more_than_a_call() -> None:
    letter = only(departed("A", spend=8.40))

    assert (letter.kind, letter.gain.value) == (Kind.LETTER, Decimal("0.60"))


def test_a_letter_is_sent_when_the_calls_are_used_up() -> None:
    assert only(departed("A", spend=28.0), team_calls=0).kind is Kind.LETTER


def test_nothing_is_done_where_nothing_pays() -> None:
    left = only(departed("A", spend=1.60))

    assert (left.kind, left.why, left.gain.value) == (Kind.NOT_PURSUED, Why.TOO_DEAR, Decimal(0))


def test_the_reason_tells_one_cause_from_another() -> None:
    worthless = replace(PLAIN, second_value=Estimate(0, 0, 0), maximum_spend=Estimate(0, 0, 0))
    unmoved = replace(PLAIN, maximum_spend=Estimate(0, 0, 0))

    assert only(worthless).why is Why.NOTHING_TO_WIN
    assert only(unmoved).why is Why.NO_DIFFERENCE
    assert only(replace(PLAIN, kind="deceased", recoverable=False)).why is Why.DECEASED
    assert only(replace(PLAIN, kind="out of business")).why is Why.OUT_OF_BUSINESS
    assert only(replace(PLAIN, recoverable=False)).why is Why.NOT_RECOVERABLE
    assert only(departed("A", spend=28.0), team_calls=0, cost_of_letter=Decimal(20)).why is Why.NO_CALL_LEFT


def test_a_customer_of_another_cycle_is_left_to_it() -> None:
    decided = decide([PLAIN], SETTINGS, elsewhere=frozenset({PLAIN.customer}))

    assert (decided[0].kind, decided[0].why) == (Kind.NOT_PURSUED, Why.ELSEWHERE)


def test_nobody_left_is_an_empty_draft() -> None:
    assert decide([], SETTINGS) == []
