"""What reasons cost, as columns: the same to the cent as one departure after the other."""

from decimal import Decimal
from itertools import starmap

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regain.knowledge.playbook.rules.causes import PLACES, Answer, CauseClass, Told, WeightedCause, weighed
from regain.knowledge.playbook.rules.columns import PARTS, split, sums
from regain.knowledge.playbook.rules.revenue import Loss, attribute

WEIGHTS = st.dictionaries(st.integers(1, 6), st.integers(1, 50), max_size=4).map(weighed)


@given(given_losses=st.lists(st.tuples(st.integers(0, 10**11), WEIGHTS), max_size=25))
def test_the_parts_are_those_of_one_departure_after_the_other(
    given_losses: list[tuple[int, dict[int, Decimal]]],
) -> None:
    causes = [[(reason, int(weight * PARTS)) for reason, weight in weights.items()] for _, weights in given_losses]
    parts = split([cents for cents, _ in given_losses], causes)

    expected = attribute(Loss(Decimal(cents) / 100, told(weights)) for cents, weights in given_losses)
    found = {each.key: each for each in sums(parts, parts.reason)}
    assert list(found) == list(expected.reasons)
    for reason, share in expected.reasons.items():
        assert (found[reason].departures, found[reason].weight * PLACES) == (share.departures, share.weight)
        assert Decimal(found[reason].value) / 100 == share.value


@given(given_losses=st.lists(st.tuples(st.integers(0, 10**11), WEIGHTS), max_size=25))
def test_the_parts_of_a_departure_add_up_to_its_value(given_losses: list[tuple[int, dict[int, Decimal]]]) -> None:
    causes = [[(reason, int(weight * PARTS)) for reason, weight in weights.items()] for _, weights in given_losses]
    parts = split([cents for cents, _ in given_losses], causes)

    for place, (cents, weights) in enumerate(given_losses):
        assert parts.value[parts.departure == place].sum() == (cents if weights else 0)
    assert (np.diff(parts.departure) >= 0).all()


def told(weights: dict[int, Decimal]) -> Told:
    return Told(Answer.ASKED, tuple(starmap(cause, weights.items()))) if weights else Told()


def cause(reason: int, weight: Decimal) -> WeightedCause:
    return WeightedCause(reason, str(reason), CauseClass.PUSHED, is_changeable=True, is_ours=True, weight=weight)
