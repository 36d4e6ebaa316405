"""The way in: mappings, Arrow streams, raw purchases; and what is refused."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import numpy as np
import pytest

from regain_value import BGNBD, DAY, WEEK, BadInput, NotEnoughEvidence, Summary, summarise
from regain_value.distinct import distinct_rows

GOOD: Mapping[str, Sequence[float]] = {
    "frequency": [0, 2],
    "recency": [0.0, 5.0],
    "age": [9.0, 9.0],
}


def days(*texts: str) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
    return np.array(texts, dtype="datetime64[D]")


def test_purchases_become_one_row_per_customer() -> None:
    told = summarise(
        ["b", "a", "a", "a", "a", "c"],
        days("2024-01-05", "2024-01-01", "2024-01-08", "2024-01-08", "2024-01-22", "2024-02-01"),
        [7.0, 10.0, 2.0, 3.0, 9.0, 1.0],
        as_of=date(2024, 2, 1),
        unit=WEEK,
    )
    assert told.customer is not None
    assert told.spend is not None
    assert told.customer.tolist() == ["a", "b"]
    assert told.frequency.tolist() == [2, 0]
    assert told.recency.tolist() == [3, 0]
    assert told.age == pytest.approx([31 / 7, 27 / 7])
    assert told.spend.tolist() == [7.0, 0.0]


def test_summarise_agrees_with_counting_by_hand() -> None:
    random = np.random.default_rng(7)
    customer, day = random.integers(0, 40, 600), random.integers(0, 100, 600)
    amount = random.integers(1, 50, 600).astype(float)
    told = summarise(customer, day, amount, as_of=80)
    assert told.customer is not None
    assert told.spend is not None
    for row, name in enumerate(told.customer):
        mine = (customer == name) & (day < 80)
        visits = sorted({int(each) for each in day[mine]})
        assert told.frequency[row] == len(visits) - 1
        assert told.recency[row] == visits[-1] - visits[0]
        assert told.age[row] == 80 - visits[0]
        later = mine & (day > visits[0])
        assert told.spend[row] == pytest.approx(amount[later].sum() / max(len(visits) - 1, 1))


def test_purchases_on_or_after_the_as_of_date_do_not_exist() -> None:
    told = summarise([1, 1, 1], [3, 8, 10], [5.0, 5.0, 5.0], as_of=10)
    assert (told.frequency[0], told.recency[0], told.age[0], told.unit) == (1, 5, 7, DAY)
    with pytest.raises(NotEnoughEvidence, match="none precede 3"):
        summarise([1], [3], [5.0], as_of=3)


def test_days_and_as_of_must_be_of_one_kind() -> None:
    with pytest.raises(BadInput, match="both as dates or both as day numbers"):
        summarise([1], [3], [5.0], as_of=date(2024, 1, 1))


def test_a_duckdb_relation_is_a_table() -> None:
    query = """
        select (i % 5)::smallint as frequency, if(i % 5 = 0, 0, 3.5)::float as recency,
               (10 + i % 7)::bigint as age, 2.5::double as spend, 'x' || i as ignored
        from range(5000) t(i)
    """
    connection = duckdb.connect()
    told = Summary.of(connection.sql(query), unit=WEEK)
    assert len(told) == 5000
    assert told.frequency[:6].tolist() == [0, 1, 2, 3, 4, 0]
    assert told.age[4999] == 10 + 4999 % 7
    assert told.spend is not None
    assert told.spend.sum() == 12_500
    assert BGNBD().fit(told).customers == 5000


def test_arrow_columns_that_are_no_plain_numbers_are_refused() -> None:
    connection = duckdb.connect()
    text = connection.sql("select 'one' as frequency, 1.0::double as recency, 2.0::double as age")
    with pytest.raises(BadInput, match="column frequency: has the Arrow type 'u'"):
        Summary.of(text, unit=WEEK)
    labels = connection.sql(
        "select 'one'::enum('one', 'two') as frequency, 1.0::double as recency, 2.0::double as age"
    )
    with pytest.raises(BadInput, match="'dictionary', not a plain number"):
        Summary.of(labels, unit=WEEK)
    holes = connection.sql(
        "select 1 as frequency, if(i = 3, null, 1)::double as recency, 2 as age from range(9) t(i)"
    )
    with pytest.raises(BadInput, match="column recency: holds nulls"):
        Summary.of(holes, unit=WEEK)
    empty = connection.sql("select 1 as frequency, 1 as recency, 2 as age limit 0")
    with pytest.raises(NotEnoughEvidence):
        Summary.of(empty, unit=WEEK)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"frequency": [0, 2.5]}, "frequency, row 1: 2.5 is not a whole number"),
        ({"frequency": [-1, 2]}, "frequency, row 0: -1 is below 0"),
        ({"frequency": [0, 1e10]}, "frequency, row 1: is above 1,000,000, more than anybody has"),
        ({"recency": [0.0, 9.5]}, "recency, row 1: is longer than the age"),
        ({"recency": [3.0, 5.0]}, "recency, row 0: has no repeat purchase"),
        ({"recency": [0.0, 0.0]}, "recency, row 1: is 0 despite repeats"),
        ({"age": [9.0, float("inf")]}, "age, row 1: inf is not a finite number"),
        ({"age": [9.0]}, r"lengths differ \(frequency 2, recency 2, age 1"),
        ({"age": ["x", "y"]}, "age: not a column of numbers"),
        ({"age": [[1.0]]}, "age: has 2 dimensions"),
        ({"count": [1, 0]}, "count, row 1: 0 is not above 0"),
    ],
)
def test_a_history_that_cannot_be_is_named(change: dict[str, list[float]], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        Summary.of({**GOOD, **change}, unit=WEEK)


def test_missing_columns_and_strange_tables_are_refused() -> None:
    with pytest.raises(BadInput, match="has no column age"):
        Summary.of({"frequency": [0], "recency": [0]}, unit=WEEK)
    with pytest.raises(BadInput, match="int is not one"):
        Summary.of(5, unit=WEEK)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no spend column"):
        Summary.of(GOOD, unit=WEEK).repeat_spend()
    with pytest.raises(BadInput, match="spend, row 1: 0 is no value for 2 purchases"):
        Summary.of({**GOOD, "spend": [0.0, 0.0]}, unit=WEEK).repeat_spend()


def test_distinct_rows_come_back_in_the_original_order() -> None:
    random = np.random.default_rng(0)
    columns = [random.integers(0, 4, 500).astype(float) for _ in range(3)]
    known = distinct_rows(*columns)
    assert len(known.counts) == len(np.unique(np.column_stack(columns), axis=0))
    assert known.counts.sum() == 500
    for row, column in zip(known.rows, columns, strict=True):
        assert np.array_equal(row[known.back], column)
