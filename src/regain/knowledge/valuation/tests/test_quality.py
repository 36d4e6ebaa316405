"""How good the numbers are: what was held back, which model won, and how the page reads it."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.test import Client

from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation.queries import quality, quality_chances, quality_page, quality_words
from regain.knowledge.valuation.queries.quality import quality_document
from regain.knowledge.valuation.rules import contracts as of_contracts
from regain.knowledge.valuation.rules import quality as rules
from regain.knowledge.valuation.rules.quality import Seen
from regain.knowledge.valuation.tests.conftest import AS_OF, START, sales, value
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

RHYTHM, CONTRACT = rule("rhythm"), rule("contract")


def told(**changed: object) -> dict[str, object]:
    """A test document of a made-up company, as far as the sentences read it."""
    model = {"name": "past rate", "expected": 1204.2, "expected_low": 1100.0, "expected_high": 1310.0}
    other = {**model, "name": "MBG/NBD"}
    document: dict[str, object] = {
        "chosen": "past rate",
        "best": "past rate",
        "bought": 1251,
        "of": "purchases",
        "models": [model, other],
    }
    return document | changed


def test_a_quarter_of_the_past_is_held_back_within_three_and_six_months() -> None:
    day = date(2011, 12, 10)

    assert rules.held_back(first=day - timedelta(days=400), as_of=day) == day - timedelta(days=100)
    assert rules.held_back(first=day - timedelta(days=200), as_of=day) == day - timedelta(days=90)
    assert rules.held_back(first=day - timedelta(days=4000), as_of=day) == day - timedelta(days=180)
    assert rules.held_back(first=day - timedelta(days=179), as_of=day) is None


def test_what_was_held_back_is_read_as_it_was(valued: Lake) -> None:
    found = quality.judged(valued, as_of=AS_OF, rule=RHYTHM)
    seen = found.seen
    assert isinstance(seen, Seen)

    slow: dict[str, list[date]] = {}
    for each in sales():
        if each["kind"] == "purchase":
            slow.setdefault(each["customer"], []).append(each["day"])
    days = {customer: sorted(set(each)) for customer, each in slow.items()}
    before = [[day for day in each if day < seen.cut] for each in days.values()]
    after = [len([day for day in each if day >= seen.cut]) for each in days.values() if each[0] < seen.cut]
    known = [each for each in before if each]

    assert seen.days == (AS_OF - START).days // 4
    assert sorted(seen.frequency) == sorted(len(each) - 1 for each in known)
    assert sorted(seen.recency) == sorted((each[-1] - each[0]).days for each in known)
    assert sorted(seen.age) == sorted((seen.cut - each[0]).days for each in known)
    assert sorted(seen.bought) == sorted(after)
    assert seen.began_count.sum() == len(known)
    assert seen.week_bought.sum() == seen.frequency.sum() + seen.bought.sum()


def test_the_weeks_add_up_to_everything_that_came(valued: Lake) -> None:
    found = quality.judged(valued, as_of=AS_OF, rule=RHYTHM)
    assert isinstance(found.seen, Seen)
    assert found.selected is not None

    weeks = rules.weeks(found.seen, found.selected.chosen.model)
    at_cut = int(np.searchsorted(weeks.ends, 0))

    assert weeks.ends[at_cut] == 0
    assert weeks.bought[at_cut] == found.seen.frequency.sum()
    assert (np.diff(weeks.bought) >= 0).all()
    assert (np.diff(weeks.expected) > 0).all()


def test_later_facts_change_nothing(valued: Lake) -> None:
    earlier = AS_OF - timedelta(days=120)
    known = quality_document(quality.judged(valued, as_of=earlier, rule=RHYTHM))

    assert known["as_of"] == earlier.isoformat()
    assert known["weeks"][-1]["until"] <= earlier.isoformat()
    assert known["bought"] == sum(round(group["customers"] * group["happened"]) for group in known["by_past_purchases"])


def test_too_short_a_past_is_said_in_a_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    lake = lake_of(tmp_path_factory.mktemp("short"), sales=[sale("a", START, "10")])
    long = [sale("a", START, "10"), sale("b", AS_OF, "10")]
    few = lake_of(tmp_path_factory.mktemp("few"), sales=long)

    short = quality.judged(lake, as_of=START + timedelta(days=30), rule=RHYTHM)
    nothing = quality.judged(lake, as_of=START, rule=RHYTHM)
    alone = quality.judged(few, as_of=AS_OF, rule=RHYTHM)

    assert short.why_not == "The past is 30 days long; at least 180 are needed."
    assert nothing.why_not == "There are no purchases to learn from."
    assert alone.why_not == "A test needs 50 customers known before 2024-02-16; there are 1."
    assert quality_document(short) == {"as_of": "2023-02-01", "why_not": short.why_not}


def test_a_model_that_nobody_can_be_held_against_leaves_the_usual_one() -> None:
    seen = Seen(START, AS_OF, **{name: np.zeros(60) for name in quality.PARTS["held_back"]}, began=np.zeros(1),
                began_count=np.ones(1), week=np.zeros(1), week_bought=np.zeros(1))  # fmt: skip
    found = rules.judge(seen)

    assert found.why_not == f"Nobody known before {START} has bought since."
    assert found.model is rules.CANDIDATES["BG/NBD"]


def contracts(customers: int = 400) -> list[dict[str, object]]:
    """Contracts by the month: a third leaves every third month, the others seldom."""
    draw = np.random.default_rng(4)
    found: list[dict[str, object]] = []
    for number in range(customers):
        start = int(draw.integers(0, 300))
        lived = int(draw.geometric(0.35 if number % 3 else 0.03)) * 30.4375 + 1
        ended = START + timedelta(days=start + int(lived))
        told = {"contract": f"k{number}", "customer": f"c{number}", "started_on": START + timedelta(days=start),
                "ended_on": ended if ended < AS_OF else None, "status": "", "amount_month": 10}  # fmt: skip
        found.append(told)
    return found


def test_contracts_have_models_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    lake = lake_of(tmp_path_factory.mktemp("contracts"), contracts=contracts())
    found = quality.judged(lake, as_of=AS_OF, rule=CONTRACT)
    told = quality_document(found)

    assert found.selected is not None
    assert {each.name for each in found.selected.scored} == set(of_contracts.CANDIDATES)
    assert told["of"] == "renewals"
    assert "rankings" not in told
    low, high = found.selected.chosen.total_likely
    assert low <= told["bought"] <= high


def test_what_a_contract_is_worth_are_its_renewals_to_come(tmp_path_factory: pytest.TempPathFactory) -> None:
    lake = lake_of(tmp_path_factory.mktemp("worth"), contracts=contracts())
    value(lake, by_rule="contract")
    with lake.reader() as connection:
        rows = connection.execute(
            "SELECT life_began_on, worth, worth_low, worth_high FROM values WHERE left_on IS NULL ORDER BY 1, customer"
        ).fetchall()

    assert rows
    assert all(0 <= low <= worth <= high <= 120 for _began, worth, low, high in rows)
    assert rows[0][1] > rows[-1][1], "who has stayed for long is more faithful"


def test_the_sentences_say_what_was_expected_and_what_came() -> None:
    inside = quality_words.purchases_sentence(told())
    outside = quality_words.purchases_sentence(told(bought=1400))
    fewer = quality_words.purchases_sentence(told(bought=602))

    assert inside == "The model expected 1,204 purchases, 1,251 came. That is within what chance alone moves."
    assert outside.startswith("The model expected 1,204 purchases, 1,400 came: 16% more.")
    assert "50% fewer" in fewer
    assert "between 1,100 and 1,310" in outside


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "It is the simplest, and no other model"),
        ({"chosen": "MBG/NBD", "best": "MBG/NBD"}, "better than every simpler one, by more than chance"),
        (
            {"chosen": "MBG/NBD", "best": "Pareto/NBD"},
            "“Pareto/NBD: leaves at any time” was no better than chance allows",
        ),
    ],
)
def test_the_choice_is_given_with_its_reason(changed: dict[str, object], words: str) -> None:
    assert words in quality_words.choice_sentence(told(**changed))


def test_the_page_shows_the_test_the_models_and_the_rule(dev: Client, valued: Lake) -> None:
    answer = dev.get("/customers/quality/")
    page = answer.context["page"]
    text = answer.content.decode()

    assert page.models.rows[0].name == "Past rate × time"
    assert sum(row.is_used for row in page.models.rows) == 1
    assert sum(row.customers for row in page.models.tenths) == page.models.customers
    assert sum(row.share for row in page.models.tenths) == pytest.approx(1)
    assert page.models.purchases in text
    assert page.rule.rows
    assert "How good are these numbers?" in text
    assert all(drawing.wide for drawing in page.models.drawings.values())


def test_programs_get_the_same(dev: Client, valued: Lake) -> None:
    answer = dev.get("/api/1/customers/quality").json()
    page = dev.get("/customers/quality/").context["page"]

    assert answer["customers"] == page.models.customers
    assert {each["name"] for each in answer["models"]} | set(answer["refused"]) == set(rules.CANDIDATES)
    assert answer["rule_errors"]["stayed"] == sum(row.stayed for row in page.rule.rows)
    assert answer["rule"] == "rhythm"


def test_before_anybody_is_valued_there_is_nothing_to_test(dev: Client, unvalued: Lake) -> None:
    page = dev.get("/customers/quality/")

    assert page.status_code == 200
    assert page.context["page"].models is None
    assert dev.get("/api/1/customers/quality").status_code == 404


def test_the_tabs_lead_from_one_look_to_the_other() -> None:
    here, there = quality_page.tabs("backtest")

    assert (here.href, here.current) == ("/customers/quality/", False)
    assert (there.href, there.current) == ("/customers/backtest/", True)


def test_chances_are_held_against_what_happened() -> None:
    groups = [{"people": 90.0, "said": 0.2, "happened": 0.3, "happened_low": 0.2, "happened_high": 0.4}]
    scored = {"people": 90.0, "expected": 18.2, "returned": 27.0, "groups": groups}
    chance = {"model": "cells", "held_out": {"windows": 3, "cells": scored, "hazard": scored}}
    called = {"level": "high", "customers": 40, "left": 12, "low": 0.18, "high": 0.45, "share": 0.3}
    promise = {"promised": 0.31, "customers": 40, "left": 12, "low": 0.18, "high": 0.45}
    risk = {"is_measured": True, "cut": "2011-09-11", "within_days": 90, "called": [called], "promises": [promise]}

    of_return, of_leaving = quality_chances.kept_chances({"chance": chance, "risk": risk})

    assert of_return.sentences == (
        "Of 90 who were gone on 3 past days, 18 were expected back within 90 days; 27 came.",
    )
    assert of_leaving.sentences == (
        "Of 40 called high on 11 Sept 2011, 12 left within 90 days: 30%, likely 18% to 45%.",
    )
    assert of_leaving.drawing.rows[0][:2] == ["31%", "30%"]
    assert quality_chances.kept_chances({"chance": {"held_out": None}, "risk": {"is_measured": False}}) == ()
    assert quality_chances.kept_chances({}) == ()
