"""Who comes back, how long and how well they then buy: learnt from lakes small enough to count by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation.queries.learn import QUESTIONS, Lesson, View, learn
from regain.knowledge.valuation.queries.taught import chance_document, second_document, uplift_document
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.valuation.rules.learning import absences_of
from regain.knowledge.valuation.rules.returning import season, seasons_ahead
from regain.knowledge.valuation.rules.weighing import ALIKE, ALIKE_RETURNED, MEASURED, PRIOR, THIN, confidence, weighed
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from regain_value import MONTH, Chances, Estimate, MeasuredUplift, weigh
from regain_value.absences import Absences

NINETY = rule("days:90")
TERMS = Terms(discount=0.1, margin=1.0)
START = date(2021, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def steps(*days: int, customer: str = "a", amount: str = "20") -> list[dict[str, Any]]:
    return [sale(customer, day(number), amount) for number in days]


def town(people: int, *, returning: float = 0.4, seed: int = 3) -> list[dict[str, Any]]:
    """Customers who begin over a year, buy for two months, and some of whom come back after a while and leave again."""
    random = np.random.default_rng(seed)
    sales = []
    for number in range(people):
        first, amount = int(random.integers(0, 360)), int(random.integers(10, 200))
        days = [first, first + 20, first + 55]
        if random.random() < returning:
            back = first + 160 + int(random.exponential(90))
            days += [back + 25 * step for step in range(int(random.integers(1, 7)))]
        sales += steps(*[each for each in days if each < 720], customer=f"c{number:04d}", amount=str(amount))
    return sales


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    lake = lake_of(tmp_path_factory.mktemp("town") / "lake", sales=town(700))
    return learn(lake, as_of=day(720), rule=NINETY, terms=TERMS)


def asked(lake: Lake, question: str, *, as_of: date, by: str = "days:90", **values: Any) -> list[dict[str, Any]]:
    """The rows of a question about those who ended."""
    lesson = learn(lake, as_of=as_of, rule=rule(by), terms=TERMS)
    view = View(lake, lesson.rule, lesson.patience)
    with view.bucket(None, as_of) as connection:
        view._gone(connection, as_of)
        QUESTIONS.keep(connection, "back", view._name("back"), as_of=as_of)
        answer = QUESTIONS.ask(connection, question, as_of=as_of, **values)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def test_everybody_away_counts_in_each_stretch_until_they_come_back(tmp_path: Path) -> None:
    sales = [*steps(0, customer="stays away"), *steps(0, 165, customer="comes back")]

    rows = asked(lake_of(tmp_path, sales=sales), "away", as_of=day(200), periods=60, most=100)

    assert [(row["period"], row["at_risk"], row["returned"]) for row in rows] == [(0, 1, 0), (1, 2, 1), (2, 2, 0)]


def test_a_return_in_the_stretch_of_the_departure_is_not_looked_at(tmp_path: Path) -> None:
    rows = asked(lake_of(tmp_path, sales=steps(0, 95)), "away", as_of=day(200), periods=60, most=100)

    assert rows == []


def test_the_bands_of_the_question_are_those_of_the_model(tmp_path: Path) -> None:
    sales = [
        *steps(0, 4, 30, customer="a", amount="412.50"),
        *steps(7, customer="b", amount="3.20"),
        sale("a", day(31), "-300", kind="refund"),
    ]
    complaint = {
        "contact": "1", "customer": "b", "kind": "Complaint", "day": day(9), "direction": "in",
        "happened_at": sales[0]["sold_at"], "minutes": 3, "cost": 1, "outcome": "",
    }  # fmt: skip
    lake = lake_of(tmp_path, sales=sales, contacts=[complaint])

    rows = asked(lake, "away", as_of=day(160), periods=1, most=100)

    truth = Absences.of(
        {
            "away": [100.0, 123.0],
            "value": [1237.5, 3.2],
            "purchases": [3.0, 1.0],
            "length": [30.0, 0.0],
            "patience": [90.0, 90.0],
            "refunded": [300 / 1237.5, 0.0],
            "complaints": [0.0, 1.0],
        }
    ).bands()
    told = [[row[name] for name in truth if name != "reason"] for row in rows]
    assert sorted(told) == sorted(np.column_stack([truth[name] for name in truth if name != "reason"]).tolist())


def test_second_lives_are_set_beside_the_time_before(tmp_path: Path) -> None:
    sales = [*steps(0, 30, customer="a", amount="60"), *steps(300, 330, customer="a", amount="50")]

    (life,) = asked(lake_of(tmp_path, sales=sales), "second_lives", as_of=day(400))

    assert (life["lasted"], life["over"], life["spent"]) == (100, False, 100.0)
    assert life["monthly"] == pytest.approx(120 / (120 / 30.4375))
    assert life["expected"] == pytest.approx(life["monthly"] * 120 / 30.4375)
    assert (life["spent_before"], life["purchase_days"], life["length"]) == (120.0, 2, 30)


def test_every_second_life_counts_not_only_the_last(tmp_path: Path) -> None:
    lives = asked(lake_of(tmp_path, sales=steps(0, 200, 400, 600)), "second_lives", as_of=day(720))

    assert [(life["lasted"], life["over"]) for life in lives] == [(90, True), (90, True), (90, True)]


def test_contracts_end_and_begin_again_like_purchases(tmp_path: Path) -> None:
    def contract(name: str, start: int, end: int | None) -> dict[str, Any]:
        told = {"contract": name, "customer": "a", "plan": "", "status": "", "closed_how": "", "currency": "GBP"}
        return {**told, "started_on": day(start), "ended_on": None if end is None else day(end), "amount_month": 30}

    lake = lake_of(tmp_path, contracts=[contract("1", 0, 100), contract("2", 300, None)])

    (life,) = asked(lake, "second_lives", as_of=day(400), by="contract")
    rows = asked(lake, "away", as_of=day(400), by="contract", periods=60, most=10)

    assert (life["lasted"], life["over"], life["purchase_days"], life["length"]) == (100, False, 1, 100)
    assert life["spent"] == pytest.approx(30 * 100 / 30.4375)
    assert sum(row["returned"] for row in rows) == 1


def test_windows_not_yet_seen_are_predicted_and_the_better_model_speaks(lesson: Lesson) -> None:
    told = chance_document(lesson.learned.returning)
    held_out = told["held_out"]

    assert told["model"] == ("hazard" if held_out["lead"]["high"] >= 0 else "cells")
    assert held_out["windows"] >= 1
    for model in ("hazard", "cells"):
        groups = held_out[model]["groups"]
        assert sum(group["people"] for group in groups) == held_out[model]["people"]
        assert all(0 <= group["happened_low"] <= group["happened"] <= group["happened_high"] <= 1 for group in groups)


def test_what_was_learnt_before_the_newest_window_does_not_know_it(tmp_path: Path) -> None:
    sales = town(500)
    cut = day(720) - timedelta(days=90)
    known = [line for line in sales if line["day"] < cut]
    both = [
        learn(lake_of(tmp_path / name, sales=lines), as_of=day(720), rule=NINETY, terms=TERMS).learned.returning.before
        for name, lines in (("a", sales), ("b", known))
    ]

    hazards = [each.hazard for each in both if each is not None and each.hazard is not None]

    assert len(hazards) == 2
    assert hazards[0].returns == hazards[1].returns
    assert hazards[0].effects == hazards[1].effects


def test_second_lives_of_the_town_are_told_with_their_ends_and_the_selection(lesson: Lesson) -> None:
    second = lesson.learned.second
    told = second_document(second)

    assert second.is_measured
    assert told["seen"] > told["over"] > 0
    assert 0 < told["months"]["low"] < told["months"]["value"] < told["months"]["high"] <= told["horizon_months"]
    assert f"{told['seen']:,} second lives" in second.sentence
    assert "no random sample" in second.selection


def test_a_longer_horizon_makes_a_second_life_worth_more(lesson: Lesson) -> None:
    long, short = (replace(lesson.learned.second, horizon=months * MONTH) for months in (60, 6))

    values = [_weighed(lesson, second)["second_value"][0] for second in (long, short)]

    assert values[0] > values[1] > 0


def _weighed(lesson: Lesson, second: Any) -> dict[str, Any]:
    learned = replace(lesson.learned, second=second)
    chances = learned.chances(_somebody())
    return weighed(learned, chances, np.array([40.0]), np.array([40.0]))


def _somebody() -> Absences:
    told = {"absence": [120.0], "spent": [150.0], "purchase_days": [3.0], "length": [55.0], "patience": [90.0]}
    return absences_of({**told, "refunded": [0.0], "complaints": [0.0]})


def test_intervals_shared_by_alike_customers_are_those_worked_out_for_one(lesson: Lesson) -> None:
    learned = lesson.learned
    chances = learned.chances(_somebody())
    lives = learned.second.fitted
    alone = weigh(
        natural=chances.chance,
        contribution=lives.ratios.part(lives.band([40.0])),
        months=lives.months(horizon=learned.second.horizon, discount=learned.discount),
        uplift=learned.uplift.of(),
    )

    told = weighed(learned, chances, np.array([40.0]), np.array([40.0]))

    for name, each in (("maximum_spend", alone.maximum_spend), ("second_value", alone.value_if_returns)):
        ours = [told[f"{name}{end}"][0] for end in ("", "_low", "_high")]
        assert ours[0] == pytest.approx(each.value[0] * 40)
        assert ours[1:] == pytest.approx([each.low[0] * 40, each.high[0] * 40], rel=0.06, abs=0.5)
    assert told["chance_called"][0] == pytest.approx(alone.chance.value[0])
    assert told["chance_called_low"][0] == pytest.approx(alone.chance.low[0], rel=0.06)


@pytest.mark.parametrize(
    ("alike", "returned", "level", "expected"),
    [
        (ALIKE, ALIKE_RETURNED, 3, MEASURED),
        (ALIKE - 1, ALIKE_RETURNED, 3, THIN),
        (ALIKE, ALIKE_RETURNED - 1, 3, THIN),
        (5_000, 900, 2, THIN),
        (0, 0, 0, PRIOR),
    ],
)
def test_the_confidence_follows_its_rule(lesson: Lesson, alike: int, returned: int, level: int, expected: int) -> None:
    chances = Chances(
        chance=Estimate.of([0.2], [0.1], [0.3]),
        alike=np.array([alike]),
        returned=np.array([returned]),
        level=np.array([level]),
        horizon=lesson.learned.returns.horizon,
        prior=lesson.learned.returns.prior,
    )
    few = replace(lesson.learned.second, fitted=replace(lesson.learned.second.fitted, over=3))

    assert confidence(chances, lesson.learned.second).tolist() == [expected]
    assert confidence(chances, few).tolist() == [min(expected, THIN)]


def test_measured_attempts_replace_the_guess(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=town(300))
    measured = replace(TERMS, attempts={"all": MeasuredUplift(300, 120, 300, 60)})
    lessons = [learn(lake, as_of=day(720), rule=NINETY, terms=terms) for terms in (TERMS, measured)]

    told = [uplift_document(lesson.learned.uplift) for lesson in lessons]

    assert [each["basis"] for each in told] == ["prior", "measured"]
    assert told[0]["odds_ratio"]["low"] == pytest.approx(1.0)
    assert "120 of 300" in told[1]["source"]
    ours = [_weighed(lesson, lesson.learned.second)["chance_called"][0] for lesson in lessons]
    assert ours[1] > ours[0]


def test_the_season_is_that_of_the_middle_of_a_stretch() -> None:
    assert season(date(2024, 1, 1), 0) == 1
    assert season(date(2024, 1, 1), -1) == 12
    assert seasons_ahead(date(2024, 11, 20))[:3] == (12, 1, 2)
    assert len(seasons_ahead(date(2024, 11, 20))) == 13
