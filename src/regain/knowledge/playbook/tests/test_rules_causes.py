"""Weights sum to one, amounts to the penny, and truth is told only from enough departures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regain.knowledge.playbook.rules.catalogue import moved, shipped
from regain.knowledge.playbook.rules.causes import (
    Answer,
    CauseClass,
    Causes,
    Told,
    WeightedCause,
    apportion,
    are_weights,
    evenly,
    weighed,
)
from regain.knowledge.playbook.rules.revenue import Loss, attribute, in_cents, shares
from regain.knowledge.playbook.rules.truth import ENOUGH, compare, overlap, wilson

PARTS = some.dictionaries(some.integers(1, 50), some.integers(1, 10**6), min_size=1, max_size=10)
MONEY = some.decimals(min_value=-(10**9), max_value=10**9, places=4)


def answered(weights: dict[int, Decimal]) -> Told:
    return Told(
        Answer.ASKED,
        tuple(WeightedCause(pk, str(pk), CauseClass.PUSHED, True, True, weight) for pk, weight in weights.items()),
    )


TOLD = some.one_of(
    PARTS.map(weighed).filter(are_weights).map(answered),
    some.sampled_from([Told(), Told(Answer.COULD_NOT_SAY)]),
)


@given(PARTS, some.integers(-(10**12), 10**12))
def test_a_number_is_split_without_losing_or_making_anything(parts: dict[int, int], total: int) -> None:
    split = apportion(total, parts)

    assert sum(split.values()) == total
    whole = sum(parts.values())
    assert all(abs(split[key] - total * part / whole) <= 1 + 1e-3 for key, part in parts.items())


@given(some.integers(1, 10))
def test_equal_weights_sum_to_exactly_one(count: int) -> None:
    weights = evenly(range(count))

    assert are_weights(weights)
    assert max(weights.values()) - min(weights.values()) <= Decimal("0.0001")


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {1: Decimal("0.9999")},
        {1: Decimal("1.0001")},
        {1: Decimal(0), 2: Decimal(1)},
        {1: Decimal("1.5"), 2: Decimal("-0.5")},
        {1: Decimal("0.33333"), 2: Decimal("0.66667")},
        {1: Decimal("nan")},
    ],
)
def test_what_does_not_sum_to_one_is_no_set_of_weights(weights: dict[int, Decimal]) -> None:
    assert not are_weights(weights)


@given(MONEY, PARTS)
def test_the_parts_of_an_amount_add_up_to_its_cents(value: Decimal, parts: dict[int, int]) -> None:
    assert sum(shares(value, weighed(parts)).values()) * 100 == in_cents(value) if are_weights(weighed(parts)) else True


@given(some.lists(some.tuples(MONEY, TOLD), max_size=20))
def test_the_reasons_and_what_has_none_reconcile_to_the_penny(losses: list[tuple[Decimal, Told]]) -> None:
    found = attribute(Loss(value, told) for value, told in losses)

    parts = [*found.reasons.values(), found.not_asked, found.could_not_say]
    assert sum(part.value for part in parts) == found.total.value
    assert found.total.value * 100 == sum(in_cents(value) for value, _ in losses)
    assert sum(part.weight for part in parts) == found.total.departures == len(losses)


def test_nobody_asked_and_could_not_say_are_no_reasons() -> None:
    found = attribute(
        [
            Loss(Decimal(100), Told()),
            Loss(Decimal(30), Told(Answer.COULD_NOT_SAY)),
            Loss(Decimal(10), answered({1: Decimal("0.5"), 2: Decimal("0.5")})),
        ]
    )

    assert found.not_asked.value == 100
    assert found.could_not_say.value == 30
    assert {pk: share.value for pk, share in found.reasons.items()} == {1: 5, 2: 5}


def test_reports_count_the_strongest_standing_that_has_causes() -> None:
    stated, diagnosed = answered({1: Decimal(1)}), answered({2: Decimal(1)})

    assert Causes(stated=stated, diagnosed=diagnosed, confirmed=Told(Answer.COULD_NOT_SAY)).counted is diagnosed
    assert Causes(stated=stated).counted is stated
    assert Causes(confirmed=Told(Answer.COULD_NOT_SAY)).counted.answer is Answer.COULD_NOT_SAY
    assert Causes().counted.answer is Answer.NOT_ASKED


def test_the_overlap_of_two_standings_is_the_weight_they_share() -> None:
    first = {1: Decimal("0.7"), 2: Decimal("0.3")}

    assert overlap(first, {2: Decimal("0.6"), 3: Decimal("0.4")}) == Decimal("0.3")
    assert overlap(first, first) == 1


def test_a_main_reason_that_ties_is_no_difference() -> None:
    both = {1: Decimal("0.5"), 2: Decimal("0.5")}

    assert compare([(both, {2: Decimal(1)})]).differs == 0
    assert compare([(both, {3: Decimal(1)})]).differs == 1


def test_truth_cannot_be_told_from_a_few() -> None:
    one = ({1: Decimal(1)}, {2: Decimal(1)})

    few, enough = compare([one] * (ENOUGH - 1)), compare([one] * ENOUGH)

    assert few.rate is None
    assert enough.rate is not None
    assert enough.pairs == ((1, 2, ENOUGH),)
    assert compare([({}, one[1])] * 50).both == 0


def test_the_interval_is_wilsons() -> None:
    """Newcombe (1998), Statistics in Medicine 17: 857-872, table I: 81 of 263, score method."""
    rate = wilson(81, 263)

    assert round(rate.low, 4) == 0.2553
    assert round(rate.high, 4) == 0.3662
    assert wilson(0, 20).low < 1e-9


def test_the_shipped_catalogue_has_all_classes_and_no_name_twice() -> None:
    reasons = [reason for group in shipped() for reason in group.reasons]

    assert {reason.cause_class for reason in reasons} == set(CauseClass)
    assert (
        len({reason.key for reason in reasons}) == len({reason.title.casefold() for reason in reasons}) == len(reasons)
    )
    assert 35 <= len(reasons) <= 48
    assert all(reason.words.endswith((".", "?")) for reason in reasons)


@pytest.mark.parametrize(("place", "order"), [(1, "cab"), (2, "acb"), (3, "abc"), (99, "abc"), (-5, "cab")])
def test_an_item_goes_to_its_place_and_the_others_make_room(place: int, order: str) -> None:
    assert "".join(moved("abc", "c", place)) == order
