"""Questions carried from DuckDB's dialect to Spark's, without Spark."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from regain.foundation.kit.errors import Invalid, Unavailable
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse.queries import facts
from regain.knowledge.warehouse.scale.dialect import carry

DAYS = {"days": {"customer": "VARCHAR", "day": "DATE", "first_day": "DATE", "spent": "DECIMAL(18,4)", "nth": "INTEGER"}}


def carried(text: str, **values: object) -> str:
    return carry(text, values, DAYS).text


@given(name=st.text(max_size=30))
def test_whatever_a_value_says_it_stays_one_literal(name: str) -> None:
    text = carried("SELECT nth FROM days WHERE customer = $name", name=name)

    (literal,) = parse_one(text, read="spark").find_all(exp.Literal)

    assert literal.is_string
    assert literal.this == name


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (7, "7"),
        (0.1, "CAST('0.1' AS DOUBLE)"),
        (Decimal("1.50"), "CAST('1.50' AS DECIMAL(38, 2))"),
        (date(2011, 9, 9), "CAST('2011-09-09' AS DATE)"),
    ],
)
def test_a_value_keeps_its_type(value: object, says: str) -> None:
    assert carried("SELECT $value AS told FROM days", value=value) == f"SELECT {says} AS told FROM days AS days"


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(Invalid, match="type datetime"):
        carried("SELECT $value AS told FROM days", value=datetime(2011, 9, 9, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("day - first_day", "DATEDIFF(days.day, days.first_day)"),
        ("day - 7", "days.day - 7"),
        ("day + nth - first_day", "DATEDIFF(days.day + days.nth, days.first_day)"),
        ("nth - 1", "days.nth - 1"),
        ("nth / 2", "CAST(days.nth AS DOUBLE) / CAST(2 AS DOUBLE)"),
        ("spent / nth", "CAST(days.spent AS DOUBLE) / CAST(days.nth AS DOUBLE)"),
        ("date_trunc('month', day)", "CAST(DATE_TRUNC('MONTH', days.day) AS DATE)"),
        ("row_number() OVER (ORDER BY customer)", "days.customer"),
        (
            "row_number() OVER (PARTITION BY customer ORDER BY day)",
            "ROW_NUMBER() OVER (PARTITION BY days.customer ORDER BY days.day NULLS LAST)",
        ),
    ],
)
def test_what_means_something_else_is_written_anew(asked: str, meant: str) -> None:
    assert carried(f"SELECT {asked} AS told FROM days") == f"SELECT {meant} AS told FROM days AS days"


def test_numbers_are_a_table() -> None:
    assert carried("SELECT step FROM range(1, $many + 1) AS steps(step)", many=4).endswith(
        "FROM RANGE(1, 4 + 1) AS steps(step)"
    )


def test_lists_side_by_side_are_rows() -> None:
    asked = "SELECT unnest(CAST($names AS VARCHAR[])) AS name, unnest(CAST($many AS INTEGER[])) AS many"

    both, none = carried(asked, names=["a", "b"], many=[1, 2]), carried(asked, names=[], many=[])

    assert "FROM VALUES ('a', 1), ('b', 2) AS listed" in both
    assert none.endswith("WHERE FALSE")


def test_an_order_is_of_an_answer_and_not_of_a_table() -> None:
    ordered = "SELECT nth FROM days ORDER BY nth"

    assert "ORDER BY" in carried(ordered)
    assert "ORDER BY" not in carried(f"CREATE OR REPLACE TEMP TABLE told AS {ordered}")


def test_a_table_made_says_its_name_and_its_columns() -> None:
    made = carry("CREATE OR REPLACE TEMP TABLE told AS SELECT day, day - first_day AS span FROM days", {}, DAYS)

    assert (made.name, made.kept, made.columns) == ("told", True, {"day": "DATE", "span": "INT"})


@pytest.mark.parametrize(
    "text", ["SELECT nobody FROM days", "SELECT * FROM nowhere", "DELETE FROM days", "SELECT FROM WHERE", ""]
)
def test_what_cannot_be_carried_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="carried to Spark"):
        carried(text)


def test_a_missing_value_is_told() -> None:
    with pytest.raises(KeyError, match="name"):
        carried("SELECT nth FROM days WHERE customer = $name")


def test_without_spark_installed_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Callable[..., object]:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(facts, "import_string", missing)

    with pytest.raises(Unavailable, match=r"pip install 'regain\[spark\]'"):
        facts.lake_on("spark")


def test_a_cluster_that_is_no_address_is_refused_with_its_place(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    home.file.write_text('[engine]\nspark = "the big one"\n')

    with pytest.raises(Invalid, match=r"regain.toml, engine.spark"):
        facts.lake_on(home=home)
