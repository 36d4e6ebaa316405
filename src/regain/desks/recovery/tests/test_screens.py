"""The pages: what they show, and that a form does what its button says."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.rules.terms import CALLED, Kind
from regain.desks.recovery.tests.story import AT, draft, one
from regain.foundation.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CYCLE = "/recovery/cycles/2011-09/"


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def exported(client: Client, query: str = "") -> list[list[str]]:
    answer: Any = client.get(f"{CYCLE}decisions/export/?format=csv&{query}")
    whole = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(whole)))


def test_an_empty_list_teaches_what_a_cycle_is(cast: Cast) -> None:
    page = text(browser(cast.dev).get("/recovery/cycles/"))

    assert "No rescue cycle yet" in page
    assert "Import your sales first" in page


def test_the_list_leads_to_the_cycle(cast: Cast, cycle: Cycle) -> None:
    page = text(browser(cast.dev).get("/recovery/cycles/"))

    assert f'href="{CYCLE}"' in page
    assert "September 2011" in page


def test_the_cycle_says_what_is_to_be_decided(cast: Cast, cycle: Cycle) -> None:
    page = text(browser(cast.dev).get(CYCLE))

    for words in ("300 customers left in September 2011", "Approve September 2011?", "Executive call", "Swap"):
        assert words in page
    assert "Draft again" in page


def test_a_cycle_costs_few_questions_however_large_it_is(
    cast: Cast, cycle: Cycle, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(cast.dev)

    with django_assert_max_num_queries(14):
        client.get(CYCLE)
    with django_assert_max_num_queries(9):
        client.get(f"{CYCLE}decisions/")


def test_an_executive_sees_the_cycle_without_buttons_and_without_control(cast: Cast, cycle: Cycle) -> None:
    page = text(browser(cast.ada).get(CYCLE))

    assert "Control" not in page
    assert "The whole list is for those who prepare the cycle." in page
    assert "?kind=letter" not in page
    assert "Approve September" not in page
    assert "Swap" not in page


def test_only_the_table_comes_back_when_htmx_sorts_it(cast: Cast, cycle: Cycle) -> None:
    page = text(browser(cast.dev).get(f"{CYCLE}decisions/?sort=-value_lost", headers={"HX-Request": "true"}))

    assert "<html" not in page
    assert "1–50 of 300" in page


def test_the_export_leaves_control_out_for_who_may_not_know(cast: Cast, cycle: Cycle) -> None:
    held = set(cycle.decisions.filter(kind=Kind.CONTROL).values_list("name", flat=True))

    full, cut = exported(browser(cast.dev)), exported(browser(cast.ada))

    called = cycle.decisions.filter(kind__in=CALLED).count()
    assert (len(full), len(cut)) == (301, 1 + called)
    assert held <= {line[0] for line in full}
    assert held.isdisjoint(line[0] for line in cut)


def test_the_export_has_what_the_filter_keeps(cast: Cast, cycle: Cycle) -> None:
    lines = exported(browser(cast.dev), "kind=letter&cols=title,kind,gain")

    assert lines[0] == ["Customer", "Decision", "Expected gain", "Expected gain, currency"]
    assert len(lines) - 1 == cycle.decisions.filter(kind=Kind.LETTER).count()
    assert {line[1] for line in lines[1:]} == {"Letter"}
    assert browser(cast.dev).get(f"{CYCLE}decisions/export/?format=pdf").status_code == 404


def test_approving_tells_so_and_can_be_undone(cast: Cast, cycle: Cycle) -> None:
    client = browser(cast.dev)

    page = text(client.post(f"{CYCLE}approval/", {"draft": cycle.pk}, follow=True))

    assert "The cycle of September 2011 is approved." in page
    assert f"{CYCLE}approval/withdrawal/" in page
    assert "Draft again" not in page
    again = text(client.post(f"{CYCLE}approval/withdrawal/", follow=True))
    assert "is a draft again" in again


def test_a_draft_that_was_replaced_meanwhile_is_not_approved_unseen(cast: Cast, cycle: Cycle) -> None:
    draft(cast.olive)

    answer = browser(cast.dev).post(f"{CYCLE}approval/", {"draft": cycle.pk})

    assert answer.status_code == 409
    assert b"replaced while you looked at it" in answer.content
    assert not Cycle.objects.get().is_approved


def test_a_swap_is_previewed_and_made(cast: Cast, cycle: Cycle) -> None:
    client, leaves, enters = browser(cast.dev), one(cycle, Kind.EXECUTIVE), one(cycle, Kind.LETTER)
    address = f"/recovery/decisions/{leaves.pk}/swap/"

    page = text(client.get(f"{address}?enters={enters.pk}"))
    assert f"{enters.title} instead of {leaves.title}" in page
    assert "Expected gain of the cycle" in page

    page = text(client.post(address, {"enters": enters.pk, "reason": "Ada knows them"}, follow=True))
    assert "Ada knows them" in page
    assert Decision.objects.get(pk=enters.pk).kind == Kind.EXECUTIVE


def test_a_swap_without_a_reason_is_refused_in_words(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.LETTER)

    answer = browser(cast.dev).post(f"/recovery/decisions/{leaves.pk}/swap/", {"enters": enters.pk, "reason": " "})

    assert answer.status_code == 422
    assert b"Say why another customer is called" in answer.content


def test_the_search_for_a_swap_finds_by_name(cast: Cast, cycle: Cycle) -> None:
    leaves, wanted = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.NOT_PURSUED)

    page = text(
        browser(cast.dev).get(
            f"/recovery/decisions/{leaves.pk}/swap/?q={wanted.customer}", headers={"HX-Request": "true"}
        )
    )

    assert wanted.title in page
    assert "<html" not in page


def test_a_decision_is_moved_by_its_form(cast: Cast, cycle: Cycle) -> None:
    row = one(cycle, Kind.LETTER)
    address = f"/recovery/decisions/{row.pk}/"
    client = browser(cast.dev)
    before = text(client.get(address))
    assert "Decide otherwise" in before
    assert "form-check-input" not in before, "choices look like choices everywhere"

    page = text(client.post(f"{address}move/", {"kind": "not_pursued", "reason": "In court with us"}, follow=True))

    assert "In court with us" in page
    assert client.post(f"{address}move/", {"kind": "party", "reason": "Fun"}).status_code == 422


def test_an_executive_is_assigned_by_the_list(cast: Cast, cycle: Cycle) -> None:
    row = one(cycle, Kind.EXECUTIVE)

    page = text(
        browser(cast.dev).post(f"/recovery/decisions/{row.pk}/assignment/", {"person": cast.ada.pk}, follow=True)
    )

    assert f"Ada Marlow calls {row.title}." in page
    assert Decision.objects.get(pk=row.pk).assigned_to == cast.ada


def test_an_executives_page_teaches_and_lists(cast: Cast, cycle: Cycle) -> None:
    client, row = browser(cast.ada), one(cycle, Kind.EXECUTIVE)
    assert "No calls are yours" in text(client.get("/recovery/calls/"))
    actions.assign_executive(by=cast.dev, at=AT, decision=row, person=cast.ada)
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert row.title in text(client.get("/recovery/calls/"))
    assert "1 customer waits for your call" in text(client.get("/"))


def test_the_first_page_of_manager_and_caller(cast: Cast, cycle: Cycle) -> None:
    assert "Approve the cycle of September 2011" in text(browser(cast.dev).get("/"))
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert "60 free calls in the queue" in text(browser(cast.ben).get("/"))
