"""Pages of a list: which one, of how many, and whether there is another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

MANY: Final = "many"
"""The total of a list that would take too long to count."""

Total = int | Literal["many"]
Row = TypeVar("Row", covariant=True)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. Where the total is `MANY`, one more row was asked for to know if there is more."""

    rows: Sequence[Row]
    total: Total
    number: int
    size: int
    more: bool = False

    @classmethod
    def of(cls, rows: Sequence[Row], total: Total, *, number: int, size: int) -> "Page[Row]":
        """A page from what a source answered: at most `size` rows, or one more where it cannot count."""
        more = len(rows) > size if total == MANY else number * size < total
        return cls(rows[:size], total, number, size, more)

    @property
    def last(self) -> int | None:
        """The number of the last page, where the total is known."""
        return None if self.total == MANY else max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The position of the first row on this page, counted from one; zero on an empty page."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """The position of the last row on this page."""
        return (self.number - 1) * self.size + len(self.rows)
