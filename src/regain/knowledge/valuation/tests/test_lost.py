"""Everybody whose life ended in a time: the very lives the ledger's balance of that time counts."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regain.foundation.kit.filters import By, Choice, Filter
from regain.foundation.kit.period import month_after
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.departures import departures
from regain.knowledge.valuation.queries.lost import Asked, Lost, cents, lost
from regain.knowledge.valuation.queries.lost_list import LostRows
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.valuation.rules.segments import segments_of
from regain.knowledge.valuation.tests.lakes import lake_of, sale
from regain.knowledge.warehouse.lake.store import Lake

START = date(2011, 1, 1)
JUNE, JULY = date(2011, 6, 1), date(2011, 7, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def contract(name: str, who: str, began: int, ended: int | None, amount: str) -> dict[str, Any]:
    return {
        "contract": name,
        "customer": who,
        "started_on": day(began),
        "ended_on": None if ended is None else day(ended),
        "amount_month": Decimal(amount),
        "currency": "GBP",
    }


def lost_in(lake: Lake, folder: Path, text: str = "days:60", *, as_of: date = JULY, of: date = JUNE) -> Lost:
    return lost(Asked(rule_named(text), as_of, of, month_after(of)), lake=lake, folder=folder / "lost")


PURCHASES = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 400), st.integers(1, 99_999)), min_size=20, max_size=60
)


@settings(max_examples=3, deadline=None)
@given(purchases=PURCHASES, as_of=st.integers(200, 420))
def test_they_count_and_weigh_what_the_balance_of_the_month_says(
    purchases: list[tuple[str, int, int]], as_of: int
) -> None:
    with TemporaryDirectory() as folder:
        sales = [sale(who, day(when), f"{units / 10_000:.4f}") for who, when, units in purchases]
        lake = lake_of(Path(folder), sales=sales)
        for text in ("days:5", "days:90", "rhythm"):
            census = ledger.census(lake, as_of=day(as_of), rule=rule_named(text))
            for month in census.months[-12::4]:
                found = lost_in(lake, Path(folder), text, as_of=day(as_of), of=date.fromisoformat(f"{month.month}-01"))
                assert (len(found), found.value_lost) == (month.left, month.value_left)
                assert Decimal(int(found.cents.sum())) / 100 == found.value_in_cents


@settings(max_examples=3, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 200), st.none() | st.integers(0, 150), st.integers(1, 99)),
        min_size=6,
        max_size=14,
    )
)
def test_contracts_that_outlasted_the_grace_count_as_the_balance_has_them(
    spans: list[tuple[str, int, int | None, int]],
) -> None:
    contracts = [
        contract(str(number), who, began, None if length is None else began + length, str(amount))
        for number, (who, began, length, amount) in enumerate(spans)
    ]
    with TemporaryDirectory() as folder:
        lake = lake_of(Path(folder), contracts=contracts)
        for month in ledger.census(lake, as_of=day(300), rule=rule_named("contract")).months[-9::2]:
            of = date.fromisoformat(f"{month.month}-01")
            found = lost_in(lake, Path(folder), "contract", as_of=day(300), of=of)
            assert (len(found), found.value_lost) == (month.left, month.value_left)


def test_whoever_came_back_by_the_day_is_there_with_the_day_of_return(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", day(100), "10"), sale("b", day(100), "7"), sale("b", day(170), "1")])

    found = lost_in(lake, tmp_path)

    told = {each.customer: each.back_on for each in found.who(np.arange(len(found)))}
    assert told == {"a": None, "b": day(170)}
    assert found.is_back.sum() == 1


def test_a_return_after_the_day_one_looks_from_is_not_known(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("b", day(100), "7"), sale("b", day(200), "1")])

    assert not lost_in(lake, tmp_path).is_back.any()


def test_they_are_in_the_segments_the_recovery_desk_puts_the_departed_in(tmp_path: Path) -> None:
    sales = [sale(f"c{number:02d}", day(95 + number % 20), str(10 + number**2)) for number in range(20)]
    sales += [sale("c03", day(20), "5"), sale("c07", day(1), "5"), sale("c07", day(90), "5"), sale("c09", day(93), "1")]
    lake = lake_of(tmp_path, sales=sales)

    found = lost_in(lake, tmp_path)

    terms = Terms(discount=0.1, margin=1.0)
    gone = departures(as_of=JULY, left_from=JUNE, left_until=JULY, rule=rule_named("days:60"), terms=terms, lake=lake)
    expected = dict(zip((each.customer for each in gone), segments_of(gone), strict=True))
    assert {each.customer: found.segment_of(each.row) for each in found.who(np.arange(len(found)))} == expected
    assert {name.split("/")[1] for name in expected.values()} == {"once", "regular", "second"}


def test_names_and_countries_come_along(tmp_path: Path) -> None:
    sales = [
        sale("a", day(100), "10"),
        sale("b", day(100), "7", country="France"),
        sale("c", day(100), "5", country=""),
    ]
    lake = lake_of(tmp_path, sales=sales, customers=[{"customer": "a", "name": "Harbour Café", "country": ""}])

    found = lost_in(lake, tmp_path)

    assert [(each.name, each.country) for each in found.who(found.largest(2))] == [
        ("Harbour Café", "United Kingdom"),
        ("", "France"),
    ]
    assert found.countries() == [("United Kingdom", 1, Decimal(10)), ("France", 1, Decimal(7)), ("", 1, Decimal(5))]


def test_a_departure_told_of_belongs_to_the_absence_its_day_lies_in(tmp_path: Path) -> None:
    sales = [sale("a", day(30), "5"), sale("a", day(100), "10"), sale("a", day(175), "1"), sale("b", day(100), "7")]
    found = lost_in(lake_of(tmp_path, sales=sales), tmp_path)
    whose = {each.row: each.customer for each in found.who(np.arange(len(found)))}
    told = [("a", day(152)), ("a", day(160)), ("a", day(90)), ("a", day(190)), ("b", day(300)), ("c", day(160))]

    rows = found.rows_of([who for who, _ in told], [left_on for _, left_on in told]).tolist()

    assert [whose.get(row) for row in rows] == [None, "a", None, None, "b", None]


def test_cents_of_parts_add_up_to_the_cents_of_all() -> None:
    units = np.array([50, 50, 50, 10_049, 99], dtype=np.int64)

    assert cents(units).tolist() == [1, 1, 0, 100, 1]
    assert cents(np.array([], dtype=np.int64)).tolist() == []


def test_the_kept_list_is_filtered_by_any_word_of_a_cell(tmp_path: Path) -> None:
    sales = [sale(who, day(100), "10") for who in "abc"]
    found = lost_in(lake_of(tmp_path, sales=sales), tmp_path)
    rows = {each.customer: each.row for each in found.who(np.arange(len(found)))}
    told = {name: np.array(["3 14", "could_not_say"], dtype=object) for name in ("counted", "stated", "diagnosed")}
    told |= {"confirmed": np.array(["", ""], dtype=object), "issues": np.array(["7 none", ""], dtype=object)}

    found.keep(found.folder / "list", told={"row": np.array([rows["a"], rows["b"]]), **told})

    def shown(**parameters: str) -> list[str]:
        state = TableState.parse(SPEC, {name: [value] for name, value in parameters.items()})
        page, total = LostRows(found.folder / "list", "GBP").page(state)
        assert total == len(page)
        return [row["customer"] for row in page]

    assert shown() == ["a", "b", "c"]
    assert shown(counted="14") == ["a"]
    assert shown(counted="1") == []
    assert shown(counted="not_asked") == ["c"]
    assert shown(confirmed="not_asked") == ["a", "b", "c"]
    assert shown(issues="none") == ["a"]


def choices(*values: str) -> Filter:
    return Filter(By.CHOICE, [Choice(value, value) for value in values])


SPEC = TableSpec(
    name="behind",
    columns=(
        Column("customer", "Id"),
        Column("spent_year", "Value", Kind.MONEY),
        Column("counted", "Reason", filter=choices("1", "3", "14", "not_asked"), sortable=False),
        Column("confirmed", "Confirmed", filter=choices("1", "not_asked"), sortable=False),
        Column("issues", "Issue", filter=choices("7", "none"), sortable=False),
    ),
    default_sort="customer",
    key="customer",
)
