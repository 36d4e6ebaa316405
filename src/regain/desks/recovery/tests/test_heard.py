"""Fifteen minutes on one page: what is kept, what is refused, and who reads it the same day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.actions.ending import NotDialled
from regain.desks.recovery.actions.hearing import Story, Task
from regain.desks.recovery.actions.inside import StepIsLocked
from regain.desks.recovery.jobs.reminding import remind_executives
from regain.desks.recovery.models import Call, Case, Requirement, Support
from regain.desks.recovery.queries.heard import heard, heard_in_cycle
from regain.desks.recovery.queries.owed import promises_card
from regain.desks.recovery.rules.calls import CallKind, Field, Outcome
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.rules.writing import Writing
from regain.desks.recovery.tests.call_story import reasons
from regain.desks.recovery.tests.executive_story import calls_of, listening
from regain.desks.recovery.tests.queue_story import DAY, HOUR, NOW, approved
from regain.foundation.notices.models import Reminder
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY, TOMORROW = NOW.date(), (NOW + DAY).date()
LATE = "The parcels came late, and nobody told us."


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is Tuesday noon in Paris."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(cast: Cast) -> Case:
    """Ada's first call."""
    load_catalogue(by=cast.dev, at=NOW)
    return calls_of(cast, cast.ada)[0]


@pytest.fixture
def call(cast: Cast, case: Case) -> Call:
    """Ada is in it."""
    return listening(cast, case, by=cast.ada)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def form(**more: object) -> dict[str, object]:
    """What the page sends when hardly anything is filled in."""
    return {"notes": LATE, "notes_version": "0", "follow": "wait", "due_day": "2011-10-07", "due_time": "12:00", **more}


def test_from_the_approval_to_what_was_heard(cast: Cast, noon: time_machine.Traveller) -> None:
    load_catalogue(by=cast.dev, at=NOW)
    case = calls_of(cast, cast.ada)[0]
    base = f"/recovery/cases/{case.pk}"
    actions.plan_call(by=cast.ada, at=NOW, case=case, when=NOW + DAY, mails=True)

    noon.move_to(NOW + DAY, tick=False)
    remind_executives.call()
    assert Reminder.objects.get(settled_at=None, key__contains=f":{case.pk}:").words == f"Today you call {case.title}."

    client = browser(cast.ada)
    assert client.post(f"{base}/hear/")["Location"] == f"{base}/heard/"
    call = Call.objects.get()
    assert call.kind == CallKind.LISTENING
    page = text(client.get(f"{base}/heard/"))
    for words in ("What did you hear?", "Dial first", "Left alone", "Why they left"):
        assert words in page
    assert "our offer" not in page
    assert "/proposals/" not in page
    listening(cast, case, by=cast.ada, at=NOW + DAY)
    client.post(f"/recovery/calls/{call.pk}/quotes/", {"text": "Nobody called me back."})
    main, other = reasons(2)
    sent = form(reason=main, also=other, agreed="1", willingness="7", what="Send the lid", owner=cast.fay.pk)
    sent |= {"wants": "One person who answers", "wants_version": "0"}
    sent |= {"follow": "stay_in_touch"}

    assert client.post(f"{base}/heard/", sent)["Location"] == "/recovery/calls/"

    (told,) = heard(by=cast.dev, from_on=TOMORROW, until_on=(NOW + 2 * DAY).date())
    assert (told.by, told.quotes, told.notes, told.willingness) == ("Ada Marlow", ("Nobody called me back.",), LATE, 7)
    assert (len(told.reasons), told.is_confirmed, told.value_lost.amount) == (2, True, case.value_lost)
    assert Support.objects.get().what == "Send the lid"
    assert Requirement.objects.get(case=case, call=call).words == "One person who answers"
    assert not Reminder.objects.filter(settled_at=None, key__startswith="recovery.executive").exists()
    results = text(browser(cast.dev).get("/recovery/cycles/2011-09/results/"))
    assert "Nobody called me back." in results
    assert "Ada Marlow" in results


def test_reasons_count_as_confirmed_only_if_the_customer_agreed(cast: Cast, call: Call) -> None:
    story = Story(strengths=reasons(1))

    actions.note_heard(by=cast.ada, at=NOW, call=call, story=story)

    known = causes(customer=call.case.customer, left_on=call.case.left_on)
    assert (len(known.diagnosed.causes), known.confirmed.answer) == (1, Answer.NOT_ASKED)
    (told,) = heard(by=cast.ada, from_on=TODAY, until_on=TOMORROW)
    assert (len(told.reasons), told.is_confirmed) == (1, False)


def test_who_could_not_say_is_an_answer(cast: Cast, call: Call) -> None:
    actions.note_heard(by=cast.ada, at=NOW, call=call, story=Story(could_not_say=True))

    known = causes(customer=call.case.customer, left_on=call.case.left_on)
    assert known.confirmed.answer is Answer.COULD_NOT_SAY
    (told,) = heard(by=cast.ada, from_on=TODAY, until_on=TOMORROW)
    assert (told.reasons, told.could_not_say) == ((), True)


def test_a_refusal_leaves_the_call_open_with_every_word_and_choice(cast: Cast, case: Case, call: Call) -> None:
    client, address = browser(cast.ada), f"/recovery/cases/{case.pk}/heard/"
    main = next(iter(reasons(1)))
    for wrong, sentence in (
        ({"follow": ""}, "Say what comes next."),
        ({"follow": "call_back", "day": "never"}, "Choose a day and a time."),
        ({"agreed": "1"}, "Choose a reason"),
        ({"what": "Send the lid", "owner": ""}, "Choose who does it."),
        ({"reason": main, "willingness": "11"}, "Choose a number from 0 to 10"),
    ):
        page = text(client.post(address, form(**{"what": "Ring Fay", "owner": cast.fay.pk, **wrong})), 422)
        assert sentence in page, page[:200]
        assert LATE in page

    fresh = Call.objects.get(pk=call.pk)
    assert (fresh.ended_at, fresh.verified_at, fresh.willingness) == (None, None, None)
    assert fresh.words.get(field=Field.NOTES).text == LATE
    assert not Support.objects.exists()
    assert causes(customer=case.customer, left_on=case.left_on).diagnosed.answer is Answer.NOT_ASKED
    assert f'<option value="{main}" selected>' in page
    assert "Ring Fay" in page


def test_choices_are_kept_as_they_are_made_and_nothing_is_chosen_for_anybody(
    cast: Cast, case: Case, call: Call
) -> None:
    client, address = browser(cast.ada), f"/recovery/cases/{case.pk}/heard/"
    main, other = reasons(2)

    def keep(**chosen: object) -> int:
        return client.post(address, {"do": "keep", **chosen}, headers={"HX-Request": "true"}).status_code

    assert keep(agreed="1") == 409
    assert keep(reason=main, also=other, agreed="1", willingness="7") == 204
    page = text(client.get(address))
    for kept in (f'<option value="{main}" selected>', f'<option value="{other}" selected>'):
        assert kept in page
    assert 'name="agreed" value="1" form="step" data-choice checked' in page
    assert 'name="willingness" value="7" form="step" data-choice checked' in page
    assert 'name="follow" value="stay_in_touch" checked' not in page

    assert keep(reason="could_not_say") == 204
    assert causes(customer=case.customer, left_on=case.left_on).confirmed.answer is Answer.COULD_NOT_SAY
    assert keep(reason=main) == 204
    assert Call.objects.get(pk=call.pk).verified_at is None
    assert keep(reason=main, agreed="1") == 204
    assert keep(reason="not_clear", agreed="1") == 204
    assert Call.objects.get(pk=call.pk).verified_at is None
    assert causes(customer=case.customer, left_on=case.left_on).diagnosed.answer is Answer.NOT_ASKED
    assert Call.objects.get(pk=call.pk).ended_at is None


def test_a_call_is_saved_without_a_reason_only_if_somebody_says_so(cast: Cast, case: Case, call: Call) -> None:
    client, address = browser(cast.ada), f"/recovery/cases/{case.pk}/heard/"

    assert "Choose a reason." in text(client.post(address, form()), 422)
    assert client.post(address, form(reason="not_clear")).status_code == 302
    assert Call.objects.get(pk=call.pk).outcome == Outcome.SPOKE


def test_who_owes_help_finds_it_on_the_first_page(cast: Cast, case: Case, call: Call) -> None:
    def promised(what: str, due_at: datetime) -> Support:
        return actions.add_support(by=cast.ada, at=NOW - DAY, call=call, what=what, owner=cast.fay, due_at=due_at)

    later, late = promised("Ring about the lid", NOW + DAY), promised("Send the lid", NOW - HOUR)

    card = promises_card(by=cast.fay)

    assert card is not None
    assert [(each.href, each.is_overdue) for each in card.shown] == [
        (f"/recovery/support/{late.pk}/", True),
        (f"/recovery/support/{later.pk}/", False),
    ]
    page = text(browser(cast.fay).get("/"))
    for words in ("My promises", "Send the lid", "Overdue", case.title):
        assert words in page
    assert promises_card(by=cast.ben) is None


def test_what_no_story_does(cast: Cast, case: Case) -> None:
    undialled = actions.begin_call(by=cast.ada, at=NOW, case=case, kind=CallKind.LISTENING)
    before = Call.objects.values().get()
    words = (Writing(Field.NOTES, LATE, 0),)

    for refusal, story in (
        (NotDialled, Story(strengths={next(iter(reasons(1))): Strength.MOST}, task=Task("Ring", cast.fay, NOW + DAY))),
        (StepIsLocked, Story(agreed=True)),
    ):
        with pytest.raises(refusal):
            actions.note_heard(by=cast.ada, at=NOW, call=undialled, story=story, writings=words)

    assert Call.objects.values().get() == before
    assert not Support.objects.exists()
    assert not undialled.words.exists()


def test_an_attempt_that_reached_nobody_ends_from_the_same_page(cast: Cast, case: Case, call: Call) -> None:
    client = browser(cast.ada)
    assert "Nobody answered" in text(client.get(f"/recovery/cases/{case.pk}/heard/"))

    assert client.post(f"/recovery/calls/{call.pk}/end/", {"outcome": "no_answer"})["Location"] == "/recovery/calls/"
    assert client.get(f"/recovery/cases/{case.pk}/heard/")["Location"] == f"/recovery/cases/{case.pk}/brief/"
    assert "Tried" in text(client.get("/recovery/calls/"))


def test_what_was_heard_is_told_to_those_it_exists_for(
    cast: Cast, call: Call, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actions.note_heard(by=cast.ada, at=NOW, call=call, story=Story(strengths=reasons(1)))
    team = Case.objects.filter(kind=Kind.TEAM)[0]
    actions.hand_over(by=cast.dev, at=NOW, case=team, person=cast.dev)
    other = listening(cast, Case.objects.get(pk=team.pk), by=cast.dev, number="+33142278187")
    actions.end_call(by=cast.dev, at=NOW + HOUR, call=other, outcome=Outcome.SPOKE)

    with django_assert_max_num_queries(8):
        assert len(heard(by=cast.dev, from_on=TODAY, until_on=TOMORROW)) == 2
    assert [each.by for each in heard(by=cast.ada, from_on=TODAY, until_on=TOMORROW)] == ["Ada Marlow"]
    assert heard(by=cast.ben, from_on=TODAY, until_on=TOMORROW) == ()
    assert heard(by=cast.dev, from_on=date(2011, 10, 1), until_on=TODAY) == ()
    assert [each.by for each in heard_in_cycle(by=cast.dev, period="2011-09")] == ["Ada Marlow"]
    assert [each.by for each in heard_in_cycle(by=cast.ada, period="2011-09")] == ["Ada Marlow"]


def test_the_results_say_that_nobody_was_heard_yet(cast: Cast) -> None:
    approved(cast.dev, 40)

    assert "Nobody has spoken with a customer yet" in text(browser(cast.dev).get("/recovery/cycles/2011-09/results/"))
