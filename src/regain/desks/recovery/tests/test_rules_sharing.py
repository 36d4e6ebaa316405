"""Calls and letters shared out: the whole gains most, and equals are served in their order."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regain.desks.recovery.rules.gain import Amount, Offers, offers
from regain.desks.recovery.rules.sharing import share_out
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import SETTINGS


def weighed(*spends: str) -> list[Offers]:
    return [offers(Amount(*[Decimal(spend)] * 3), SETTINGS) for spend in spends]


def gained(kinds: tuple[Kind | None, ...] | list[Kind | None], field: list[Offers]) -> Decimal:
    brings = {Kind.TEAM: [each.call for each in field], Kind.LETTER: [each.letter for each in field]}
    return sum((brings[kind][place] for place, kind in enumerate(kinds) if kind), Decimal(0))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.decimals("-5", "60", places=2).map(str), max_size=6),
    st.integers(0, 4),
)
def test_no_other_sharing_gains_more(spends: list[str], calls: int) -> None:
    field, terms = weighed(*spends), replace(SETTINGS, team_calls=calls)

    shared = share_out(field, terms)

    others = product((None, Kind.TEAM, Kind.LETTER), repeat=len(field))
    best = max(gained(each, field) for each in others if each.count(Kind.TEAM) <= calls)
    assert shared.count(Kind.TEAM) <= calls
    assert gained(shared, field) == best


def test_of_equal_customers_the_first_is_called() -> None:
    shared = share_out(weighed("30", "30", "30", "30"), replace(SETTINGS, team_calls=2))

    assert shared == [Kind.TEAM, Kind.TEAM, Kind.LETTER, Kind.LETTER]


@pytest.mark.parametrize(("spend", "kind"), [("1.60", None), ("8.40", Kind.LETTER), ("28", Kind.TEAM)])
def test_each_attempt_is_made_where_it_pays(spend: str, kind: Kind | None) -> None:
    assert share_out(weighed(spend), SETTINGS) == [kind]


def test_nobody_gets_nothing() -> None:
    assert share_out([], SETTINGS) == []
