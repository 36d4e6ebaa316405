"""Reasons and causes for programs."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Departure, Reason
from regain.knowledge.playbook.rules.causes import Standing
from regain.knowledge.playbook.tests.reasons_samples import fields
from regain.knowledge.playbook.tests.reasons_story import LEFT, filled, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = LEFT.isoformat()


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def ask(
    who: Person, method: str, name: str, *args: object, body: object = None, status: int = 200, query: Any = None
) -> Any:
    client = Client()
    client.force_login(who)
    there = reverse(f"api-1:playbook_{name}", args=args)
    sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {"data": query or {}}
    answer = getattr(client, method)(there, **sent)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_program_reads_and_keeps_the_catalogue(cast: Cast, by_key: dict[str, Reason]) -> None:
    late, fees = by_key["late"], by_key["fees"]
    groups = ask(cast.ben, "get", "reasons")["groups"]
    assert sum(len(group["reasons"]) for group in groups) == len(by_key)

    made = ask(cast.dev, "post", "reasons", body={**fields(late), "title": "The weather"})
    assert (made["state"], made["version"]) == ("in_use", 1)
    changed = ask(cast.dev, "put", "reason", late.pk, body=fields(late))
    assert changed["history"][0]["by"] == "Dev Patel"
    problem = ask(cast.dev, "put", "reason", late.pk, body=fields(late), status=409)
    assert "after you opened it" in problem["detail"]

    assert ask(cast.dev, "post", "reason_retirement", late.pk)["state"] == "retired"
    assert ask(cast.dev, "delete", "reason_retirement", late.pk)["state"] == "in_use"
    assert ask(cast.dev, "post", "reason_merge", late.pk, body={"into": fees.pk})["merged_into"] == fees.pk
    assert ask(cast.dev, "delete", "reason_merge", late.pk)["merged_into"] is None
    ask(cast.dev, "put", "reason_place", late.pk, body={"place": 1})
    group = ask(cast.dev, "post", "reason_groups", body={"title": "Weather"})
    ask(cast.dev, "put", "reason_group", group["id"], body={"title": "Season"})
    ask(cast.dev, "put", "reason_group_place", group["id"], body={"place": 1})
    assert ask(cast.ben, "get", "reason", made["id"])["title"] == "The weather"
    ask(cast.ben, "get", "reason", 987654, status=404)
    ask(cast.ben, "post", "reason_retirement", late.pk, status=403)


def test_a_program_writes_down_why_somebody_left(cast: Cast, by_key: dict[str, Reason]) -> None:
    late, fees = by_key["late"].pk, by_key["fees"].pk
    weighed = {"causes": [{"reason": late, "weight": "0.75"}, {"reason": fees, "weight": "0.25"}], "source": "Letter"}

    said = ask(cast.ben, "put", "told", DAY, "stated", "a/b", body=weighed)
    ask(cast.ben, "put", "told", DAY, "diagnosed", "a/b", body={"causes": [{"reason": late}, {"reason": fees}]})
    ask(cast.ben, "put", "told", DAY, "confirmed", "a/b", body={"could_not_say": True})

    assert [cause["weight"] for cause in said["causes"]] == ["0.7500", "0.2500"]
    (departure,) = ask(cast.fay, "get", "causes", "a/b")["departures"]
    assert departure["confirmed"] == {"answer": "could_not_say", "causes": []}
    assert departure["diagnosed"]["causes"][0]["weight"] == "0.5000"
    assert len(departure["history"]) == 3

    (left,) = ask(cast.ben, "delete", "told", DAY, "stated", "a/b")["departures"]
    assert left["stated"]["answer"] == "not_asked"
    half = {"causes": [{"reason": late, "weight": "0.5"}]}
    assert "exactly 1" in ask(cast.ben, "put", "told", DAY, "stated", "C-2", body=half, status=422)["detail"]
    ask(cast.fay, "put", "told", DAY, "stated", "C-2", body=weighed, status=403)


def test_reasons_by_revenue_add_up_to_what_was_sent(cast: Cast, by_key: dict[str, Reason]) -> None:
    Departure.objects.create(customer="C-1", left_on=LEFT, value_lost=Decimal("100.00"), currency="GBP")
    told(cast.ben, by_key["late"], by_key["fees"], by_key["unfriendly"])
    told(cast.ben, customer="C-2")
    lost = [
        {"customer": f"C-{number}", "left_on": DAY, "value_lost": value}
        for number, value in ((1, "100.01"), (2, "7"), (3, "0.50"))
    ]

    sent = ask(cast.tom, "post", "reasons_by_revenue", body={"departures": lost})
    recorded = ask(cast.tom, "get", "reasons_by_revenue", query={"from": DAY})

    parts = [*sent["reasons"], sent["not_asked"], sent["could_not_say"]]
    assert sum(Decimal(part["value"]) for part in parts) == Decimal(sent["total"]["value"]) == Decimal("107.51")
    assert (sent["not_asked"]["value"], sent["could_not_say"]["value"]) == ("0.50", "7.00")
    assert recorded["total"] == {"departures": 2, "value": "100.00"}
    stated = ask(cast.tom, "post", "reasons_by_revenue", body={"departures": lost, "standing": "confirmed"})
    assert stated["reasons"] == []


def test_reason_truth_is_null_where_it_cannot_be_told(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.cora, by_key["cheaper"])
    told(cast.ben, by_key["late"], standing=Standing.CONFIRMED)

    found = ask(cast.tom, "get", "truth", query={"from": DAY, "until": "2026-02-01"})

    assert found["share"] is None
    assert (found["departures"], found["differs"], found["agreement"]) == (1, 1, 0.0)
    assert found["pairs"] == [
        {"stated": by_key["cheaper"].pk, "confirmed": by_key["late"].pk, "departures": 1},
    ]
