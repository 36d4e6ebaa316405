"""A shop that loses twenty customers a month, and what those say who were asked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regain.foundation.kit.period import month_after
from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.rules.causes import Answer, Standing
from regain.knowledge.playbook.tests.reasons_story import filled
from regain.knowledge.valuation.tests.lakes import lake_of, sale
from regain.meetings.lossreview.models import Cover, Issue

FIRST = date(2010, 6, 1)
FIXED_ON = date(2011, 6, 15)
LAST = date(2011, 12, 31)
AT = datetime(2012, 1, 9, 9, 30, tzinfo=UTC)
LEAVERS, STAYERS, ASKED = 20, 60, 8


@pytest.fixture(scope="module")
def shop_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty leave on the tenth of every month from June 2010 to December 2011; sixty never do."""
    home = tmp_path_factory.mktemp("shop")
    stay = [
        sale(f"S{number}", FIRST + timedelta(days=25 * step), "10.00")
        for number in range(STAYERS)
        for step in range(24)
    ]
    leave = [
        sale(leaver(month, number), month + timedelta(days=9 - 31), "10.00")
        for month in months()
        for number in range(LEAVERS)
    ]
    lake_of(home / "lake", sales=[*stay, *leave, sale("S0", LAST, "10.00")])
    return home


@pytest.fixture
def shop(shop_facts: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """The shop, where whoever was silent for thirty days is gone."""
    monkeypatch.setenv("REGAIN_HOME", str(shop_facts))
    settings.COMPANY = settings.COMPANY._read().model_copy(update={"rule": "days:30"})
    return shop_facts


def months(until: date = LAST) -> list[date]:
    """The first day of every month."""
    found = [FIRST]
    while (following := month_after(found[-1])) <= until:
        found.append(following)
    return found


def leaver(month: date, number: int) -> str:
    """Somebody who leaves in this month."""
    return f"{month:%Y-%m}/{number}"


def told(named: Mapping[date, int], *, reason: Reason, other: Reason, asked: int = ASKED) -> None:
    """In each of these months so many of those asked name the reason; the others name the other one."""
    rows = [
        (
            Departure(customer=leaver(month, number), left_on=month + timedelta(days=9)),
            reason if number < many else other,
        )
        for month, many in named.items()
        for number in range(asked)
    ]
    departures = Departure.objects.bulk_create(row for row, _reason in rows)
    tellings = Telling.objects.bulk_create(
        Telling(
            departure=row, standing=Standing.CONFIRMED, answer=Answer.ASKED, said_at=AT, said_by="x", said_by_name="X"
        )
        for row in departures
    )
    for departure, telling in zip(departures, tellings, strict=True):
        departure.counted = telling
    Departure.objects.bulk_update(departures, ["counted"])
    Cause.objects.bulk_create(
        Cause(telling=telling, reason=why, weight=Decimal(1))
        for telling, (_row, why) in zip(tellings, rows, strict=True)
    )


def steady(before: int, after: int, *, until: date = LAST) -> dict[date, int]:
    """The same number named in every month before the fix, and in every month from it on."""
    return {month: before if month < FIXED_ON.replace(day=1) else after for month in months(until)}


def covers(issue: Issue) -> tuple[Reason, Reason]:
    """The issue covers late deliveries; the other reason falls to no issue."""
    reasons = filled()
    Cover.objects.create(issue=issue, reason=reasons["late"], since_at=AT)
    return reasons["late"], reasons["fees"]
