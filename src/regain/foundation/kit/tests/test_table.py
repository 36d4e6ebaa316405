"""Tables: what an address means, what nonsense does, and the rows a state keeps."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regain.foundation.kit.filters import Between, By, Choice, Contains, Dates, Filter, OneOf
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.money import Money
from regain.foundation.kit.paging import MANY, Page
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    lost: Money | None
    left_on: date
    state: str


SPEC = TableSpec(
    name="departures",
    default_sort="-lost",
    searchable=True,
    size=2,
    columns=(
        Column("name", "Customer", priority=1, filter=Filter(By.TEXT)),
        Column("lost", "Lost", Kind.MONEY, filter=Filter(By.RANGE)),
        Column("left_on", "Left on", Kind.DATE, filter=Filter(By.DATES)),
        Column("state", "State", Kind.STATUS, states={"new": "New", "won": "Returned"}, filter=Filter(By.CHOICE)),
        Column("note", "Note", sortable=False, default_shown=False, value=lambda row: row.name.upper()),
    ),
)
ROWS = [
    Row("1", "Harbour Café", Money(Decimal(900), "GBP"), date(2026, 10, 3), "new"),
    Row("2", "Linden Books", Money(Decimal(4100), "GBP"), date(2026, 9, 12), "won"),
    Row("3", "quay stores", None, date(2026, 8, 1), "new"),
    Row("4", "Old Mill", Money(Decimal(50), "GBP"), date(2026, 10, 30), "new"),
]


def state(query: str = "") -> TableState:
    return TableState.parse(SPEC, parse_qs(query, keep_blank_values=True))


def names(query: str) -> list[str]:
    return [row.name for row in MemoryRows(ROWS).all(state(query))]


def test_no_parameters_ask_for_the_usual_list() -> None:
    usual = state()

    assert (usual.sort, usual.descending, usual.page) == ("lost", True, 1)
    assert usual.columns == ("name", "lost", "left_on", "state")
    assert usual.notices == ()
    assert usual.query() == "?"


def test_every_kind_of_filter_is_read_as_its_type() -> None:
    wanted = state("name=caf&lost.min=100&lost.max=5000.50&left_on.from=2026-09-01&state=new&state=won").filters

    assert wanted == (
        Contains("name", "caf"),
        Between("lost", Decimal(100), Decimal("5000.50")),
        Dates("left_on", date(2026, 9, 1), None),
        OneOf("state", ("new", "won")),
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("lost.min=much", "needs numbers"),
        ("lost.min=NaN", "needs numbers"),
        ("lost.max=1e99", "needs numbers"),
        ("left_on.from=31.10.2026", "needs dates"),
        ("state=lost", "no such choice"),
        ("sort=nothing", "cannot be sorted"),
        ("sort=note", "cannot be sorted"),
        ("page=0", "no such page"),
        ("page=many", "no such page"),
        ("page=99999999999999999999", "no such page"),
        ("cols=name,secret", "do not exist"),
    ],
)
def test_nonsense_falls_back_and_says_so(query: str, words: str) -> None:
    asked = state(query)

    assert len(asked.notices) == 1
    assert words in str(asked.notices[0])
    assert asked == replace(state(), columns=asked.columns)


def test_ends_the_wrong_way_round_are_turned() -> None:
    assert state("lost.min=9&lost.max=3").filters == (Between("lost", Decimal(3), Decimal(9)),)


def test_the_heading_column_cannot_be_hidden() -> None:
    assert state("cols=lost").columns == ("name", "lost")


def test_sorting_again_turns_the_order_and_figures_start_with_the_largest() -> None:
    assert state().sorted_by("lost") == "?sort=lost"
    assert state("sort=name").sorted_by("lost") == "?"
    assert state("page=3").sorted_by("name") == "?sort=name"


def test_taking_a_filter_away_keeps_the_rest_and_goes_to_the_first_page() -> None:
    assert state("q=a&name=b&state=new&page=2").without("name") == "?q=a&state=new"


def test_rows_are_searched_filtered_and_sorted_with_the_unknown_last() -> None:
    assert names("") == ["Linden Books", "Harbour Café", "Old Mill", "quay stores"]
    assert names("sort=lost") == ["Old Mill", "Harbour Café", "Linden Books", "quay stores"]
    assert names("sort=name") == ["Harbour Café", "Linden Books", "Old Mill", "quay stores"]
    assert names("q=BOOKS") == ["Linden Books"]
    assert names("lost.max=900") == ["Harbour Café", "Old Mill"]
    assert names("left_on.from=2026-10-01&left_on.until=2026-10-03") == ["Harbour Café"]
    assert names("state=won") == ["Linden Books"]
    assert names("name=zzz") == []


def test_a_page_of_a_known_and_of_an_unknown_total() -> None:
    rows, total = MemoryRows(ROWS).page(state("page=2"))
    known = Page.of(rows, total, number=2, size=2)
    unknown = Page.of(ROWS[:3], MANY, number=1, size=2)

    assert (known.last, known.more, known.first_row, known.last_row) == (2, False, 3, 4)
    assert (unknown.last, unknown.more, len(unknown.rows)) == (None, True, 2)


def test_a_table_that_contradicts_itself_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        TableSpec("twice", (Column("a", "A"), Column("a", "A")), default_sort="a")
    with pytest.raises(ValueError, match="names of their own"):
        TableSpec("reserved", (Column("page", "Page"),), default_sort="page")
    with pytest.raises(ValueError, match="to be sorted by"):
        TableSpec("unsorted", (Column("a", "A"),), default_sort="-b")


def test_a_choice_filter_may_have_its_own_choices() -> None:
    column = Column("reason", "Reason", filter=Filter(By.CHOICE, [Choice("price", "Price")]))

    assert [choice.value for choice in column.choices] == ["price"]


KNOWN = ("q", "sort", "page", "cols", "name", "lost.min", "lost.max", "left_on.from", "left_on.until", "state")
TEXTS = st.text(max_size=40) | st.sampled_from(["-lost", "name", "2026-10-01", "-3", "0x1", "١٢", "1_000", "new", "\0"])


@given(st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=8), st.lists(TEXTS, max_size=4), max_size=8))
def test_no_address_breaks_a_table(parameters: dict[str, list[str]]) -> None:
    asked = TableState.parse(SPEC, parameters)
    again = TableState.parse(SPEC, parse_qs(asked.query(page=asked.page).removeprefix("?")))

    assert again == asked
    assert MemoryRows(ROWS).page(asked)[1] in range(5)
