"""Lives as of any date, against a slow reading of the same rules."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regain.foundation.kit.errors import NotFound
from regain.knowledge.ledger import queries, rules
from regain.knowledge.ledger.rules import Patience, Rule
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

NINETY = rules.rule("days:90")
START = date(2011, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_silent_for_exactly_ninety_days_is_still_a_customer(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(0), "10"), sale("b", day(1), "10")])

    census = queries.census(lake, as_of=day(91), rule=NINETY)

    assert (census.customers, census.alive, census.departed) == (2, 1, 1)


def test_what_comes_on_the_day_itself_or_later_is_not_known(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(0), "10"), sale("a", day(100), "10"), sale("b", day(100), "10")])

    before = queries.census(lake, as_of=day(100), rule=NINETY)
    after = queries.census(lake, as_of=day(101), rule=NINETY)

    assert (before.customers, before.departed, before.returned) == (1, 1, 0)
    assert (after.customers, after.departed, after.returned) == (2, 0, 1)


def test_a_refund_and_a_zero_priced_line_are_no_purchases(tmp_path: Path) -> None:
    sales = [
        sale("a", day(0), "10"),
        sale("a", day(80), "-10", kind="refund"),
        sale("a", day(85), "0", kind="zero"),
        sale("b", day(0), "-5", kind="refund"),
    ]
    lake = lake_of(tmp_path, sales=sales)

    census = queries.census(lake, as_of=day(100), rule=NINETY)

    assert (census.customers, census.departed) == (1, 1)


def test_every_life_of_a_customer_is_told(tmp_path: Path) -> None:
    sales = [sale("a", day(0), "10"), sale("a", day(10), "5"), sale("a", day(200), "7.50")]
    lake = lake_of(tmp_path, sales=sales)
    patience = queries.patience(lake, as_of=day(400), rule=NINETY)

    first, second = queries.lives_of(lake, "a", as_of=day(400), rule=NINETY, patience=patience)

    assert (first.began_on, first.last_day, first.left_on, first.spent) == (day(0), day(10), day(100), Decimal(15))
    assert (second.began_on, second.left_on, second.spent) == (day(200), day(290), Decimal("7.50"))


def test_nobody_is_said_to_have_lived_before_their_first_purchase(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(10), "10")])
    patience = queries.patience(lake, as_of=day(5), rule=NINETY)

    assert queries.lives_of(lake, "a", as_of=day(5), rule=NINETY, patience=patience) == []


def test_without_any_sale_there_is_no_date_to_look_from(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Import some first"):
        queries.as_of_default(lake_of(tmp_path))


def test_yearly_value_leaves_with_those_who_leave(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(0), "100"), sale("a", day(20), "50"), sale("b", day(25), "8")])

    months = queries.census(lake, as_of=day(130), rule=NINETY).months

    left = {month.month: month.value_left for month in months if month.left}
    assert left == {"2011-04": Decimal(158)}
    assert months[-1].value_end == 0


PURCHASES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 700), st.integers(1, 500)), min_size=1, max_size=40
)


@settings(max_examples=25, deadline=None)
@given(purchases=PURCHASES, as_of=st.integers(1, 760), text=st.sampled_from(["days:30", "days:90", "rhythm"]))
def test_one_expression_says_what_a_slow_reading_says(
    purchases: list[tuple[str, int, int]], as_of: int, text: str
) -> None:
    rule = rules.rule(text)
    with TemporaryDirectory() as folder:
        lake = lake_of(Path(folder), sales=[sale(who, day(when), str(pence)) for who, when, pence in purchases])
        census = queries.census(lake, as_of=day(as_of), rule=rule)
        slow = _slow(purchases, as_of, census.patience)

    assert (census.customers, census.departed, census.returned, census.returns) == slow


def _slow(purchases: list[tuple[str, int, int]], as_of: int, patience: Patience) -> tuple[int, int, int, int]:
    days: dict[str, set[int]] = defaultdict(set)
    for who, when, _ in purchases:
        if when < as_of:
            days[who].add(when)
    departed = returned = returns = 0
    for known in days.values():
        history = sorted(known)
        back = 0
        for gaps, (here, there) in enumerate(zip(history, [*history[1:], as_of], strict=True)):
            gone = there - here > patience.allowed(gaps=gaps, span=here - history[0])
            if gone and there == as_of and here == history[-1]:
                departed += 1
            elif gone:
                back += 1
        returned += back > 0
        returns += back
    return len(days), departed, returned, returns


CONTRACT = rules.rule("contract")


def contract(
    name: str, began: int, ended: int | None, *, who: str = "a", status: str = "", amount: str = "10"
) -> dict[str, object]:
    return {
        "contract": name,
        "customer": who,
        "plan": "basic",
        "started_on": day(began),
        "ended_on": None if ended is None else day(ended),
        "amount_month": Decimal(amount),
        "currency": "GBP",
        "status": status,
    }


def _contract_census(tmp_path: Path, *contracts: dict[str, object], as_of: int) -> tuple[int, int, int]:
    lake = lake_of(tmp_path, contracts=contracts)
    census = queries.census(lake, as_of=day(as_of), rule=CONTRACT)
    return census.alive, census.departed, census.returned


def test_a_contract_made_anew_the_day_the_old_one_ended_is_a_change_of_plan(tmp_path: Path) -> None:
    assert _contract_census(tmp_path, contract("1", 0, 100), contract("2", 100, None), as_of=300) == (1, 0, 0)


def test_contracts_that_overlap_are_one_life(tmp_path: Path) -> None:
    assert _contract_census(
        tmp_path, contract("1", 0, 200), contract("2", 50, 90), contract("3", 210, None), as_of=400
    ) == (1, 0, 0)


def test_a_renewal_after_the_grace_is_a_second_life(tmp_path: Path) -> None:
    assert _contract_census(tmp_path, contract("1", 0, 100), contract("2", 200, None), as_of=300) == (1, 0, 1)


def test_within_the_grace_nobody_has_left_yet(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, contracts=[contract("1", 0, 100)])

    within = queries.census(lake, as_of=day(130), rule=CONTRACT)
    after = queries.census(lake, as_of=day(131), rule=CONTRACT)

    assert (within.departed, after.departed) == (0, 1)


def test_an_end_that_lies_ahead_has_not_happened(tmp_path: Path) -> None:
    assert _contract_census(tmp_path, contract("1", 0, 500), as_of=300) == (1, 0, 0)


@pytest.mark.parametrize(("status", "kind"), [("", "contract end"), ("unpaid", "unpaid"), ("declared", "declared")])
def test_how_a_contract_ended_is_told_apart(tmp_path: Path, status: str, kind: str) -> None:
    lake = lake_of(tmp_path, contracts=[contract("1", 0, 100, status=status)])

    assert _kinds(lake, CONTRACT, day(300)) == [kind]


def _kinds(lake: Lake, rule: Rule, as_of: date) -> list[str]:
    patience = queries.patience(lake, as_of=as_of, rule=rule)
    with queries.lives(lake, None, as_of=as_of, rule=rule, patience=patience) as connection:
        return [row[0] for row in connection.execute("SELECT ended_kind FROM lives").fetchall()]


def test_the_facts_reach_to_the_last_refund_and_not_into_the_future(tmp_path: Path) -> None:
    sales = [sale("a", day(0), "10"), sale("a", day(20), "-10", kind="refund")]
    ahead = {**contract("1", 5, None), "ended_on": date(2999, 1, 1)}

    assert queries.as_of_default(lake_of(tmp_path, sales=sales, contracts=[ahead])) == day(21)
