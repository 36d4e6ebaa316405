"""Why a customer left: three standings, weights that sum to one, and a history that nobody rewrites."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from regain.foundation.kit.errors import NotAllowed
from regain.knowledge.playbook.actions import causes as recording
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.queries import causes as queries
from regain.knowledge.playbook.queries.revenue import reasons_by_revenue, recorded_revenue
from regain.knowledge.playbook.queries.truth import truth
from regain.knowledge.playbook.rules.causes import Answer, Standing
from regain.knowledge.playbook.tests.reasons_story import AT, LEFT, ONE, filled, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def valued(customer: str, value: str, left_on: date = LEFT) -> Departure:
    """A departure whose value the facts knew."""
    return Departure.objects.create(customer=customer, left_on=left_on, value_lost=Decimal(value), currency="GBP")


def test_nobody_asked_is_an_answer_of_its_own() -> None:
    found = queries.causes(customer="nobody", left_on=LEFT)

    assert found.stated.answer is found.diagnosed.answer is found.confirmed.answer is Answer.NOT_ASKED
    assert found.counted.answer is Answer.NOT_ASKED


def test_three_standings_are_kept_side_by_side(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.cora, by_key["cheaper"])
    told(cast.ben, by_key["late"], by_key["unfriendly"], standing=Standing.DIAGNOSED)
    told(cast.ben, standing=Standing.CONFIRMED)

    found = queries.causes(customer="C-1", left_on=LEFT)

    assert [cause.title for cause in found.stated.causes] == ["Found it cheaper elsewhere"]
    assert [cause.weight for cause in found.diagnosed.causes] == [Decimal("0.5"), Decimal("0.5")]
    assert found.confirmed.answer is Answer.COULD_NOT_SAY
    assert found.counted is found.diagnosed


def test_what_is_said_anew_takes_the_place_and_keeps_the_history(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.cora, by_key["cheaper"])
    told(cast.ben, by_key["late"])

    (departure,) = queries.departures_of("C-1")
    assert [cause.title for cause in departure.causes.stated.causes] == ["Late delivery"]
    assert [(said.by, said.superseded_at is None) for said in departure.said] == [
        ("Ben Okafor", True),
        ("Cora Lindqvist", False),
    ]


def test_the_same_again_changes_nothing(cast: Cast, by_key: dict[str, Reason]) -> None:
    first = told(cast.ben, by_key["late"], by_key["fees"], by_key["unfriendly"])
    again = told(cast.ben, by_key["late"], by_key["fees"], by_key["unfriendly"])

    assert again.pk == first.pk
    assert Telling.objects.count() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"customer": ""}, "which customer"),
    ({"weights": {}}, "No reason is chosen"),
    ({"could_not_say": True}, "not both"),
    ({"weights": {1: Decimal("0.7")}}, "add up to exactly 1"),
    ({"weights": {987654: ONE}}, "no reason with the number 987654"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG)
def test_what_cannot_be_kept_is_refused_and_nothing_happens(
    cast: Cast, by_key: dict[str, Reason], wrong: dict[str, Any], sentence: str
) -> None:
    given = {"customer": "C-1", "weights": {by_key["late"].pk: ONE}, **wrong}

    with pytest.raises(recording.CausesWrong, match=sentence):
        recording.record_causes(by=cast.ben, at=AT, left_on=LEFT, standing=Standing.STATED, **given)

    assert not Departure.objects.exists()


def test_a_retired_reason_is_not_chosen_anew_but_may_stay(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.ben, by_key["late"])
    editing.retire_reason(by=cast.dev, at=AT, reason=by_key["late"])

    told(cast.ben, by_key["late"], by_key["fees"])
    with pytest.raises(recording.CausesWrong, match="retired"):
        told(cast.ben, by_key["late"], customer="C-2")

    assert not Departure.objects.filter(customer="C-2").exists()


def test_what_was_taken_back_is_not_asked_again(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.ben, by_key["late"], standing=Standing.CONFIRMED)
    told(cast.ben, by_key["fees"])
    recording.withdraw_causes(by=cast.ben, at=AT, customer="C-1", left_on=LEFT, standing=Standing.CONFIRMED)

    found = queries.causes(customer="C-1", left_on=LEFT)
    assert found.confirmed.answer is Answer.NOT_ASKED
    assert found.counted.causes[0].title == "Fees they did not expect"
    assert Departure.objects.get().counted == Telling.objects.get(standing="stated")
    with pytest.raises(recording.NothingSaid):
        recording.withdraw_causes(by=cast.ben, at=AT, customer="C-1", left_on=LEFT, standing=Standing.CONFIRMED)


def test_those_who_speak_with_nobody_write_nothing_down(cast: Cast, by_key: dict[str, Reason]) -> None:
    for person in (cast.fay, cast.tom, cast.nia, cast.eve):
        with pytest.raises(NotAllowed):
            told(person, by_key["late"])

    assert not Departure.objects.exists()


def test_many_departures_are_read_in_a_few_statements(
    cast: Cast, by_key: dict[str, Reason], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        told(cast.ben, by_key["late"], by_key["fees"], customer=f"C-{number}")
    wanted = [(f"C-{number}", LEFT) for number in range(700)]

    with django_assert_max_num_queries(6):
        found = queries.causes_of(wanted)

    assert len(found) == 700
    assert sum(each.counted.answer is Answer.ASKED for each in found.values()) == 30


def test_a_value_is_split_over_its_reasons_to_the_penny(cast: Cast, by_key: dict[str, Reason]) -> None:
    valued("C-1", "100.00")
    told(cast.ben, by_key["late"], by_key["fees"], by_key["unfriendly"])

    assert list(Cause.objects.order_by("value").values_list("value", flat=True)) == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]


def test_the_record_and_a_list_of_losses_tell_the_same(cast: Cast, by_key: dict[str, Reason]) -> None:
    lost = {}
    for number, value in enumerate(("100.00", "33.33", "7.01", "250.50", "12.00"), start=1):
        valued(f"C-{number}", value)
        lost[f"C-{number}", LEFT] = Decimal(value)
    told(cast.ben, by_key["late"], by_key["fees"], by_key["unfriendly"], customer="C-1")
    told(cast.ben, by_key["late"], customer="C-2")
    told(cast.ben, customer="C-3")
    told(cast.cora, by_key["cheaper"], customer="C-4")
    told(cast.ben, by_key["late"], by_key["fees"], customer="C-4", standing=Standing.CONFIRMED)
    editing.merge_reason(by=cast.dev, at=AT, reason=by_key["unfriendly"], into=by_key["fees"])

    listed, recorded = reasons_by_revenue(lost=lost), recorded_revenue()

    assert listed == recorded
    values = [*(cost.value for cost in listed.reasons), listed.not_asked.value, listed.could_not_say.value]
    assert sum(values) == listed.total.value == Decimal("402.84")
    assert {cost.title: cost.value for cost in listed.reasons} == {
        "Late delivery": Decimal("33.34") + Decimal("33.33") + Decimal("125.25"),
        "Fees they did not expect": Decimal("66.66") + Decimal("125.25"),
    }
    assert listed.could_not_say.value == Decimal("7.01")
    assert listed.not_asked.value == Decimal("12.00")
    stated = reasons_by_revenue(lost=lost, standing=Standing.STATED)
    assert "Found it cheaper elsewhere" in {cost.title for cost in stated.reasons}


def test_a_time_leaves_out_who_left_outside_it(cast: Cast, by_key: dict[str, Reason]) -> None:
    valued("C-1", "10.00")
    told(cast.ben, by_key["late"])

    assert recorded_revenue(from_on=LEFT, until_on=LEFT + timedelta(days=1)).total.departures == 1
    assert recorded_revenue(from_on=LEFT + timedelta(days=1)).total.departures == 0
    assert recorded_revenue(until_on=LEFT).total.departures == 0


def test_reason_truth_counts_departures_with_both_standings(cast: Cast, by_key: dict[str, Reason]) -> None:
    for number in range(12):
        told(cast.cora, by_key["cheaper"], customer=f"C-{number}")
        meant = by_key["cheaper"] if number < 3 else by_key["problem-not-solved"]
        told(cast.ben, meant, customer=f"C-{number}", standing=Standing.CONFIRMED)
    told(cast.cora, by_key["cheaper"], customer="only stated")

    found = truth(from_on=LEFT, until_on=LEFT + timedelta(days=1))

    assert (found.both, found.differs) == (12, 9)
    assert found.rate is not None
    assert found.rate.low < 0.75 < found.rate.high
    assert found.agreement == 0.25
    assert [(pair.stated, pair.confirmed, pair.departures) for pair in found.pairs] == [
        ("Found it cheaper elsewhere", "A problem was never solved", 9),
        ("Found it cheaper elsewhere", "Found it cheaper elsewhere", 3),
    ]
    assert truth(from_on=LEFT + timedelta(days=1), until_on=LEFT + timedelta(days=9)).rate is None
