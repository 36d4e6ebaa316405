"""Filters of a table: what a column can be narrowed by, and what somebody asked for.

A `Filter` is declared on a column. `read` turns the address into a `Wanted`, or into a refusal in words; a
`Wanted` knows its own parameters, so every list can be shared by its address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Parameters = Mapping[str, Sequence[str]]
Words = str | Promise
Pairs = tuple[tuple[str, str], ...]

LONGEST: Final = 200
LARGEST: Final = Decimal(10) ** 15
MOST_CHOICES: Final = 100


class By(StrEnum):
    """How a column can be narrowed."""

    TEXT = "text"
    CHOICE = "choice"
    RANGE = "range"
    DATES = "dates"


@dataclass(frozen=True)
class Choice:
    """One value of a choice, and what it is called."""

    value: str
    title: Words


@dataclass(frozen=True)
class Filter:
    """What a column can be narrowed by."""

    by: By
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Contains:
    """The text has these letters in it, in any case."""

    by: ClassVar[By] = By.TEXT
    column: str
    text: str

    @property
    def pairs(self) -> Pairs:
        """Parameters of the address."""
        return ((self.column, self.text),)


@dataclass(frozen=True)
class OneOf:
    """The value is one of these."""

    by: ClassVar[By] = By.CHOICE
    column: str
    values: tuple[str, ...]

    @property
    def pairs(self) -> Pairs:
        """Parameters of the address."""
        return tuple((self.column, value) for value in self.values)


@dataclass(frozen=True)
class Between:
    """The number lies between these, ends included; an open end is None. Percentages are shares: 0.25."""

    by: ClassVar[By] = By.RANGE
    column: str
    low: Decimal | None
    high: Decimal | None

    @property
    def pairs(self) -> Pairs:
        """Parameters of the address."""
        ends = ((f"{self.column}.min", self.low), (f"{self.column}.max", self.high))
        return tuple((name, f"{end:f}") for name, end in ends if end is not None)


@dataclass(frozen=True)
class Dates:
    """The day lies between these, both included; an open end is None."""

    by: ClassVar[By] = By.DATES
    column: str
    first: date | None
    last: date | None

    @property
    def pairs(self) -> Pairs:
        """Parameters of the address."""
        ends = ((f"{self.column}.from", self.first), (f"{self.column}.until", self.last))
        return tuple((name, end.isoformat()) for name, end in ends if end is not None)


Wanted = Contains | OneOf | Between | Dates


@dataclass(frozen=True)
class Misread:
    """Why a parameter was left out, as a sentence."""

    sentence: Words


def names_of(column: str, by: By) -> tuple[str, ...]:
    """The parameters a filter on this column reads."""
    ends = {By.RANGE: (".min", ".max"), By.DATES: (".from", ".until")}.get(by, ("",))
    return tuple(f"{column}{end}" for end in ends)


def read(
    column: str, title: Words, by: By, choices: Sequence[Choice], parameters: Parameters
) -> Wanted | Misread | None:
    """What the address asks of this column; None where it asks nothing."""
    given = {name: _texts(parameters, name) for name in names_of(column, by)}
    if not any(given.values()):
        return None
    if by is By.TEXT:
        return Contains(column, given[column][0])
    if by is By.CHOICE:
        return _one_of(column, title, choices, given[column])
    low, high = (texts[0] if texts else "" for texts in given.values())
    return _between(column, title, low, high) if by is By.RANGE else _dates(column, title, low, high)


def clean(text: str) -> str:
    """Text of an address as we work with it: no control characters, no endless lengths."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]


def _texts(parameters: Parameters, name: str) -> list[str]:
    return [text for text in map(clean, parameters.get(name, ())) if text]


def _one_of(column: str, title: Words, choices: Sequence[Choice], texts: list[str]) -> OneOf | Misread:
    known = {choice.value for choice in choices}
    kept = tuple(dict.fromkeys(text for text in texts[:MOST_CHOICES] if text in known))
    if len(kept) < len(set(texts)) and not kept:
        return Misread(_("“%(title)s” has no such choice, so that filter was left out.") % {"title": title})
    return OneOf(column, kept)


def _between(column: str, title: Words, low: str, high: str) -> Between | Misread:
    try:
        first, last = _number(low), _number(high)
    except InvalidOperation:
        return Misread(_("“%(title)s” needs numbers, so that filter was left out.") % {"title": title})
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Between(column, first, last)


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    number = Decimal(text)
    if not number.is_finite() or abs(number) > LARGEST:
        raise InvalidOperation
    return number


def _dates(column: str, title: Words, low: str, high: str) -> Dates | Misread:
    try:
        first = date.fromisoformat(low) if low else None
        last = date.fromisoformat(high) if high else None
    except ValueError:
        return Misread(_("“%(title)s” needs dates like 2026-10-31, so that filter was left out.") % {"title": title})
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Dates(column, first, last)
