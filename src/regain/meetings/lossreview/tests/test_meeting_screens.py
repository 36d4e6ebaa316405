"""The meeting's screen: it follows, shows each point, keeps what people wrote, and hides every weight till the end."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.foundation.audit.models import Entry
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.agreeing import agree_action
from regain.meetings.lossreview.actions.attending import mark_present
from regain.meetings.lossreview.actions.meeting import adjourn_review, begin_review, show_item
from regain.meetings.lossreview.actions.weighing import open_weighing, open_weights, weigh
from regain.meetings.lossreview.models import Action, Issue, Item, Minutes, Rank, Resolution, Review, Seat, Weighing
from regain.meetings.lossreview.queries.meeting import beat_of
from regain.meetings.lossreview.rules.agenda import Section
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TABLE = "/review/months/2011-09/meeting/"
RECORD = "/review/months/2011-09/minutes/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def review(cast: Cast) -> Review:
    """A meeting with Dev and Ada at the table, at its first point."""
    an_issue(cast, "Parcels arrive late")
    an_issue(cast, "Boxes break")
    found = a_review(cast)
    begin_review(by=cast.dev, at=found.meets_at, review=found)
    mark_present(by=cast.ada, at=found.meets_at, review=found, person=cast.ada)
    return fresh(found)


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def go_to(cast: Cast, review: Review, section: Section) -> Item:
    item = review.items.get(section=section)
    show_item(by=cast.dev, at=review.meets_at + timedelta(minutes=1), review=review, item=item)
    return item


def test_before_it_begins_the_chair_sees_one_button_and_the_others_wait(cast: Cast) -> None:
    a_review(cast)

    assert 'id="m-begin"' in text(browser(cast.dev).get(TABLE))
    page = text(browser(cast.ada).get(TABLE))
    assert 'id="m-begin"' not in page
    assert "Dev Patel begins the meeting; this page follows." in page
    assert "I am here" in page


def test_the_figures_come_with_the_beginning_when_the_first_point_has_some(cast: Cast) -> None:
    review = a_review(cast)
    review.items.get(section=Section.ACTIONS).delete()
    waiting = browser(cast.ada)
    drawn = re.search(r'name="on" value="(\d*)"', text(waiting.get(TABLE)))

    begin_review(by=cast.dev, at=review.meets_at, review=review)

    assert drawn is not None
    assert 'id="m-figures"' in text(waiting.get(f"{TABLE}beat/", {"seen": "", "on": drawn[1]}, headers=HTMX))


def test_who_has_no_seat_finds_no_meeting(cast: Cast, review: Review) -> None:
    assert browser(cast.ben).get(TABLE).status_code == 404
    assert browser(cast.ben).get(f"{TABLE}beat/").status_code == 404


def test_a_beat_is_silent_until_something_happens(
    cast: Cast, review: Review, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ada, seen = browser(cast.ada), beat_of(review)
    with django_assert_max_num_queries(8):
        quiet = ada.get(f"{TABLE}beat/", {"seen": seen}, headers=HTMX)
    assert quiet.status_code == 204

    go_to(cast, review, Section.DECIDE)
    on = review.items.get(section=Section.ACTIONS).pk
    asked: dict[str, str | int] = {"seen": seen, "on": on}
    told = text(ada.get(f"{TABLE}beat/", asked, headers=HTMX))

    assert 'id="m-bar" data-part hx-swap-oob="true"' in told
    assert "Decide" in told
    assert "<html" not in told


def test_who_looks_around_is_told_where_the_meeting_is_and_is_not_moved(cast: Cast, review: Review) -> None:
    calls = review.items.get(section=Section.CALLS)
    ada = browser(cast.ada)

    page = text(ada.get(TABLE, {"looks": calls.pk}))
    assert "You are looking at “Calls”; the meeting is at “Actions”." in page

    go_to(cast, review, Section.LOSSES)
    asked: dict[str, str | int] = {"seen": "", "looks": calls.pk, "on": calls.pk}
    told = text(ada.get(f"{TABLE}beat/", asked, headers=HTMX))
    assert "the meeting is at “Losses”" in told
    assert 'id="m-figures"' not in told


def test_the_buttons_work_without_scripts(cast: Cast, review: Review) -> None:
    dev, item = browser(cast.dev), review.items.get(section=Section.LOSSES)

    answer = dev.post(f"{TABLE}show/", {"item": item.pk})

    assert (answer.status_code, answer["Location"]) == (302, TABLE)
    assert Item.objects.get(pk=item.pk).since is not None
    looks = dev.post(f"{TABLE}decisions/", {"text": "Ship from Kent.", "looks": item.pk})
    assert looks["Location"] == f"{TABLE}?looks={item.pk}"


def test_what_cannot_be_done_is_said_at_the_table(cast: Cast, review: Review) -> None:
    item = review.items.get(section=Section.LOSSES)

    page = text(browser(cast.ada).post(f"{TABLE}show/", {"item": item.pk}, follow=True))

    assert "may not do this" in page
    assert Item.objects.get(pk=item.pk).since is None
    told = browser(cast.dev).post(f"{TABLE}decisions/", {"text": ""}, headers=HTMX)
    assert (told.status_code, told.content.decode()) == (422, "Write the decision in a sentence.")


def test_two_browsers_write_in_the_same_notes_and_nothing_is_lost(cast: Cast, review: Review) -> None:
    item = review.items.get(section=Section.ACTIONS)
    one, other = browser(cast.ada), browser(cast.dev)
    words = {"Accept": "application/json", **HTMX}

    def save(who: Client, base: str, said: str) -> str:
        answer = who.post(f"{TABLE}notes/", {"item": item.pk, "base": base, "text": said}, headers=words)
        return str(answer.json()["text"])

    save(one, "", "Late")
    save(other, "", "Stock")
    save(one, "Late", "Late in Kent\r\n")
    found = save(other, "Stock", "Stock runs out")

    assert sorted(found.split("\n")) == ["Late in Kent", "Stock runs out"]


def test_an_earlier_action_is_done_put_off_or_dropped_on_the_screen(cast: Cast, review: Review) -> None:
    before = a_review(cast, "2011-08")
    day, dev = date(2030, 1, 1), browser(cast.dev)
    rows = [
        agree_action(by=cast.dev, at=before.meets_at, what=what, owner=cast.ada, due_on=day, review=before)
        for what in ("Ask", "Print", "Call")
    ]
    assert "Ask" in text(dev.get(TABLE))

    dev.post(f"{TABLE}actions/{rows[0].pk}/", {"do": "done"})
    dev.post(f"{TABLE}actions/{rows[1].pk}/", {"do": "put_off", "due_on": "2030-02-01", "words": "No paper"})
    dev.post(f"{TABLE}actions/{rows[2].pk}/", {"do": "drop", "words": "They came back"})

    done, later, dropped = (Action.objects.get(pk=row.pk) for row in rows)
    assert done.done_at is not None
    assert (later.due_on, dropped.dropped_because) == (date(2030, 2, 1), "They came back")


def test_an_issue_gets_its_owner_an_action_and_another_issue_is_raised_right_there(cast: Cast, review: Review) -> None:
    issue, dev = Issue.objects.get(title="Boxes break"), browser(cast.dev)
    go_to(cast, review, Section.DECIDE)

    dev.post(f"{TABLE}owner/", {"issue": issue.pk, "owner": cast.ada.pk, "due_on": "2030-01-01"})
    dev.post(
        f"{TABLE}actions/",
        {"what": "Thicker boxes", "owner": cast.olive.pk, "due_on": "2030-01-01", "issue": issue.pk},
    )
    dev.post(f"{TABLE}issues/", {"title": "Nobody calls back"})
    page = text(dev.get(TABLE))

    assert Issue.objects.get(pk=issue.pk).owner == cast.ada
    assert Action.objects.get(issue=issue).review == review
    assert Issue.objects.get(title="Nobody calls back").review == review
    assert "Ada Marlow answers for it, by 1 Jan 2030" in page
    assert "Thicker boxes" in page


def test_an_action_agreed_by_mistake_is_taken_back_at_the_table(cast: Cast, review: Review) -> None:
    issue, dev = Issue.objects.get(title="Boxes break"), browser(cast.dev)
    go_to(cast, review, Section.DECIDE)
    chosen = f'<option value="{issue.pk}" selected>Boxes break</option>'
    assert chosen not in text(dev.get(TABLE))

    sent = {"what": "Thicker boxes", "owner": cast.olive.pk, "due_on": "2030-01-01", "issue": issue.pk}
    dev.post(f"{TABLE}actions/", sent)
    page = text(dev.get(TABLE))
    assert "Take back: Thicker boxes" in page
    assert page.count(chosen) == 1, "the next action is likely about the same issue"

    dev.post(f"{TABLE}actions/{Action.objects.get().pk}/", {"do": "take_back"})
    assert not Action.objects.exists()
    assert "Thicker boxes" not in text(dev.get(TABLE))


def test_somebody_who_came_uninvited_is_added_by_the_chair(cast: Cast, review: Review) -> None:
    browser(cast.dev).post(f"{TABLE}people/", {"person": cast.fay.pk, "here": "yes"})

    assert Seat.objects.get(review=review, person=cast.fay).present_at is not None
    assert browser(cast.fay).get(TABLE).status_code == 200


@pytest.fixture
def weighing(cast: Cast, review: Review) -> Review:
    """The meeting at its issues, while everybody weighs."""
    go_to(cast, review, Section.ISSUES)
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    return fresh(review)


ASKED = (TABLE, f"{TABLE}beat/", "/api/1/review/months/2011-09/meeting", "/review/issues/", "/review/months/2011-09/")
MOVING = re.compile(
    r"csrf\S+ value=\S+|X-CSRFToken\S+ \S+|data-now=\S+|seen=[\d.]+|\"seconds_spent\": ?\d+|\d+ of \d+ min"
)


def everything_seen(person: Person) -> list[str]:
    """What this person is shown, without tokens and clocks."""
    client = browser(person)
    return [MOVING.sub("", client.get(path, headers=HTMX).content.decode()) for path in ASKED]


def test_nobody_can_tell_from_anything_how_somebody_else_weighed(cast: Cast, weighing: Review) -> None:
    late, broken = Issue.objects.get(title="Parcels arrive late"), Issue.objects.get(title="Boxes break")

    def weighed(points: dict[int, int]) -> list[list[str]]:
        weigh(by=cast.ada, at=weighing.meets_at, review=weighing, points=points)
        return [everything_seen(person) for person in (cast.dev, cast.olive)]

    one = weighed({late.pk: 10})
    other = weighed({late.pk: 1, broken.pk: 9})

    assert one == other
    assert "1 of 2 have weighed" in one[0][0]
    details = [str(entry.details) for entry in Entry.objects.filter(verb="lossreview.weigh")]
    assert details[0] == details[1]


def test_one_sees_ones_own_weights_and_all_see_them_once_opened(cast: Cast, weighing: Review) -> None:
    late, broken = Issue.objects.get(title="Parcels arrive late"), Issue.objects.get(title="Boxes break")
    ada, dev = browser(cast.ada), browser(cast.dev)
    told = ada.post(f"{TABLE}weights/", {f"points-{late.pk}": "3", f"points-{broken.pk}": "7"}, headers=HTMX)
    assert "Change my weights" in text(told)
    assert f'name="points-{broken.pk}" value="7"' in text(ada.get(TABLE))
    assert f'name="points-{broken.pk}" value="0"' in text(dev.get(TABLE))

    assert "With so few, your points can be told from the sum." in text(dev.get(TABLE))
    assert "all are opened when 2 have" in text(dev.get(TABLE))
    dev.post(f"{TABLE}weights/", {f"points-{late.pk}": "3", f"points-{broken.pk}": "7"}, headers=HTMX)
    dev.post(f"{TABLE}weighing/", {"do": "open"})
    page = text(browser(cast.olive).get(TABLE))

    assert '<td class="lr-points">14</td>' in page
    assert "all gave 7" in page
    document = dev.get("/api/1/review/months/2011-09/meeting").json()
    assert {each["title"]: each["points"] for each in document["issues"]} == {
        "Boxes break": 14,
        "Parcels arrive late": 6,
    }


def test_the_chair_sets_the_order_by_numbers(cast: Cast, weighing: Review) -> None:
    late, broken = Issue.objects.get(title="Parcels arrive late"), Issue.objects.get(title="Boxes break")
    for person in (cast.ada, cast.dev):
        weigh(by=person, at=weighing.meets_at, review=weighing, points={late.pk: 10})
    open_weights(by=cast.dev, at=weighing.meets_at, review=weighing)
    dev = browser(cast.dev)

    refused = dev.post(f"{TABLE}order/", {f"place-{late.pk}": 2, f"place-{broken.pk}": 1}, headers=HTMX)
    assert refused.status_code == 422
    dev.post(f"{TABLE}order/", {f"place-{late.pk}": 2, f"place-{broken.pk}": 1, "because": "It is quick"})

    assert [(rank.issue, rank.because) for rank in Rank.objects.all()] == [
        (broken, "It is quick"),
        (late, "It is quick"),
    ]


def test_odd_points_are_refused_in_a_sentence(cast: Cast, weighing: Review) -> None:
    late = Issue.objects.get(title="Parcels arrive late")
    ada = browser(cast.ada)

    for sent in ("x", "-3", "9", "1e9", ""):
        answer = ada.post(f"{TABLE}weights/", {f"points-{late.pk}": sent}, headers=HTMX)
        assert answer.status_code == 422, sent

    assert not Weighing.objects.exists()


def test_the_end_shows_the_minutes_as_they_stand_and_then_the_way_to_them(cast: Cast, review: Review) -> None:
    go_to(cast, review, Section.CLOSE)
    dev = browser(cast.dev)
    assert "Who was there" in text(dev.get(TABLE))

    dev.post(f"{TABLE}adjourn/")
    page = text(dev.get(TABLE))

    assert "The meeting is over" in page
    assert RECORD in page
    assert "data-notes" not in page


@pytest.fixture
def minutes(cast: Cast, review: Review) -> Minutes:
    """The minutes of the meeting."""
    adjourn_review(by=cast.dev, at=review.ends_at, review=review)
    return Minutes.objects.get(review=review)


def test_minutes_are_read_corrected_compared_approved_and_sent(cast: Cast, minutes: Minutes) -> None:
    dev, ada = browser(cast.dev), browser(cast.ada)
    assert "A draft, as the meeting wrote it" in text(ada.get(RECORD))

    corrected = minutes.text.replace("Who was there", "Present")
    page = text(ada.post(f"{RECORD}text/", {"text": corrected, "base": minutes.text}, follow=True))
    assert "what stood there is kept" in page
    compared = text(dev.get(f"{RECORD}editions/1/"))
    assert "<ins>" in compared
    assert "Go back to what stood before" in compared

    dev.post(f"{RECORD}approval/", {"do": "approve", "version": 2})
    sent = text(dev.post(f"{RECORD}sending/", follow=True))

    assert "The minutes went to 3 people." in sent
    assert "Correct" not in text(ada.get(RECORD))
    assert dev.get(f"{RECORD}pdf/").content[:5] == b"%PDF-"


def test_what_cannot_be_saved_comes_back_as_it_was_typed(cast: Cast, minutes: Minutes) -> None:
    dev, ada = browser(cast.dev), browser(cast.ada)
    dev.post(f"{RECORD}approval/", {"do": "approve", "version": 1})

    answer = ada.post(f"{RECORD}text/", {"text": "# My hour of work", "base": minutes.text})

    assert answer.status_code == 409
    assert "# My hour of work" in answer.content.decode()
    assert "Take the approval back to correct them." in answer.content.decode()


def test_an_edition_is_taken_back_with_one_press(cast: Cast, minutes: Minutes) -> None:
    ada = browser(cast.ada)
    ada.post(f"{RECORD}text/", {"text": "# Wrong", "base": minutes.text})

    ada.post(f"{RECORD}editions/1/return/")

    assert Minutes.objects.get(pk=minutes.pk).text == minutes.text


def test_there_are_no_minutes_before_the_end_and_the_page_says_where_to_go(cast: Cast, review: Review) -> None:
    page = text(browser(cast.ada).get(RECORD))

    assert "The meeting goes on" in page
    assert TABLE in page
    assert browser(cast.ada).get(f"{RECORD}pdf/").status_code == 404


def test_programs_decide_note_and_read(cast: Cast, review: Review) -> None:
    dev, item = browser(cast.dev), review.items.get(section=Section.ACTIONS)
    api = "/api/1/review/months/2011-09"
    noted = dev.put(
        f"{api}/meeting/notes", {"item": item.pk, "text": "Kent.", "base": ""}, content_type="application/json"
    )
    made = dev.post(f"{api}/meeting/decisions", {"text": "Ship from Kent."}, content_type="application/json").json()

    document = dev.get(f"{api}/meeting").json()

    assert noted.json() == {"item": item.pk, "text": "Kent.", "is_merged": False}
    assert (document["stage"], document["items"][0]["notes"]) == ("on", "Kent.")
    assert document["decisions"] == [{"id": made["id"], "text": "Ship from Kent.", "issue": None}]
    assert dev.delete(f"{api}/meeting/decisions/{made['id']}").status_code == 200
    assert Resolution.objects.get().withdrawn_at is not None
    assert dev.get(f"{api}/minutes").status_code == 404


def test_the_next_review_leads_to_the_minutes_of_this_one(cast: Cast, minutes: Minutes) -> None:
    a_review(cast, "2011-10")

    assert RECORD in text(browser(cast.ada).get("/review/months/2011-10/meeting/"))
