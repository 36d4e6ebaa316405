"""Periods: months and quarters, and nothing else."""

from datetime import date

import pytest

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.period import month_of, period


def test_a_month_ends_where_the_next_begins() -> None:
    assert (period("2011-09").from_on, period("2011-09").until_on) == (date(2011, 9, 1), date(2011, 10, 1))
    assert period("2011-12").until_on == date(2012, 1, 1)


def test_a_quarter_is_three_months() -> None:
    found = period("2011-q4")

    assert (found.text, found.from_on, found.until_on) == ("2011-Q4", date(2011, 10, 1), date(2012, 1, 1))
    assert found.is_quarter
    assert not period("2011-09").is_quarter


def test_a_day_lies_in_its_month() -> None:
    assert month_of(date(2011, 9, 30)).text == "2011-09"


@pytest.mark.parametrize("text", ["", "2011", "2011-13", "2011-00", "2011-Q5", "2011-9", "september", "2011-09-01"])
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid, match=r"is not a period. Use a month such as 2011-09"):
        period(text)
