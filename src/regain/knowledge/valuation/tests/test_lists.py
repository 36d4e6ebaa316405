"""Lists of customers, answered by the warehouse."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from regain.foundation.kit.export import csv_lines
from regain.foundation.kit.table import TableState
from regain.knowledge.valuation.queries import listed, lists
from regain.knowledge.valuation.queries.listed import ValuedRows
from regain.knowledge.valuation.tests.conftest import WEIRD
from regain.knowledge.warehouse.lake.store import Lake

pytestmark = pytest.mark.usefixtures("valued")


def rows(lake: Lake, only: Any = lists.EVERYBODY) -> ValuedRows:
    return ValuedRows(lake, lake.current(), "GBP", only)


def asked(spec: Any = None, **parameters: str) -> TableState:
    return TableState.parse(spec or lists.customers(), {name: [value] for name, value in parameters.items()})


def test_every_customer_is_on_exactly_one_page(valued: Lake) -> None:
    pages = [rows(valued).page(asked(page=str(number), sort="country")) for number in (1, 2, 3)]

    seen = [row["customer"] for found, _total in pages for row in found]
    assert len(seen) == len(set(seen)) == pages[0][1]
    assert set(WEIRD) <= set(seen)


@pytest.mark.parametrize("column", [column.name for column in lists.customers().columns])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_list_sorts_by_any_column_and_puts_the_unknown_last(valued: Lake, column: str, sign: str) -> None:
    state = asked(sort=f"{sign}{column}", cols=column)
    found = list(rows(valued).all(state))

    values = [row[column] for row in found]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=bool(sign))


@pytest.mark.parametrize("spec", [lists.departed(), lists.partly()])
def test_the_other_lists_sort_by_any_column_too(valued: Lake, spec: Any) -> None:
    for column in spec.columns:
        list(rows(valued, lists.GONE).all(asked(spec, sort=column.name, cols=column.name)))


def test_filters_narrow_together(valued: Lake) -> None:
    state = asked(**{"state": "departed", "spent.min": "100", "last_day.until": "2024-01-31", "lives.max": "1"})
    found, total = rows(valued).page(state)

    everybody = list(rows(valued).all(asked(cols="state,spent,last_day,lives")))
    expected = [
        row
        for row in everybody
        if row["state"] == "departed"
        and row["spent"][0] >= 100
        and str(row["last_day"]) <= "2024-01-31"
        and row["lives"] == 1
    ]
    assert {row["customer"] for row in found} == {row["customer"] for row in expected}
    assert total == len(expected) > 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", ["c002"]),
        ("CAFÉ harb", ["c002"]),
        ("c00 söhne", ["c001"]),
        ("'; drop", ["'; DROP TABLE days"]),
        ("100%", ["100%"]),
    ],
)
def test_search_finds_every_word_in_id_or_name(valued: Lake, words: str, found: list[str]) -> None:
    assert [row["customer"] for row in rows(valued).page(asked(q=words))[0]] == found


def test_beyond_a_number_of_customers_a_narrowed_list_is_not_counted(
    valued: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "COUNTED", 10)

    found, total = rows(valued).page(asked(state="alive"))
    _all, everybody = rows(valued).page(asked())

    assert total == "many"
    assert len(found) == asked().size + 1 or len(found) <= asked().size
    assert everybody == valued.current().tables["values"].rows


@pytest.mark.parametrize("column", [column.name for column in lists.customers().columns])
@pytest.mark.parametrize("page", ["1", "2", "3", "9"])
def test_the_narrow_way_through_many_customers_gives_the_same_pages(
    valued: Lake, monkeypatch: pytest.MonkeyPatch, column: str, page: str
) -> None:
    ascending, descending = (asked(sort=sign + column, page=page, **{"lives.min": "1"}) for sign in ("", "-"))
    expected = [rows(valued).page(state) for state in (ascending, descending)]

    monkeypatch.setattr(listed, "LARGE", 0)

    assert [rows(valued).page(state) for state in (ascending, descending)] == expected


def test_an_estimate_shows_its_interval_and_is_exported_as_three_numbers(valued: Lake) -> None:
    state = asked(lists.departed(), cols="chance,second_value")
    shown = rows(valued, lists.GONE).page(state)[0][0]
    chance = lists.departed().column("chance")
    assert chance is not None
    assert "(" in str(chance.of(shown))

    taken = lists.exported(state)
    text = "".join(csv_lines(taken.shown, rows(valued, lists.GONE).all(taken)))
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert float(lines[0]["Comes back alone, from"]) <= float(lines[0]["Comes back alone"])
    assert lines[0]["Second value, currency"] == "GBP"


def test_the_export_has_every_row_and_no_formula(dev: Client, valued: Lake) -> None:
    answer = dev.get(reverse("valuation:export", args=["customers"]), {"cols": "name"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined] # a stream

    assert len(lines) == 1 + valued.current().tables["values"].rows
    assert any(",'=cmd" in line or line.startswith("'=cmd") for line in lines)


def test_a_workbook_opens(dev: Client) -> None:
    answer = dev.get(reverse("valuation:export", args=["departed"]), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]

    assert book.active is not None
    assert book.active.max_row > 5


def test_partial_departures_are_those_who_buy_half_as_much(valued: Lake) -> None:
    found = list(rows(valued, lists.PARTLY).all(asked(lists.partly(), cols="shrunk,loss,usual")))

    shrunk = next(row for row in found if row["customer"] == "shrunk")
    assert 0.8 < shrunk["shrunk"] < 0.95
    assert all(row["shrunk"] > 0.5 for row in found)
