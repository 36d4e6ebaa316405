"""A small company in September 2011: who left, what is told of it, and the facts it is counted from."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from regain.foundation.kit.home import Company
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

AT = datetime(2011, 10, 10, 9, 0, tzinfo=UTC)
OCTOBER = date(2011, 10, 1)
SIZES = (905, 400, 310, 120, 95, 90, 40, 33, 20, 12, 9, 5)


def sales(*, more: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Twelve customers who last bought in June and left in September after ninety days, and others who stayed."""
    last = date(2011, 6, 5)
    found = [
        sale(f"c{place:02d}", last + timedelta(days=2 * place), f"{size}.333", country="France" if place % 3 else "")
        for place, size in enumerate(SIZES)
    ]
    found += [sale("c01", date(2011, 5, 20), "30"), sale("c02", date(2010, 12, 1), "8")]
    found += [sale("c05", date(2011, 9, 20), "10"), sale("c07", date(2011, 10, 4), "10")]
    found += [sale(f"s{place}", date(2011, 9, 20) - timedelta(days=place), "50") for place in range(5)]
    return found + (more or [])


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The facts in a home of their own; gone means ninety silent days."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    (tmp_path / "regain.toml").write_text('[company]\ncurrency = "GBP"\n', "utf-8")
    told = Company(name="Thimble", currency="GBP", rule="days:90", zone="Europe/London")
    monkeypatch.setattr(settings, "COMPANY", told)
    people = [{"customer": "c00", "name": "Harbour Café <b>&</b>"}]
    lake_of(tmp_path / "lake", sales=sales(), customers=people)
    return tmp_path


def corrected(root: Path) -> None:
    """A month of new sales comes in, and one that should have been known in September."""
    more = [sale("c00", date(2011, 9, 2), "70"), sale("n1", date(2011, 10, 20), "15")]
    lake_of(root / "lake", sales=sales(more=more))
