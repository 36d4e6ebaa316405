"""The demo company: a real file with real dirt, counted to the line and to the penny."""

from decimal import Decimal
from itertools import pairwise

import pytest

from regain.knowledge.warehouse.rules.result import Result
from regain.knowledge.warehouse.tests.company import DEMO, Home

HEADER = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Result]:
    home = Home(tmp_path_factory.mktemp("demo"), buckets=32, guarded=True)
    return home, home.take(DEMO, header=HEADER)


def test_every_line_of_the_demo_file_is_accounted_for(shop: tuple[Home, Result]) -> None:
    result = shop[1]
    assert (result.lines, result.accepted, result.duplicates, result.rejected) == (541909, 401604, 5225, 135080)
    assert result.reasons == {"There is no customer.": 135080}


def test_the_money_agrees_with_the_published_totals(shop: tuple[Home, Result]) -> None:
    result = shop[1]
    assert result.net == result.purchases + result.refunds
    assert (result.net + result.duplicates_net).quantize(Decimal("0.01")) == Decimal("8300065.81")
    assert (result.first_day, result.last_day, result.currency) == ("2010-12-01", "2011-12-09", "GBP")


def test_days_tell_the_published_lapse_figures_in_one_linear_pass(shop: tuple[Home, Result]) -> None:
    home = shop[0]
    text = """
        SELECT count(*), count(*) FILTER (gone), count(*) FILTER (gone AND back)
        FROM (
            SELECT customer, max(day) FILTER (day < DATE '2011-09-09') < DATE '2011-06-11' AS gone,
                max(day) >= DATE '2011-09-09' AS back
            FROM days WHERE first_day < DATE '2011-09-09' GROUP BY customer
        )
    """
    assert home.ask(text) == [(3362, 1470, 612)]


def test_a_day_knows_what_came_before_it_and_what_came_next(shop: tuple[Home, Result]) -> None:
    home = shop[0]
    rows = home.ask(
        "SELECT nth, day, previous_day, next_day, spent, spent_before FROM days WHERE customer = '12347' ORDER BY day"
    )
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for earlier, later in pairwise(rows):
        assert (earlier[3], later[2]) == (later[1], earlier[1])
        assert later[5] == earlier[5] + earlier[4]


def test_zero_priced_lines_are_kept_and_are_no_purchase(shop: tuple[Home, Result]) -> None:
    assert shop[0].ask("SELECT count(*) FROM sales WHERE kind = 'zero' AND amount = 0") == [(40,)]
