"""A company of a hundred customers for the screens, with names and ids chosen to break things."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regain.foundation.kit.actor import System
from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.cast import Cast, cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]

START = date(2023, 1, 2)
AS_OF = date(2024, 7, 1)
EVIL = "<script>alert(1)</script> & Söhne"
WEIRD = (
    "a/b",
    "..",
    ".",
    "left",
    "köln 7",
    "100%",
    "a?b#c",
    "~tilde",
    "x\\y",
    " lead",
    "//",
    "'; DROP TABLE days",
    '"q"',
)
"""Ids that paths, queries, SQL and pages each have their own trouble with."""


def sales() -> list[dict[str, Any]]:
    """A hundred customers, each with a rhythm; half of them fall silent, some come back."""
    draw = random.Random(7)
    found = []
    for number in range(100):
        gap, amount, day = draw.choice((9, 20, 35)), draw.randint(5, 90), START + timedelta(days=draw.randint(0, 60))
        silent = draw.random() < 0.5
        for _purchase in range(draw.randint(2, 14)):
            found.append(sale(f"c{number:03d}", day, str(amount + draw.randint(0, 9)), product=f"p{number % 4}"))
            day += timedelta(days=max(1, round(draw.expovariate(1 / gap))))
        while not silent and day < AS_OF:
            found.append(sale(f"c{number:03d}", day, str(amount)))
            day += timedelta(days=gap + draw.randint(-5, 5))
        if silent and number % 3 == 0:
            found += [
                sale(f"c{number:03d}", date(2024, 6, 1) + timedelta(days=step), str(amount)) for step in (0, 9, 18)
            ]
    for number, name in enumerate(WEIRD):
        found += [sale(name, START + timedelta(days=number + step), "12.50", product="p&1") for step in (0, 10, 20)]
    found += [sale("c000", START + timedelta(days=90), "-40", kind="refund"), *partly()]
    return [line for line in found if line["day"] < AS_OF]


def partly() -> list[dict[str, Any]]:
    """Somebody who bought for 100 every week and now buys for 10."""
    weeks = range(0, (AS_OF - START).days, 7)
    return [sale("shrunk", START + timedelta(days=day), "100" if day < 360 else "10") for day in weeks]


def people() -> list[dict[str, Any]]:
    """Names for some of them."""
    known = {"c001": EVIL, "c002": "Harbour Café", "c003": "=cmd|' /C calc'!A0"}
    named = [{"customer": customer, "name": name} for customer, name in known.items()]
    return [*named, {"customer": "quiet", "name": "Never Bought"}, {"customer": "c004", "status": "deceased"}]


def contacts() -> list[dict[str, Any]]:
    """A complaint and a visit."""
    at = datetime(2023, 3, 3, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    told = {"happened_at": at, "day": at.date(), "direction": "in", "minutes": 12, "cost": 7, "outcome": "solved"}
    return [{"contact": "1", "customer": "c000", "kind": "complaint", **told}]


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three homes: one empty, one with sales nobody valued, one valued."""
    roots = {name: tmp_path_factory.mktemp(name) for name in ("empty", "unvalued", "valued")}
    facts = {"sales": sales(), "customers": people(), "contacts": contacts()}
    facts["products"] = [{"product": "p&1", "name": "Tea & <b>Tins</b>"}]
    lake_of(roots["unvalued"] / "lake", **facts)
    value(lake_of(roots["valued"] / "lake", **facts))
    return roots


def value(lake: Lake, *, by_rule: str = "rhythm") -> None:
    """Value everybody, without a database to write the entry to."""
    compute = actions.value_customers.__wrapped__  # type: ignore[attr-defined] # the verb's own function
    compute(
        by=System("tests"),
        at=datetime(2024, 7, 1, tzinfo=UTC),
        lake=lake,
        as_of=AS_OF,
        rule=rule(by_rule),
        terms=Terms(discount=0.1, margin=1.0),
    )


@pytest.fixture
def valued(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The company, valued; work happens in its home."""
    return _here(homes["valued"], monkeypatch)


@pytest.fixture
def unvalued(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The same company before anybody was valued."""
    return _here(homes["unvalued"], monkeypatch)


@pytest.fixture
def empty(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """An installation nothing was imported into."""
    return _here(homes["empty"], monkeypatch)


@pytest.fixture
def dev(cast: Cast) -> Client:
    """Dev, who manages retention, at his browser."""
    client = Client()
    client.force_login(cast.dev)
    return client


def _here(root: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.setenv("REGAIN_HOME", str(root))
    return Lake(root / "lake", buckets=4)
