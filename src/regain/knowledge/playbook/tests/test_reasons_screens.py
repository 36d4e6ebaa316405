"""The pages of reasons: found, changed, put in order, written down, and never over somebody else's words."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.models import Departure, Reason, ReasonGroup, Telling
from regain.knowledge.playbook.queries.asking import causes_panel
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer, Standing
from regain.knowledge.playbook.tests.reasons_samples import fields
from regain.knowledge.playbook.tests.reasons_story import AT, LEFT, as_it_is, filled, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ODD = "Ä/b ?#%"


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def get(who: Person, name: str, *args: Any, **query: str) -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(who: Person, name: str, *args: Any, **form: object) -> HttpResponse:
    client = Client()
    client.force_login(who)
    return client.post(reverse(name, args=args), form)  # type: ignore[return-value]


def test_an_empty_catalogue_offers_one_that_fits_any_trade(cast: Cast) -> None:
    assert "Use the catalogue for any trade" in get(cast.dev, "playbook:reasons")
    assert "Use the catalogue for any trade" not in get(cast.ben, "playbook:reasons")

    post(cast.dev, "playbook:catalogue_loading")

    assert "Late delivery" in get(cast.ben, "playbook:reasons")


def test_the_list_is_searched_and_says_what_a_reason_cost(cast: Cast, by_key: dict[str, Reason]) -> None:
    Departure.objects.create(customer="C-1", left_on=LEFT, value_lost=Decimal("1234.50"), currency="GBP")
    told(cast.ben, by_key["late"])

    page = get(cast.dev, "playbook:reasons", q="later than agreed", cols="title,words,value")

    assert "1,234.50" in page
    assert "Late delivery" in page
    assert "Fees they did not expect" not in page.split("r-table-region")[1]


def test_the_catalogue_is_taken_along_as_a_file(cast: Cast, by_key: dict[str, Reason]) -> None:
    editing.retire_reason(by=cast.dev, at=AT, reason=by_key["fees"])
    client = Client()
    client.force_login(cast.ben)

    text = b"".join(client.get(reverse("playbook:reasons_export"), {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
    book = b"".join(client.get(reverse("playbook:reasons_export"), {"format": "xlsx"}).streaming_content)  # type: ignore[attr-defined]

    assert len(text.decode().splitlines()) == len(by_key) + 1
    assert "Fees they did not expect (retired)" in text.decode()
    assert load_workbook(BytesIO(book)).active.max_row == len(by_key) + 1
    assert client.get(reverse("playbook:reasons_export"), {"format": "exe"}).status_code == 404


def test_a_reader_sees_the_facts_and_no_form(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.ben, by_key["late"], customer=ODD)

    page = get(cast.fay, "playbook:reason", by_key["late"].pk)

    assert "Pushed by us" in page
    assert "<form" not in page.split('id="main"')[1].split("</main>")[0]
    assert reverse("valuation:customer", args=[ODD]) in page


def test_a_reason_is_saved_and_its_history_told(cast: Cast, by_key: dict[str, Reason]) -> None:
    answer = post(cast.dev, "playbook:reason", by_key["late"].pk, **fields(by_key["late"]))

    assert answer.status_code == 302
    page = get(cast.dev, "playbook:reason", by_key["late"].pk)
    assert "<del>Late delivery</del> → Came late" in page


def test_who_saves_over_a_change_is_told_first_and_keeps_what_they_typed(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    mine = fields(late)
    editing.revise_reason(by=cast.olive, at=AT, reason=late, version=1, **{**as_it_is(late), "title": "Delayed"})

    answer = post(cast.dev, "playbook:reason", late.pk, **mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Olive Thimble changed “Delayed”" in page
    assert 'value="Came late"' in page
    assert Reason.objects.get(pk=late.pk).title == "Delayed"

    again = post(cast.dev, "playbook:reason", late.pk, **{**mine, "version": Reason.objects.get(pk=late.pk).version})
    assert again.status_code == 302
    assert Reason.objects.get(pk=late.pk).title == "Came late"


def test_a_wrong_name_comes_back_with_the_form(cast: Cast, by_key: dict[str, Reason]) -> None:
    answer = post(cast.dev, "playbook:reason_new", **{**fields(by_key["late"]), "title": "late DELIVERY"})

    assert answer.status_code == 422
    assert "There is a reason “Late delivery”" in answer.content.decode()


def test_retiring_and_merging_can_be_undone_from_the_page(cast: Cast, by_key: dict[str, Reason]) -> None:
    late, fees = by_key["late"], by_key["fees"]

    post(cast.dev, "playbook:reason_retirement", late.pk)
    assert "Bring back" in get(cast.dev, "playbook:reason", late.pk)
    post(cast.dev, "playbook:reason_restoring", late.pk)
    post(cast.dev, "playbook:reason_merge", late.pk, into=fees.pk)
    assert "counts as" in get(cast.dev, "playbook:reason", late.pk)
    assert "Take Late delivery out" in get(cast.dev, "playbook:reason", fees.pk)
    post(cast.dev, "playbook:reason_separation", late.pk)

    assert Reason.objects.get(pk=late.pk).is_in_use


def test_who_named_two_merged_reasons_left_once(cast: Cast, by_key: dict[str, Reason]) -> None:
    Departure.objects.create(customer="C-77", left_on=LEFT, value_lost=Decimal("80.01"), currency="GBP")
    told(cast.ben, by_key["late"], by_key["fees"], customer="C-77")
    editing.merge_reason(by=cast.dev, at=AT, reason=by_key["late"], into=by_key["fees"])

    page = get(cast.fay, "playbook:reason", by_key["fees"].pk)

    assert page.count(">C-77<") == 1
    assert "100%" in page
    assert page.count("80.01") == 2


def test_the_catalogue_is_put_in_order(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    post(cast.dev, "playbook:reason_place", late.pk, place=1)
    post(cast.dev, "playbook:reason_group_place", late.group_id, place=1)
    post(cast.dev, "playbook:reason_group", late.group_id, title="On the way")
    post(cast.dev, "playbook:reasons_arrange", title="Weather")
    double = post(cast.dev, "playbook:reasons_arrange", title="weather")

    page = get(cast.dev, "playbook:reasons_arrange")
    assert page.index("On the way") < page.index("Late delivery") < page.index("Out of stock") < page.index("Service")
    assert "Callers do not see this group" in page
    assert double.status_code == 422
    assert ReasonGroup.objects.filter(title__iexact="weather").count() == 1


def test_why_somebody_left_is_written_down_and_taken_back(cast: Cast, by_key: dict[str, Reason]) -> None:
    args = (LEFT.isoformat(), ODD)
    reasons = {"reason_1": by_key["late"].pk, "percent_1": "70", "reason_2": by_key["fees"].pk, "percent_2": ""}

    answer = post(cast.ben, "playbook:causes", *args, **reasons)

    assert answer.status_code == 302
    stated = causes(customer=ODD, left_on=LEFT).stated
    assert [(cause.title, cause.weight) for cause in stated.causes] == [
        ("Late delivery", Decimal("0.7")),
        ("Fees they did not expect", Decimal("0.3")),
    ]
    assert "70" in get(cast.ben, "playbook:causes", *args)
    post(cast.ben, "playbook:causes_withdrawal", *args)
    assert causes(customer=ODD, left_on=LEFT).stated.answer is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "No reason is chosen"),
        ({"reason_1": "late", "percent_1": "40"}, "add up to exactly 1"),
        ({"reason_1": "late", "percent_1": "0"}, "greater than or equal"),
        ({"reason_1": "late", "could_not_say": "on"}, "not both"),
        ({"reason_1": "987654"}, "not one of the available choices"),
    ],
)
def test_what_does_not_add_up_comes_back_with_the_form(
    cast: Cast, by_key: dict[str, Reason], form: dict[str, str], sentence: str
) -> None:
    sent = {name: by_key["late"].pk if value == "late" else value for name, value in form.items()}

    answer = post(cast.ben, "playbook:causes", LEFT.isoformat(), "C-1", **sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Telling.objects.exists()


def test_a_day_or_a_standing_that_is_none_is_not_found(cast: Cast, by_key: dict[str, Reason]) -> None:
    client = Client()
    client.force_login(cast.ben)

    assert client.get(reverse("playbook:causes", args=["2026-02-31", "C-1"])).status_code == 404
    there = reverse("playbook:causes", args=[LEFT.isoformat(), "C-1"])
    assert client.get(there, {"standing": "guessed"}).status_code == 404


def test_the_customers_page_shows_three_standings_side_by_side(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.cora, by_key["cheaper"])
    told(cast.ben, by_key["late"], standing=Standing.CONFIRMED)

    panel = causes_panel(by=cast.ben, customer="C-1")

    assert panel is not None
    (departure,) = panel.departures
    assert [(column.standing, column.answer) for column in departure.columns] == [
        ("stated", "asked"),
        ("diagnosed", "not_asked"),
        ("confirmed", "asked"),
    ]
    assert departure.href
    readers = causes_panel(by=cast.fay, customer="C-1")
    assert readers is not None
    assert not readers.departures[0].href
    assert causes_panel(by=cast.ben, customer="nobody") is None


def test_reason_truth_says_when_it_cannot_tell(cast: Cast, by_key: dict[str, Reason]) -> None:
    assert "Cannot tell yet" in get(cast.tom, "playbook:truth")
    for number in range(10):
        told(cast.cora, by_key["cheaper"], customer=f"C-{number}")
        told(cast.ben, by_key["late"], customer=f"C-{number}", standing=Standing.CONFIRMED)

    page = get(cast.tom, "playbook:truth")

    assert "10 of 10 customers confirmed another main reason" in page
    assert "Found it cheaper elsewhere → Late delivery" in page
    after = (LEFT + timedelta(days=1)).isoformat()
    assert "Cannot tell yet" in get(cast.tom, "playbook:truth", from_on=after, last_on="2026-12-31")


def test_the_list_takes_as_many_statements_however_much_is_on_record(
    cast: Cast, by_key: dict[str, Reason], django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        told(cast.ben, by_key["late"], by_key["fees"], customer=f"C-{number}")
    client = Client()
    client.force_login(cast.dev)

    with django_assert_max_num_queries(16):
        assert client.get(reverse("playbook:reasons")).status_code == 200
    with django_assert_max_num_queries(22):
        assert client.get(reverse("playbook:reason", args=[by_key["late"].pk])).status_code == 200
