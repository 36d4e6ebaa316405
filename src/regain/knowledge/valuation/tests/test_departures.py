"""What the departed are said to be worth, on companies small enough to count by hand."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation.queries.departures import departures
from regain.knowledge.valuation.queries.learn import learn
from regain.knowledge.valuation.queries.taught import chance_document, second_document
from regain.knowledge.valuation.rules import Departure
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

NINETY = rule("days:90")
TERMS = Terms(discount=0.1, margin=1.0)
START = date(2010, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def town(returning: int, staying_away: int) -> list[dict[str, Any]]:
    """Customers who bought on day 0 and 5; some came back on day 200, 260 and 320, the others never."""
    sales = []
    for number in range(returning + staying_away):
        name = f"c{number:04d}"
        days = (0, 5, 200, 260, 320) if number < returning else (0, 5)
        sales += [sale(name, day(when), "20") for when in days]
    return sales


def gone(lake: Lake, *, as_of: int = 360) -> list[Departure]:
    return departures(lake=lake, as_of=day(as_of), left_from=day(0), left_until=day(as_of), rule=NINETY, terms=TERMS)


def test_only_those_still_gone_are_departures(tmp_path: Path) -> None:
    found = gone(lake_of(tmp_path, sales=town(30, 70)))

    assert len(found) == 70
    assert {each.left_on for each in found} == {day(95)}
    assert {each.spent for each in found} == {Decimal(40)}
    assert {each.value_lost for each in found} == {Decimal(40)}


def test_the_chance_lies_in_its_interval_and_names_its_evidence(tmp_path: Path) -> None:
    each = gone(lake_of(tmp_path, sales=town(30, 70)))[0]

    assert 0 < each.chance.low <= each.chance.value <= each.chance.high < 1
    assert each.chance.value <= each.chance_called.value
    assert each.like.alike >= each.like.returned
    assert f"{each.like.alike:,} customers like this" in each.like.sentence


def test_maximum_spend_is_what_an_attempt_adds_to_the_chance_times_the_second_value(tmp_path: Path) -> None:
    each = gone(lake_of(tmp_path, sales=town(30, 70)))[0]

    added = each.chance_called.value - each.chance.value
    assert each.maximum_spend.value == pytest.approx(added * each.second_value.value)
    assert each.maximum_spend.low <= each.maximum_spend.value <= each.maximum_spend.high


def test_without_any_past_a_labelled_guess_stands_in(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(0), "20")])

    each = gone(lake, as_of=120)[0]

    assert each.confidence == "prior"
    assert each.like.alike == 0
    assert "guess" in each.like.sentence


@pytest.mark.parametrize("status", ["deceased", "out of business"])
def test_who_is_gone_for_good_is_never_recoverable(tmp_path: Path, status: str) -> None:
    person = {"customer": "c0099", "name": "N", "country": "", "email": "", "phone": "", "status": status}
    lake = lake_of(tmp_path, sales=town(30, 70), customers=[person])

    found = {each.customer: each for each in gone(lake)}

    assert (found["c0099"].recoverable, found["c0099"].kind) == (False, status)
    assert found["c0098"].recoverable


def test_the_largest_loss_comes_first(tmp_path: Path) -> None:
    sales = [*town(30, 70), sale("big", day(0), "900")]

    assert gone(lake_of(tmp_path, sales=sales))[0].customer == "big"


def test_refunds_are_told_apart_from_what_was_spent(tmp_path: Path) -> None:
    sales = [*town(30, 70), sale("c0099", day(6), "-15", kind="refund")]

    each = next(one for one in gone(lake_of(tmp_path, sales=sales)) if one.customer == "c0099")

    assert (each.spent, each.refunded) == (Decimal(40), Decimal(15))


def test_margin_scales_worth_and_leaves_chance_alone(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=town(30, 70))
    whole = gone(lake)[0]
    half = departures(
        lake=lake,
        as_of=day(360),
        left_from=day(0),
        left_until=day(360),
        rule=NINETY,
        terms=Terms(discount=0.1, margin=0.5),
    )[0]

    assert half.second_value.value == pytest.approx(whole.second_value.value / 2)
    assert half.chance == whole.chance


def test_learning_by_a_date_does_not_change_when_the_future_comes_in(tmp_path: Path) -> None:
    past = town(30, 70)
    future = [sale(f"c{number:04d}", day(400), "999") for number in range(100)]
    before = learn(lake_of(tmp_path / "a", sales=past), as_of=day(360), rule=NINETY, terms=TERMS)
    after = learn(lake_of(tmp_path / "b", sales=[*past, *future]), as_of=day(360), rule=NINETY, terms=TERMS)

    assert before.learned.returns.alike.tolist() == after.learned.returns.alike.tolist()
    assert before.learned.returns.returned.tolist() == after.learned.returns.returned.tolist()
    assert second_document(before.learned.second) == second_document(after.learned.second)
    assert chance_document(before.learned.returning) == chance_document(after.learned.returning)
    assert before.learned.ranking == after.learned.ranking
