"""A company that sold until the end of January 2012, and the days of its autumn."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from regain.knowledge.valuation.tests.lakes import lake_of, sale

LAST = date(2012, 1, 31)


def facts_until(root: Path, *days: date) -> None:
    """Facts that reach the last of these days."""
    lake_of(root / "lake", sales=[sale(f"C{number}", day, "10.00") for number, day in enumerate(days)])


@pytest.fixture
def autumn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sales until the end of January 2012."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    facts_until(tmp_path, date(2011, 6, 1), LAST)
    return tmp_path


def on(month: int, day: int, hour: int = 9, minute: int = 30, *, year: int = 2011) -> datetime:
    """A moment of that time, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
