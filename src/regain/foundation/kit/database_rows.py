"""Rows that come out of the database as a list asks for them: a page at a time, or all of them as they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import TableState

Row = TypeVar("Row")
AT_ONCE = 1_000


class DatabaseRows(Generic[Row]):
    """`found` gives what fits a state, in its order; `shown` makes of some database rows what the list shows."""

    def __init__(
        self, found: Callable[[TableState], QuerySet[Any]], shown: Callable[[Iterable[Any]], Sequence[Row]]
    ) -> None:
        self._found, self._shown = found, shown

    def page(self, state: TableState) -> tuple[Sequence[Row], Total]:
        """One page, and how many there are in all."""
        found = self._found(state)
        return self._shown(found[state.offset : state.offset + state.size]), found.count()

    def all(self, state: TableState) -> Iterator[Row]:
        """Everything that fits, some at a time."""
        rows = self._found(state).iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            yield from self._shown(some)
