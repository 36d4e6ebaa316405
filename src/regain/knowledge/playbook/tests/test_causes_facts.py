"""What the facts add to what was said: when they left, and what was lost with it."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from regain.foundation.kit.money import Money
from regain.knowledge.ledger.rules import fixed_patience
from regain.knowledge.playbook.models import Cause, Departure, Reason
from regain.knowledge.playbook.queries.asking import causes_panel
from regain.knowledge.playbook.queries.lost import value_lost
from regain.knowledge.playbook.tests.reasons_story import filled, told
from regain.knowledge.warehouse.lake.snapshot import TableState
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PATIENCE = fixed_patience(90)
VALUED = {"as_of": "2026-03-01", "rule": "days:90", "patience": asdict(PATIENCE)}
TOML = '[company]\nname = "Thimble"\nzone = "Europe/London"\ncurrency = "GBP"\n'


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Ann left twice, Bob is here; everybody was valued under a patience of ninety days."""
    (tmp_path / "regain.toml").write_text(TOML)
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    days = (date(2024, 1, 1), date(2024, 2, 1), date(2025, 6, 1), date(2025, 7, 1))
    sales = [sale("ann/1", day, "10.335") for day in days] + [sale("bob", date(2026, 2, 20), "5")]
    contracts: list[dict[str, Any]] = [
        {"customer": "ann/1", "contract": "K-1", "started_on": date(2024, 1, 1), "amount_month": Decimal("12.50")}
    ]
    made = lake_of(tmp_path / "lake", sales=sales, contracts=contracts)
    values = TableState(parts={}, about=VALUED, columns=(("customer", "VARCHAR"),))
    made.publish(lambda now: replace(now, tables={**now.tables, "values": values}))
    return made


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def test_the_value_lost_is_the_year_up_to_the_last_purchase(lake: Lake) -> None:
    assert value_lost(customer="ann/1", left_on=date(2024, 5, 2)) == Money(Decimal("20.67"), "GBP")
    assert value_lost(customer="ann/1", left_on=date(2025, 9, 30)) == Money(Decimal("20.67"), "GBP")
    assert value_lost(customer="ann/1", left_on=date(2023, 12, 31)) is None
    assert value_lost(customer="nobody", left_on=date(2025, 9, 30)) is None


def test_under_contracts_it_is_a_year_of_the_last_one(lake: Lake, settings: Any) -> None:
    settings.COMPANY = SimpleNamespace(rule="contract", currency="GBP")

    assert value_lost(customer="ann/1", left_on=date(2025, 1, 1)) == Money(Decimal("150.00"), "GBP")


def test_the_value_is_split_when_somebody_first_asks(lake: Lake, cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.ben, by_key["late"], by_key["fees"], customer="ann/1", left_on=date(2025, 9, 30))

    assert Departure.objects.get().value_lost == Decimal("20.67")
    assert set(Cause.objects.values_list("value", flat=True)) == {Decimal("10.34"), Decimal("10.33")}


def test_every_departure_of_the_facts_is_on_the_customers_page(lake: Lake, cast: Cast) -> None:
    panel = causes_panel(by=cast.ben, customer="ann/1")

    assert panel is not None
    assert [(each.left_on, each.is_asked) for each in panel.departures] == [
        (date(2025, 9, 29), False),
        (date(2024, 5, 1), False),
    ]
    assert causes_panel(by=cast.ben, customer="bob") is None


def test_a_departure_whose_day_was_computed_anew_is_shown_once(
    lake: Lake, cast: Cast, by_key: dict[str, Reason]
) -> None:
    told(cast.ben, by_key["late"], customer="ann/1", left_on=date(2025, 8, 15))

    panel = causes_panel(by=cast.ben, customer="ann/1")

    assert panel is not None
    assert [(each.left_on, each.is_asked) for each in panel.departures] == [
        (date(2025, 8, 15), True),
        (date(2024, 5, 1), False),
    ]
