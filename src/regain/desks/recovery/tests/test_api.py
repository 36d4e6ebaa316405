"""The desk for programs: the same verbs, the same refusals."""

from typing import Any

import pytest
from django.test import Client

from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.terms import CALLED, Kind
from regain.desks.recovery.tests.story import one
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CYCLE = "/api/1/recovery/cycles/2011-09"


@pytest.fixture
def dev(cast: Cast) -> Client:
    """A program that acts for the retention manager."""
    client = Client()
    client.force_login(cast.dev)
    return client


def send(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def test_cycles_are_listed_and_read(dev: Client, cycle: Cycle) -> None:
    assert [row["period"] for row in dev.get("/api/1/recovery/cycles").json()] == ["2011-09"]

    told = dev.get(CYCLE).json()

    assert told["departures"] == 300
    assert told["decisions"]["team"]["count"] == 60


def test_decisions_come_in_pages(dev: Client, cycle: Cycle) -> None:
    first, second = dev.get(f"{CYCLE}/decisions").json(), dev.get(f"{CYCLE}/decisions?page=2").json()

    assert (first["total"], len(first["decisions"]), len(second["decisions"])) == (300, 50, 50)
    assert [row["rank"] for row in second["decisions"]] == list(range(51, 101))
    letters = dev.get(f"{CYCLE}/decisions?kind=letter&sort=-value_lost").json()
    assert {row["kind"] for row in letters["decisions"]} == {"letter"}
    assert dev.get(f"{CYCLE}/decisions?page=0").status_code == 422


def test_a_program_of_an_executive_sees_no_control(cast: Cast, cycle: Cycle) -> None:
    client = Client()
    client.force_login(cast.ada)

    told, listed = client.get(CYCLE).json(), client.get(f"{CYCLE}/decisions?kind=control").json()

    assert "control" not in told["decisions"]
    assert {row["kind"] for row in listed["decisions"]} <= {"executive", "team"}
    assert {row["rank"] for row in listed["decisions"]} == {None}, "a gap would tell"
    assert listed["total"] == cycle.decisions.filter(kind__in=CALLED).count()


def test_approving_twice_is_a_problem_document(dev: Client, cycle: Cycle) -> None:
    assert dev.post(f"{CYCLE}/approval").json()["state"] == "approved"

    refused = dev.post(f"{CYCLE}/approval")

    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] == "Dev Patel has approved the cycle of September 2011 already."
    assert dev.delete(f"{CYCLE}/approval").json()["state"] == "draft"


def test_a_swap_by_program(dev: Client, cycle: Cycle) -> None:
    leaves, enters, control = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.TEAM), one(cycle, Kind.CONTROL)

    refused = send(dev, f"{CYCLE}/swaps", leaves=leaves.customer, enters=control.customer, reason="Friends")
    assert (refused.status_code, "spoil the comparison" in refused.json()["detail"]) == (409, True)

    told = send(dev, f"{CYCLE}/swaps", leaves=leaves.customer, enters=enters.customer, reason="Friends").json()
    assert enters.customer in {call["customer"] for call in told["executive_calls"]}


def test_what_cannot_be_is_refused_in_words(dev: Client, cycle: Cycle) -> None:
    assert dev.get("/api/1/recovery/cycles/1999-01").json()["detail"] == "There is no cycle 1999-01."
    assert send(dev, "/api/1/recovery/cycles", period="soon").status_code == 422
    assert send(dev, "/api/1/recovery/cycles", period="2011-09").json()["detail"].startswith("No sales have been")
    nobody = send(dev, f"{CYCLE}/swaps", leaves="nobody", enters="nobody", reason="None")
    assert nobody.json()["detail"] == "nobody is not in the cycle 2011-09."
