"""Grids: tables as text, the same cells on the page, on paper and on a slide."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """The title of a column. `width`: its share of the line; `priority`: 1 names the row, 3 can go."""

    title: str
    is_figure: bool = False
    width: float = 1
    priority: int = 2
    means: str = ""
    """The definition of its figures."""


@dataclass(frozen=True)
class Cell:
    """One value as text, what is said about it below, where it leads, and a tone where it is a state."""

    text: str
    detail: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One line. A sum stands apart from what it adds up; what nobody told stands back."""

    cells: tuple[Cell, ...]
    is_sum: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; `nothing` is said where it has no rows."""

    name: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    purpose: str = ""
    nothing: str = ""

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Head, Cell]]]]:
        """Rows with each cell beside its head, as a template goes through them."""
        return [(each, list(zip(self.heads, each.cells, strict=True))) for each in self.rows]


@dataclass(frozen=True)
class Figure:
    """One number that stands by itself, with what it is compared with."""

    label: str
    text: str
    unit: str = ""
    words: str = ""
    href: str = ""
    means: str = ""


def row(*cells: Cell | str, is_sum: bool = False, is_quiet: bool = False) -> Row:
    """A line of cells; text alone makes a cell of its own."""
    made: Sequence[Cell] = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
    return Row(tuple(made), is_sum=is_sum, is_quiet=is_quiet)
