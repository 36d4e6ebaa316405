"""From sales to a draft: asked for on the page, made in the background from the lake."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from regain.desks.recovery.actions.approving import approve_cycle
from regain.desks.recovery.actions.drafting import draft_cycle
from regain.desks.recovery.models import Case, Cycle
from regain.desks.recovery.queries.facts import departed
from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job
from regain.foundation.jobs.worker import Worker
from regain.knowledge.valuation.tests.lakes import lake_of, sale
from tests.cast import gather

NOW = datetime(2011, 11, 1, 9, tzinfo=UTC)
FIRST, LAST = date(2011, 1, 3), date(2011, 10, 28)


@pytest.fixture
def sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty customers who buy each week; half of them stop in the summer."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    rows = []
    for number in range(40):
        day, last = FIRST + timedelta(days=number % 7), LAST if number % 2 else date(2011, 8, 30)
        while day <= last:
            rows.append(sale(f"C{number:02d}", day, f"{10 + number}.50"))
            day += timedelta(days=7)
    lake_of(tmp_path / "lake", sales=rows)


@pytest.mark.django_db
def test_the_departures_of_a_period_come_from_the_facts(sales: None) -> None:
    found = departed(period="2011-09")

    assert (found.as_of, found.currency, found.rule) == (date(2011, 10, 1), "GBP", "rhythm")
    assert {each.customer for each in found.departures} == {f"C{number:02d}" for number in range(0, 40, 2)}
    assert all(date(2011, 9, 1) <= each.left_on < date(2011, 10, 1) for each in found.departures)
    assert all(each.value_lost > 0 for each in found.departures)


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_asked_for_made_and_shown(sales: None, quick_passwords: None) -> None:
    people = gather()
    client = Client()
    client.force_login(people.dev)
    assert "Draft September 2011" in client.get("/recovery/cycles/").content.decode()

    asked = client.post("/recovery/cycles/", {"period": "2011-09"})
    job = Job.objects.get()
    assert asked["Location"] == f"/recovery/cycles/drafting/{job.pk}/"
    assert b"Drafting" in client.get(asked["Location"]).content
    assert Worker().drain() == 1

    assert client.get(asked["Location"])["Location"] == "/recovery/cycles/2011-09/"
    part = client.get(asked["Location"], headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/recovery/cycles/2011-09/"
    page = client.get("/recovery/cycles/2011-09/").content.decode()
    assert "20 customers left in September 2011" in page
    assert "Newer facts" not in page
    cycle = Cycle.objects.get()
    assert (cycle.drafted_by, cycle.decisions.count()) == ("Dev Patel", 20)
    assert sum((row.value_lost for row in cycle.decisions.all()), Decimal(0)) > 0
    assert {"recovery.request_draft", "recovery.draft_cycle"} <= set(Entry.objects.values_list("verb", flat=True))


@pytest.mark.django_db(transaction=True)
def test_nobody_falls_between_two_cycles(sales: None, quick_passwords: None) -> None:
    people = gather()
    cycle = draft_cycle(by=people.dev, at=NOW, departed=departed(period="2011-09"))
    approve_cycle(by=people.dev, at=NOW, cycle=cycle)
    Case.objects.filter(customer="C04").delete()
    cycle.decisions.get(customer="C04").delete()

    found = {each.customer: each for each in departed(period="2011-10").departures}

    assert found["C04"].left_on < date(2011, 10, 1)
    assert not {"C02", "C06"} & set(found)


@pytest.mark.django_db(transaction=True)
def test_what_can_be_refused_at_once_is_never_queued(sales: None, quick_passwords: None) -> None:
    people = gather()
    client = Client()
    client.force_login(people.dev)

    for period, status in (("2012-01", 409), ("soon", 422), ("", 422)):
        assert client.post("/recovery/cycles/", {"period": period}).status_code == status

    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_fails_says_why(sales: None, quick_passwords: None) -> None:
    people = gather()
    client = Client()
    client.force_login(people.dev)
    asked = client.post("/recovery/cycles/", {"period": "2011-02"})

    Worker().drain()

    page = client.get(asked["Location"]).content.decode()
    assert "It was not drafted" in page
    assert "Nobody left in February 2011" in page
