"""The REST door of the valuation."""

import base64
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation.queries.documents import lives_document
from regain.knowledge.warehouse.lake.store import Lake

pytestmark = pytest.mark.django_db


def asked(client: Client, path: str, **parameters: str) -> Any:
    answer = client.get(f"/api/1/customers/{path}", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_customers_come_a_page_at_a_time_as_of_a_day(dev: Client, valued: Lake) -> None:
    first = asked(dev, "")
    second = asked(dev, "", page="2")

    assert (first["as_of"], first["rule"], first["currency"]) == ("2024-07-01", "rhythm", "GBP")
    assert first["total"] == valued.current().tables["values"].rows
    assert not {row["customer"] for row in first["customers"]} & {row["customer"] for row in second["customers"]}


def test_customers_are_narrowed_and_sorted(dev: Client, valued: Lake) -> None:
    found = asked(dev, "", state="departed", spent_min="50", sort="spent")["customers"]

    spent = [Decimal(row["spent"]) for row in found]
    assert spent == sorted(spent)
    assert spent[0] >= 50
    assert {row["state"] for row in found} == {"departed"}


def test_an_estimate_has_its_ends(dev: Client, valued: Lake) -> None:
    for row in asked(dev, "", state="departed")["customers"]:
        chance = row["chance"]
        assert 0 <= chance["low"] <= chance["value"] <= chance["high"] <= 1
        assert row["worth"] is None


@pytest.mark.parametrize("customer", ["c000", "~" + base64.urlsafe_b64encode(b"a/b").decode().rstrip("=")])
def test_one_customer_has_lives_and_a_sentence(dev: Client, valued: Lake, customer: str) -> None:
    told = asked(dev, customer)

    assert told["headline"]
    assert told["life_rows"][0]["number"] == 1


def test_nobody_is_a_problem_document(dev: Client, valued: Lake) -> None:
    answer = dev.get("/api/1/customers/nobody")

    assert answer.status_code == 404
    assert "nobody" in answer.json()["detail"]


def test_lives_are_the_document_of_the_command_line(dev: Client, valued: Lake) -> None:
    as_of = ledger.as_of_default(valued)
    expected = lives_document(ledger.census(valued, as_of=as_of, rule=rule("days:90")))

    assert asked(dev, "lives", rule="days:90") == expected
    assert asked(dev, "lives", rule="days:90", as_of="2023-06-01")["as_of"] == "2023-06-01"


def test_a_backtest_names_every_ranking(dev: Client, valued: Lake) -> None:
    told = asked(dev, "backtest", as_of="2024-01-01", until="2024-03-31")

    assert set(told["rankings"]) == {"regain", "past_spend", "recency", "frequency", "chance"}
    assert set(told["rankings"]["regain"]) == {"top10", "top20", "top50"}


def test_departures_of_a_time_are_in_that_time(dev: Client, valued: Lake) -> None:
    told = asked(dev, "departures", left_from="2023-06-01", left_until="2023-12-31")

    assert told["customers"]
    assert all("2023-06-01" <= row["left_on"] <= "2023-12-31" for row in told["customers"])


@pytest.mark.parametrize("rule", ["nonsense", "days:0"])
def test_a_rule_that_is_none_is_refused_in_a_sentence(dev: Client, valued: Lake, rule: str) -> None:
    answer = dev.get("/api/1/customers/lives", {"rule": rule})

    assert answer.status_code == 422
    assert "is not a rule" in answer.json()["detail"]
