"""Rules held against the company's own past, beside a slow reading of it."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from regain.foundation.kit.home import Company
from regain.knowledge.ledger import queries, rules
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

START = date(2010, 1, 1)
AS_OF = START + timedelta(days=720)


def company() -> list[dict[str, Any]]:
    """Four hundred customers, each with a rhythm of their own; half of them leave some day."""
    draw = random.Random(3)
    found = []
    for number in range(400):
        gap, day = draw.choice((8, 20, 50)), draw.randint(0, 200)
        until = draw.randint(250, 720) if number % 2 else 720
        while day < until:
            found.append(sale(f"c{number}", START + timedelta(days=day), "10"))
            day += max(1, round(draw.expovariate(1 / gap)))
    return found


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("judged"), sales=company())


def slowly(day: date, watched: int, allowed: int) -> tuple[int, int, int, int]:
    """Stayed, called too early, left, called too late: customer by customer."""
    bought: dict[str, list[date]] = {}
    for each in company():
        bought.setdefault(each["customer"], []).append(each["day"])
    counts = [0, 0, 0, 0]
    for days in bought.values():
        before, after = [each for each in days if each < day], [each for each in days if each >= day]
        if not before or (day - max(before)).days > rules.ACTIVE:
            continue
        gone = (day - max(before)).days > allowed
        stayed = bool(after) and (min(after) - day).days < watched
        counts[0] += stayed
        counts[1] += stayed and gone
        counts[2] += not after
        counts[3] += not after and not gone
    return counts[0], counts[1], counts[2], counts[3]


@pytest.mark.parametrize("days", [30, 90])
def test_a_fixed_rule_is_held_against_every_past_day(lake: Lake, days: int) -> None:
    judged = queries.judge(lake, as_of=AS_OF, rule=rules.rule(f"days:{days}"))

    assert judged.watched == 90
    assert [each.day for each in judged.days] == [AS_OF - timedelta(days=90 * step) for step in (1, 2, 3, 4)]
    for each in judged.days:
        told = each.errors
        assert (told.stayed, told.too_early, told.left, told.too_late) == slowly(each.day, 90, days)
        assert told.delay == days
    assert judged.learnt is False


def test_the_rhythm_is_tuned_to_the_past_and_told_with_its_errors(lake: Lake) -> None:
    rule = rules.rule("rhythm")
    judged = queries.judge(lake, as_of=AS_OF, rule=rule)

    assert judged.learnt is True
    assert judged.patience == queries.patience(lake, as_of=AS_OF, rule=rule)
    assert judged == queries.census(lake, as_of=AS_OF, rule=rule).judgement
    assert judged.early.value[0] + judged.late.value[0] < 0.5


def test_dearer_false_alarms_make_the_rule_wait_longer(lake: Lake) -> None:
    rule = rules.rule("rhythm")
    cheap = queries.judge(lake, as_of=AS_OF, rule=rule)
    with override_settings(COMPANY=Company(false_alarm=Decimal(20))):
        dear = queries.judge(lake, as_of=AS_OF, rule=rule)

    assert dear.patience.alarm < cheap.patience.alarm
    assert dear.count("too_early") < cheap.count("too_early")


def test_what_comes_later_changes_nothing(lake: Lake, tmp_path: Path) -> None:
    cut = START + timedelta(days=500)
    known = lake_of(tmp_path, sales=[each for each in company() if each["day"] < cut])

    for text in ("rhythm", "days:90"):
        rule = rules.rule(text)
        assert queries.judge(lake, as_of=cut, rule=rule) == queries.judge(known, as_of=cut, rule=rule)


def test_a_short_past_leaves_the_convention_in_place(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", START, "10"), sale("a", START + timedelta(days=9), "10")])

    judged = queries.judge(lake, as_of=START + timedelta(days=40), rule=rules.rule("rhythm"))

    assert (judged.learnt, judged.days, round(1 - judged.patience.alarm, 3)) == (False, (), 0.9)


def test_contracts_are_held_against_their_past_too(tmp_path: Path) -> None:
    def ran(customer: str, start: int, end: int | None) -> dict[str, Any]:
        ended = None if end is None else START + timedelta(days=end)
        return {"contract": f"{customer}{start}", "customer": customer, "started_on": START + timedelta(days=start),
                "ended_on": ended, "status": "", "amount_month": 10}  # fmt: skip

    day = 720 - 90
    contracts = [
        ran("running", 0, None),
        ran("early", 0, day - 60), ran("early", day + 20, None),
        ran("gone", 0, day - 60),
        ran("late", 0, day - 10),
        ran("second life", 0, day - 300), ran("second life", day + 89, 719),
    ]  # fmt: skip
    lake = lake_of(tmp_path, contracts=contracts)

    judged = queries.judge(lake, as_of=AS_OF, rule=rules.rule("contract"))

    newest = judged.days[0].errors
    assert (newest.stayed, newest.too_early, newest.left, newest.too_late) == (3, 2, 2, 1)
    assert newest.delay == rules.GRACE
