"""How values are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from regain.foundation.kit.money import Money
from regain.foundation.ui import formats


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.mark.parametrize(
    ("amount", "style", "written"),
    [
        ("120.50", "auto", "£120.50"),
        ("120", "auto", "£120"),
        ("184250.40", "auto", "£184,250"),
        ("184250.40", "exact", "£184,250.40"),
        ("1234567.89", "compact", "£1.2M"),
        ("999.99", "compact", "£1,000"),
        ("-42.10", "exact", "−£42.10"),
    ],
)
def test_money(amount: str, style: str, written: str) -> None:
    assert formats.money(pounds(amount), style) == written


def test_money_in_a_currency_without_cents() -> None:
    assert formats.money((Decimal(1200), "JPY")) == "JP¥1,200"
    assert formats.money((Decimal("12.5"), "KWD"), "exact").endswith("12.500")


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="exact amount"):
        formats.money((12.5, "GBP"))  # type: ignore[arg-type]


def test_the_active_language_decides_the_writing() -> None:
    with override("de"):
        assert formats.money(pounds("184250.40"), "exact") == "184.250,40\xa0£"
        assert formats.percent(Decimal("0.125"), 1) == "12,5\xa0%"
        assert formats.day(date(2026, 10, 31)) == "31.10.2026"
    with override("xx"):
        assert formats.number(1234) == "1,234"


@pytest.mark.parametrize(
    ("share", "written"), [(Decimal("0.34"), "34%"), (0.004, "0.4%"), (0, "0%"), (1.25, "125%"), (None, "–")]
)
def test_percent(share: Decimal | float | None, written: str) -> None:
    assert formats.percent(share) == written


def test_dates_and_moments() -> None:
    at = datetime(2026, 10, 14, 9, 35, tzinfo=UTC)

    assert formats.day(date(2026, 10, 3)) == "3 Oct 2026"
    assert formats.day(date(2026, 10, 3), "month") == "Oct 2026"
    assert formats.moment(at).startswith("14 Oct 2026, ")
    assert formats.moment(None) == formats.day(None) == "–"


def test_durations() -> None:
    assert formats.duration(timedelta(seconds=1)) == "1 second"
    assert formats.duration(timedelta(seconds=41)) == "41 seconds"
    assert formats.duration(timedelta(minutes=12)) == "12 minutes"
    assert formats.duration(timedelta(days=3)) == "3 days"


def test_intervals_name_the_currency_once() -> None:
    assert formats.interval(pounds("120"), pounds("80"), pounds("170")) == "£120, likely £80–170"
    assert formats.interval(pounds("120"), None, None) == "£120"
    assert formats.interval(34, 27, 42) == "34, likely 27–42"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada Marlow", "AM"), ("Øyvind Ås", "ØÅ"), ("Cher", "C"), ("", "?"), ("— —", "?")]
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters
