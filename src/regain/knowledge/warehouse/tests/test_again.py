"""Importing again never counts a thing twice, and a corrected file leaves what a fresh load of it would have left."""

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.warehouse.intake import bucket
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.buckets import bucket_of
from regain.knowledge.warehouse.rules.catalogue import kind_named
from regain.knowledge.warehouse.rules.mapping import guess_mapping
from regain.knowledge.warehouse.tests.company import HEADER, NOW, Home


def invoices(count: int = 30, seed: int = 1) -> list[list[object]]:
    chance = random.Random(seed)
    rows: list[list[object]] = []
    for sale in range(count):
        customer, day = f"c{chance.randrange(9)}", 1 + sale % 28
        for product in chance.sample(range(20), chance.randint(1, 4)):
            amount = f"{chance.randint(-300, 2000) / 100:.2f}"
            rows.append(
                [customer, f"S{sale}", f"p{product}", f"2011-{1 + sale // 28:02d}-{day:02d} 10:00:00", amount, ""]
            )
    return rows


def fresh(tmp: Path, rows: Sequence[Sequence[object]]) -> dict[str, list[tuple[object, ...]]]:
    home = Home(tmp / "fresh")
    home.root.mkdir()
    home.sell(list(rows))
    return dict(home.facts())


@pytest.mark.parametrize("name", ["sales.csv", "renamed.csv", "sales.csv.gz"])
def test_the_same_file_again_changes_nothing(home: Home, name: str) -> None:
    rows = invoices()
    home.sell(rows)
    before, facts = home.facts(), home.lake.current().facts
    random.Random(2).shuffle(rows)
    result = home.sell(rows, name)
    assert (result.accepted, result.duplicates, result.withdrawn, result.replaced) == (0, len(rows), 0, 0)
    assert home.facts() == before
    assert home.lake.current().facts == facts


def test_files_that_split_and_overlap_add_up_to_the_whole(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    cut = next(place for place, row in enumerate(rows) if row[1] == "S10")
    late = next(place for place, row in enumerate(rows) if row[1] == "S20")
    home.sell(rows[:late], "first.csv")
    home.sell(rows[cut:], "second.csv")
    assert home.facts() == fresh(tmp_path, rows)


def test_a_sale_split_over_two_files_is_continued(home: Home, tmp_path: Path) -> None:
    rows = [["a", "S1", f"p{n}", "2011-01-01", str(n + 1), ""] for n in range(4)]
    home.sell(rows[:2], "one.csv")
    assert home.sell(rows[2:], "two.csv").continued == 1
    assert home.facts() == fresh(tmp_path, rows)


def test_a_sale_with_changed_lines_is_replaced(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    home.sell(rows)
    corrected = [[*row[:4], "9.99", row[5]] if row[1] == "S3" else row for row in rows]
    result = home.sell(corrected, "corrected.csv")
    assert result.replaced == result.accepted == sum(row[1] == "S3" for row in rows)
    assert home.facts() == fresh(tmp_path, corrected)


def test_a_sale_that_went_to_another_customer_leaves_the_first(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    home.sell(rows)
    for customer in elsewhere(str(next(row[0] for row in rows if row[1] == "S5"))):
        corrected = [[customer, *row[1:]] if row[1] == "S5" else row for row in rows]
        home.sell([row for row in corrected if row[1] == "S5"], f"{customer}.csv")
    assert home.facts() == fresh(tmp_path, corrected)


def elsewhere(customer: str) -> list[str]:
    """A customer of the same bucket, then one of the other."""
    names = [f"other{n}" for n in range(20)]
    place = bucket_of(customer, 2)
    return [next(n for n in names if (bucket_of(n, 2) == place) == same) for same in (True, False)]


def test_a_new_edition_withdraws_what_it_no_longer_contains(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    home.sell(rows)
    shorter = [row for row in rows if row[1] != "S7"]
    result = home.sell(shorter, "sales.csv.gz")
    assert (result.withdrawn, result.accepted) == (len(rows) - len(shorter), 0)
    assert home.facts() == fresh(tmp_path, shorter)


def test_without_sale_ids_an_edition_carries_changed_amounts(home: Home, tmp_path: Path) -> None:
    rows = [[f"c{n % 5}", "", f"p{n}", f"2011-01-{n + 1:02d}", str(n + 1), ""] for n in range(20)]
    home.sell(rows)
    corrected = [[*row[:4], "77", row[5]] if place == 4 else row for place, row in enumerate(rows)]
    result = home.sell(corrected)
    assert (result.accepted, result.withdrawn) == (1, 1)
    assert home.facts() == fresh(tmp_path, corrected)


def test_a_later_month_under_the_same_name_is_no_edition(home: Home) -> None:
    rows = [[f"c{n % 5}", "", f"p{n}", f"2011-{1 + n // 20:02d}-{n % 20 + 1:02d}", "1", ""] for n in range(40)]
    home.sell(rows[:20])
    assert home.sell(rows[20:]).withdrawn == 0
    assert home.ask("SELECT count(*) FROM sales") == [(40,)]


def test_an_edition_of_an_edition_remembers_all_it_stands_for(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    home.sell(rows[:-9])
    home.sell(rows)
    last = [row for row in rows if row[1] not in {"S2", "S28"}]
    assert home.sell(last).withdrawn == len(rows) - len(last)
    assert home.facts() == fresh(tmp_path, last)


def test_replacing_can_be_forbidden_or_told(home: Home, tmp_path: Path) -> None:
    rows = invoices()
    home.sell(rows)
    corrected = [[*row[:4], "9.99", row[5]] for row in rows[:10]]
    with pytest.raises(Invalid, match="no import 9"):
        home.sell(corrected, "x.csv", replace="9")
    assert home.sell(corrected, "added.csv", replace="none").replaced == 0
    assert home.ask("SELECT count(*) FROM sales") == [(len(rows) + 10,)]
    home.sell(corrected, "other.csv", replace="1")
    assert home.facts() == fresh(tmp_path, corrected)


def test_undo_gives_the_state_before_and_only_the_last_import_has_it(home: Home) -> None:
    rows = invoices()
    home.sell(rows[:40], "one.csv")
    before = home.facts()
    second = home.sell(rows[40:], "two.csv")
    with pytest.raises(Conflict, match="not the last"):
        home.imports.undo(1)
    home.imports.undo(second.import_no)
    assert home.facts() == before
    assert [record["import"] for record in home.lake.current().imports] == [1]
    assert home.sell(rows[40:], "two.csv").import_no == 3


def test_many_small_imports_add_small_files_and_are_gathered_in_time(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "MOST_PARTS", 3)
    rows = invoices(30)
    for place in range(0, 30, 6):
        wanted = {f"S{n}" for n in range(place, place + 6)}
        home.sell([row for row in rows if row[1] in wanted], f"day{place}.csv")
    parts = [len(p) for state in home.lake.current().tables.values() for p in state.parts.values()]
    assert 1 < max(parts) <= 3
    assert home.facts() == fresh(tmp_path, rows)
    assert home.lake.current().tables["sales"].rows == len(rows)


def test_a_parquet_copy_of_a_text_file_is_the_same_file(home: Home) -> None:
    rows = invoices()
    home.sell(rows)
    target = home.root / "copy.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT * REPLACE (CAST(date AS TIMESTAMP) AS date, CAST(amount AS DOUBLE) AS amount) FROM "
        f"read_csv('{home.root / 'sales.csv'}', all_varchar = true)) TO '{target}' (FORMAT parquet)"
    )
    assert home.take(target).duplicates == len(rows)


def test_the_newest_import_wins_by_key(home: Home) -> None:
    header = ("customer", "name", "country", "status")
    home.take(
        home.write([["a", "Ann", "", ""], ["b", "Bob", "France", ""]], "k.csv", header), "customers", header=header
    )
    second = home.take(
        home.write(
            [["a", "Ann", "", "Deceased"], ["b", "Bob", "France", ""], ["c", "Cy", "", "gone"]], "l.csv", header
        ),
        "customers",
        header=header,
    )
    assert (second.accepted, second.duplicates, second.rejected, second.replaced) == (1, 1, 1, 1)
    home.sell([["a", "S1", "p", "2011-01-01", "1", ""], ["z", "S2", "p", "2011-01-01", "1", ""]])
    assert home.ask("SELECT customer, name, status FROM customers ORDER BY 1") == [
        ("a", "Ann", "deceased"),
        ("b", "Bob", ""),
        ("z", "", ""),
    ]


def test_a_contract_may_change_hands(home: Home) -> None:
    header = ("contract", "customer", "plan", "start", "end", "mrr")
    first = [["K1", "a", "Basic", "2011-01-01", "", "9.5"], ["K2", "b", "Pro", "2011-01-01", "2010-01-01", "1"]]
    assert home.take(home.write(first, "c.csv", header), "contracts", header=header).reasons == {
        "The contract ends before it starts.": 1
    }
    for customer in ("x", "y", "z"):
        home.take(
            home.write([["K1", customer, "Basic", "2011-01-01", "2011-09-01", "9.5"]], "d.csv", header),
            "contracts",
            header=header,
        )
        rows = home.ask("SELECT contract, customer, amount_month FROM contracts")
        assert rows == [("K1", customer, Decimal("9.5000"))]


def test_contacts_and_products_are_kept(home: Home) -> None:
    header = ("ticket", "customer", "type", "date", "minutes")
    rows = [
        ["", "a", "Call", "2011-01-01 10:00", "12.5"],
        ["", "a", "Call", "2011-01-01 10:00", "12.5"],
        ["T1", "b", "Mail", "2011-01-02", ""],
    ]
    result = home.take(home.write(rows, "t.csv", header), "contacts", header=header)
    assert (result.accepted, result.duplicates) == (2, 1)
    assert home.ask("SELECT contact, customer, kind, minutes FROM contacts ORDER BY 1") == [
        ("", "a", "call", Decimal("12.5000")),
        ("T1", "b", "mail", None),
    ]
    names = ("sku", "description", "price")
    home.take(home.write([["p1", "Lamp", "5"], ["p1", "Lamp, red", "6"]], "p.csv", names), "products", header=names)
    assert home.ask("SELECT product, name, price FROM products") == [("p1", "Lamp, red", Decimal("6.0000"))]


def test_a_trial_says_what_would_happen_and_keeps_nothing(home: Home) -> None:
    rows = invoices()
    home.sell(rows)
    before = home.lake.current()
    changed = [[*row[:4], "9.99", "x"] if row[1] == "S3" else row for row in rows] + [
        ["", "S99", "p", "2011-03-01", "1", ""]
    ]
    path = home.write(changed, "new.csv")
    mapping = guess_mapping(kind_named("sales"), list(HEADER))
    told = home.imports.try_out(Source(path=str(path)), mapping, at=NOW)
    assert home.lake.current() == before
    assert told.examples == {"There is no customer.": [[str(len(changed) + 1), "", "S99", "p", "2011-03-01", "1", ""]]}
    assert [row["sale"] for row in told.preview] == [row[1] for row in rows[:20]]
    assert home.imports.unfinished() == []
    done = home.take(path).to_dict() | {"import": 0, "rejected_file": None}
    assert {key: value for key, value in told.to_dict().items() if key not in {"preview", "examples"}} == done
