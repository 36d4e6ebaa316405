"""Period: a calendar month `2011-09` or a quarter `2011-Q3`."""

import re
from dataclasses import dataclass
from datetime import date

from regain.foundation.kit.errors import Invalid

PATTERN = re.compile(r"(?P<year>[12]\d{3})-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2]))")


@dataclass(frozen=True)
class Period:
    """From its first day until the day after its last."""

    text: str
    from_on: date
    until_on: date

    @property
    def is_quarter(self) -> bool:
        """Three months instead of one."""
        return "Q" in self.text


def period(text: str) -> Period:
    """The period named `YYYY-MM` or `YYYY-Qn`. Raises Invalid for anything else."""
    found = PATTERN.fullmatch(text.strip().upper())
    if not found:
        raise Invalid(f"{text!r} is not a period. Use a month such as 2011-09, or a quarter such as 2011-Q3.")
    first = int(found["month"]) if found["month"] else int(found["quarter"]) * 3 - 2
    year = int(found["year"])
    return Period(found[0], date(year, first, 1), month_after(date(year, first, 1), 1 if found["month"] else 3))


def month_of(day: date) -> Period:
    """The month a day lies in."""
    return period(f"{day:%Y-%m}")


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month so many months later; earlier for fewer than none."""
    years, place = divmod(first.month - 1 + months, 12)
    return date(first.year + years, place + 1, 1)
