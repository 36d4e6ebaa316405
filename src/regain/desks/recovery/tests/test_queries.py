"""What is shown, and to whom: sums that add up, and a control group nobody who calls ever meets."""

from decimal import Decimal

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries import cycles, decisions, document, executives, facts, home, swaps
from regain.desks.recovery.queries.cases import visible_to
from regain.desks.recovery.queries.cycle import CyclePage, cycle_page
from regain.desks.recovery.queries.decision import decision_page
from regain.desks.recovery.queries.finding import decision_of, decision_row, draft_row
from regain.desks.recovery.queries.words import period_in_words, reason_in_words
from regain.desks.recovery.rules.terms import CALLED, Kind, Why
from regain.desks.recovery.tests.departed import SETTINGS, crowd
from regain.desks.recovery.tests.story import AT, draft, one
from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.foundation.kit.period import period
from regain.foundation.kit.table import TableState
from regain.foundation.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page_of(cycle: Cycle, person: Person) -> CyclePage:
    return cycle_page(by=person, at=AT, cycle=cycle)


def listed(cycle: Cycle, person: Person, **asked: str) -> list[decisions.DecisionRow]:
    page = decisions.decisions_page(by=person, cycle=cycle)
    return list(page.rows.all(TableState.parse(page.spec, {name: [value] for name, value in asked.items()})))


def held_out(cycle: Cycle) -> set[str]:
    return set(cycle.decisions.filter(kind=Kind.CONTROL).values_list("customer", flat=True))


def test_the_page_adds_up_to_the_penny(cast: Cast, cycle: Cycle) -> None:
    page = page_of(cycle, cast.dev)
    lost = sum((each.value_lost for each in crowd(300)), Decimal(0))

    assert page.departures == 300 == sum(line.count for line in page.kinds) == sum(each.count for each in page.segments)
    assert page.value_lost.amount == lost
    assert sum((line.value_lost.amount for line in page.kinds), Decimal(0)) == lost
    assert sum((line.value_lost.amount for line in page.segments), Decimal(0)) == lost
    assert page.pursued.gain.amount == sum((row.gain for row in cycle.decisions.all()), Decimal(0))
    assert page.pursued.cost.amount == sum((row.cost for row in cycle.decisions.all()), Decimal(0))
    assert page.pursued.gain_low.amount <= page.pursued.gain.amount <= page.pursued.gain_high.amount


def test_the_page_says_what_one_more_call_would_bring(cast: Cast, cycle: Cycle) -> None:
    waiting = cycle.decisions.filter(kind=Kind.LETTER).order_by("rank")[0]

    more = page_of(cycle, cast.dev).one_more_call

    assert more is not None
    assert more.gain.amount == waiting.maximum_spend - SETTINGS.cost_of_call - waiting.gain > 0
    assert more.low.amount < more.gain.amount < more.high.amount
    called = cycle.decisions.filter(kind=Kind.TEAM)
    assert all(row.gain - (row.maximum_spend / 4 - SETTINGS.cost_of_letter) >= more.gain.amount for row in called)


def test_with_calls_to_spare_one_more_would_bring_nothing(cast: Cast) -> None:
    assert page_of(draft(cast.dev, crowd(20)), cast.dev).one_more_call is None


def test_the_ten_are_shown_with_what_they_stand_for(cast: Cast, cycle: Cycle) -> None:
    page = page_of(cycle, cast.dev)

    assert len(page.executives) == 10
    assert page.by_segment.distance < 0.15
    assert sum(call.stands_for.amount for call in page.executives) == pytest.approx(
        sum((row.value_lost for row in cycle.decisions.exclude(kind=Kind.CONTROL)), Decimal(0)), rel=Decimal("0.001")
    )


def test_nobody_who_calls_meets_the_control_group(cast: Cast, cycle: Cycle) -> None:
    approved = actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    hidden = held_out(cycle)
    assert hidden

    for person in (cast.ada, cast.ben, cast.nia):
        page = page_of(approved, person)
        assert "control" not in {line.kind for line in page.kinds}
        assert {line.control for line in page.segments} == {0}
        assert hidden.isdisjoint(row.customer for row in listed(approved, person))
        called = approved.decisions.filter(kind__in=CALLED).count()
        assert decisions.decisions_page(by=person, cycle=approved).total == called < 300 - len(hidden)
        assert "control" not in document.cycle_document(by=person, cycle=approved)["decisions"]
        assert decisions.decisions_page(by=person, cycle=approved).spec.column("would_be") is None
        assert decisions.decisions_page(by=person, cycle=approved).spec.column("rank") is None
        assert hidden.isdisjoint(visible_to(person).values_list("customer", flat=True))
        ten = executives.executive_page(by=person, at=AT)
        assert hidden.isdisjoint(call.customer for call in (*ten.mine, *ten.open))
        for customer in hidden:
            assert home.customer_panel(by=person, customer=customer) is None
            with pytest.raises(NotFound):
                decision_of(by=person, cycle=approved, customer=customer)


@pytest.mark.parametrize("kind", [Kind.CONTROL, Kind.LETTER, Kind.NOT_PURSUED])
def test_whoever_is_not_called_looks_like_control_to_who_may_not_know(cast: Cast, cycle: Cycle, kind: Kind) -> None:
    row = one(cycle, kind)

    for person in (cast.ada, cast.nia):
        assert home.customer_panel(by=person, customer=row.customer) is None
        assert row.customer not in {each.customer for each in listed(cycle, person)}
        with pytest.raises(NotFound):
            decision_row(by=person, pk=row.pk)
        assert {(line.letter, line.not_pursued) for line in page_of(cycle, person).segments} == {(0, 0)}
    assert home.customer_panel(by=cast.dev, customer=row.customer)


def test_who_is_hidden_is_not_found_by_number_either(cast: Cast, cycle: Cycle) -> None:
    control = one(cycle, Kind.CONTROL)

    with pytest.raises(NotFound):
        decision_row(by=cast.ada, pk=control.pk)

    assert decision_row(by=cast.dev, pk=control.pk) == control


def test_asking_for_control_by_name_finds_nobody_for_who_may_not_know(cast: Cast, cycle: Cycle) -> None:
    assert {row.kind for row in listed(cycle, cast.dev, kind="control")} == {"control"}
    assert {row.kind for row in listed(cycle, cast.ada, kind="control")} <= {"executive", "team"}


def test_the_list_is_searched_filtered_and_sorted(cast: Cast, cycle: Cycle) -> None:
    assert [row.customer for row in listed(cycle, cast.dev, q="customer 17")][:1] != []
    assert {row.kind for row in listed(cycle, cast.dev, kind="team")} == {"team"}
    assert {row.segment for row in listed(cycle, cast.dev, segment="small/once")} == {"small/once"}
    assert {row.country for row in listed(cycle, cast.dev, country="germ")} == {"Germany"}
    lost = [row.value_lost.amount for row in listed(cycle, cast.dev, sort="-value_lost")]
    assert lost == sorted(lost, reverse=True)
    assert [row.rank for row in listed(cycle, cast.dev)] == list(range(1, 301))
    some = listed(cycle, cast.dev, **{"value_lost.min": "100", "value_lost.max": "200"})
    assert some
    assert all(100 <= row.value_lost.amount <= 200 for row in some)
    assert listed(cycle, cast.dev, **{"left_on.from": "2011-10-01"}) == []


def test_a_name_sorts_before_an_id_where_there_is_one(cast: Cast, cycle: Cycle) -> None:
    Decision.objects.filter(cycle=cycle, rank=300).update(name="Aardvark & Co")

    assert listed(cycle, cast.dev, sort="title")[0].title == "Aardvark & Co"


def test_the_preview_of_a_swap_is_what_the_swap_does(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.LETTER)
    effect = swaps.swap_page(by=cast.dev, leaves=leaves, enters=enters.pk).effect
    assert effect is not None

    before = page_of(cycle, cast.dev)
    actions.swap_customer(by=cast.dev, at=AT, leaves=leaves, enters=enters, reason="Ada knows them")
    after = page_of(cycle, cast.dev)

    assert (effect.gain_before, effect.gain_after) == (before.pursued.gain, after.pursued.gain)
    assert (effect.distance_before, effect.distance_after) == (before.by_segment.distance, after.by_segment.distance)
    assert (effect.value_before, effect.value_after) == (before.value_called, after.value_called)
    assert after.swaps[0].reason == "Ada knows them"


def test_control_is_never_offered_for_a_swap(cast: Cast, cycle: Cycle) -> None:
    leaves, control = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.CONTROL)

    page = swaps.swap_page(by=cast.dev, leaves=leaves, search=control.customer, enters=control.pk)

    assert (page.candidates, page.effect) == ((), None)
    with pytest.raises(NotFound):
        swaps.swap_page(by=cast.dev, leaves=one(cycle, Kind.TEAM))


def test_a_swap_is_offered_customers_even_where_the_segment_has_no_other(cast: Cast, cycle: Cycle) -> None:
    leaves = one(cycle, Kind.EXECUTIVE)
    same = swaps.swap_page(by=cast.dev, leaves=leaves).candidates
    Decision.objects.filter(pk=leaves.pk).update(segment="any/second")
    leaves.refresh_from_db()

    others = swaps.swap_page(by=cast.dev, leaves=leaves).candidates

    assert len({each.segment for each in same}) == 1
    assert len(others) == swaps.OFFERED


def test_an_executive_sees_their_own_calls_once_approved(cast: Cast, cycle: Cycle) -> None:
    call = one(cycle, Kind.EXECUTIVE)
    actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.ada)
    assert executives.executive_page(by=cast.ada, at=AT).mine == ()

    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    page = executives.executive_page(by=cast.ada, at=AT)
    assert [each.customer for each in page.mine] == [call.customer]
    assert len(page.open) == 9


def test_the_first_page_says_what_waits(cast: Cast, cycle: Cycle) -> None:
    card = home.draft_card(by=cast.dev)
    assert card is not None
    assert (card.title, card.departures) == ("September 2011", 300)
    assert home.queue_card(by=cast.ben) is None
    assert home.executive_card(by=cast.ada) is None
    actions.assign_executive(by=cast.dev, at=AT, decision=one(cycle, Kind.EXECUTIVE), person=cast.ada)

    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert home.draft_card(by=cast.dev) is None
    assert home.queue_card(by=cast.ben) == home.QueueCard(mine=0, free=60, promised=0)
    assert home.executive_card(by=cast.ada) is not None


def test_a_customers_page_tells_what_was_decided(cast: Cast, cycle: Cycle) -> None:
    panel = home.customer_panel(by=cast.ada, customer=one(cycle, Kind.TEAM).customer)

    assert panel is not None
    assert [(line.cycle, line.kind, line.is_draft) for line in panel.lines] == [("September 2011", "team", True)]
    assert home.customer_panel(by=cast.dev, customer="nobody") is None


@pytest.mark.parametrize("kind", list(Kind))
def test_every_decision_says_how_it_came_about(cast: Cast, cycle: Cycle, kind: Kind) -> None:
    page = decision_page(by=cast.dev, decision=one(cycle, kind))

    assert page.how.endswith(".")
    assert {move.kind for move in page.moves} == ({"team", "letter", "not_pursued"} - {kind} if page.moves else set())
    assert bool(page.moves) == (kind in {Kind.TEAM, Kind.LETTER, Kind.NOT_PURSUED})


def test_the_document_has_the_counts_and_the_ten(cast: Cast, cycle: Cycle) -> None:
    told = document.cycle_document(by=cast.dev, cycle=cycle)

    assert (told["period"], told["state"], told["control_share"]) == ("2011-09", "draft", 0.2)
    assert sum(each["count"] for each in told["decisions"].values()) == told["departures"] == 300
    assert Decimal(told["value_lost"]) == sum((each.value_lost for each in crowd(300)), Decimal(0)).quantize(
        Decimal("0.01")
    )
    assert len(told["executive_calls"]) == 10
    assert {"customer", "name", "segment", "value_lost", "evidence"} <= set(told["executive_calls"][0])
    shares = told["representativeness"]["by_segment"]["shares"]
    assert sum(share["share_of_losses"] for share in shares) == pytest.approx(1, abs=1e-4)


def test_the_list_of_cycles_is_newest_first(cast: Cast, cycle: Cycle) -> None:
    draft(cast.dev, crowd(20), name="2011-Q4")

    rows = cycles.cycle_rows()

    assert [(row.title, row.departures) for row in rows] == [("October to December 2011", 20), ("September 2011", 300)]
    assert rows[1].calls == 70
    assert {row.state for row in rows} == {"draft"}


def test_a_draft_somebody_replaced_is_not_the_one_they_saw(cast: Cast, cycle: Cycle) -> None:
    assert draft_row("2011-09", cycle.pk) == cycle
    draft(cast.olive)

    with pytest.raises(Conflict, match="replaced while you looked"):
        draft_row("2011-09", cycle.pk)


def test_the_day_the_departures_are_asked_as_of() -> None:
    september = period("2011-09")

    assert str(facts.as_of_for(september, last_day=period("2011-12").from_on)) == "2011-10-01"
    assert str(facts.as_of_for(september, last_day=september.from_on)) == "2011-09-02"
    with pytest.raises(facts.NoSalesYet, match="Import them first"):
        facts.as_of_for(september, last_day=None)
    with pytest.raises(facts.PeriodNotKnown, match="The facts end on 1 May 2011, before 2011-09 begins"):
        facts.as_of_for(september, last_day=period("2011-05").from_on)
    with pytest.raises(Invalid):
        facts.departed(period="last month")


def test_words() -> None:
    assert period_in_words("2011-Q1") == "January to March 2011"
    assert reason_in_words(Why.TOO_DEAR, spend=Decimal("1.60"), settings=SETTINGS) == (
        "A letter would cost more than it is expected to bring: 0.40 against 1.50."
    )
