"""Executives' calls: planned, in the calendar, reminded of, and seen by nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.actions.claiming import CaseHasEnded
from regain.desks.recovery.actions.planning import NotAnExecutivesCall, NotPlanned
from regain.desks.recovery.actions.timing import NotAhead
from regain.desks.recovery.jobs.reminding import remind_executives
from regain.desks.recovery.models import Case, Cycle
from regain.desks.recovery.queries import brief as briefs
from regain.desks.recovery.queries import executives
from regain.desks.recovery.queries.call.prepare import Bought, Earlier, Touch
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.executive_story import calls_of, listening
from regain.desks.recovery.tests.queue_story import DAY, HOUR, NOW, give_number, in_paris
from regain.desks.recovery.web.executives import SHEET
from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.notices.models import Message, Reminder
from regain.foundation.notices.queries.feeds import events_of
from regain.foundation.people.models import Person
from regain.foundation.ui.paper import pdf
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CALLS = "/recovery/calls/"
THURSDAY = NOW + 2 * DAY


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is Tuesday noon in Paris."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def calls(cast: Cast) -> list[Case]:
    """Ten calls, three of them Ada's."""
    return calls_of(cast, cast.ada)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def plan(case: Case, by: Person, when: datetime = THURSDAY, *, at: datetime = NOW, mails: bool = True) -> Case:
    return actions.plan_call(by=by, at=at, case=case, when=when, mails=mails, base="https://regain.example")


def mailed() -> list[Any]:
    """What is in every invitation that waits to be sent, in order."""
    return [_event(message) for message in Message.objects.filter(purpose="staff").order_by("pk")]


def _event(message: Message) -> Any:
    enclosed = message.enclosures.get()
    whole = icalendar.Calendar.from_ical(bytes(enclosed.body))
    assert enclosed.kind == f"text/calendar; method={whole['METHOD']}"
    return (message.to, str(whole["METHOD"]), whole.walk("VEVENT")[0])


def reminded(at: datetime, traveller: time_machine.Traveller) -> list[tuple[str, str]]:
    """Run the job at a moment: whoever is reminded, of what, as far as it is open."""
    traveller.move_to(at, tick=False)
    remind_executives.call()
    rows = Reminder.objects.filter(settled_at=None, key__startswith="recovery.executive").order_by("pk")
    return [(row.person.name, row.words) for row in rows.select_related("person")]


def test_a_planned_call_goes_into_the_calendar_by_mail_and_a_new_time_replaces_it(
    cast: Cast, calls: list[Case]
) -> None:
    planned = plan(calls[0], cast.ada)
    plan(planned, cast.ada, THURSDAY + DAY, at=NOW + HOUR, mails=False)
    actions.unplan_call(by=cast.ada, at=NOW + 2 * HOUR, case=planned)

    (to, first, begun), (_to, second, moved), (_to, third, struck) = mailed()
    assert (to, first, second, third) == ("ada@thimble.example", "REQUEST", "REQUEST", "CANCEL")
    assert begun["UID"] == moved["UID"] == struck["UID"]
    assert begun["SEQUENCE"] < moved["SEQUENCE"] < struck["SEQUENCE"]
    assert (begun["DTSTART"].dt, moved["DTSTART"].dt) == (THURSDAY, THURSDAY + DAY)
    assert begun["URL"] == f"https://regain.example/recovery/cases/{planned.pk}/brief/"
    fresh = Case.objects.get(pk=planned.pk)
    assert (fresh.scheduled_for, fresh.invited_at, fresh.owner) == (None, None, cast.ada)


def test_nobody_is_mailed_who_asked_for_no_invitation(cast: Cast, calls: list[Case]) -> None:
    actions.unplan_call(by=cast.ada, at=NOW + HOUR, case=plan(calls[0], cast.ada, mails=False))

    assert mailed() == []


def test_a_planned_call_is_in_ones_own_calendar_only(cast: Cast, calls: list[Case]) -> None:
    plan(calls[0], cast.ada)

    (event,) = [each for each in events_of(by=cast.ada) if each.uid.startswith("recovery-case-")]
    assert (event.starts_at, event.ends_at - event.starts_at) == (THURSDAY, timedelta(minutes=15))
    assert events_of(by=cast.dev) == []
    answer = browser(cast.ada).get(f"/recovery/cases/{calls[0].pk}/plan.ics")
    assert icalendar.Calendar.from_ical(answer.content)["METHOD"] == "PUBLISH"


def test_whoever_plans_a_free_call_takes_it(cast: Cast, calls: list[Case]) -> None:
    assert plan(calls[5], cast.ada).owner == cast.ada


def test_what_cannot_be_planned_changes_nothing(cast: Cast, calls: list[Case]) -> None:
    team = Case.objects.filter(kind=Kind.TEAM)[0]
    ended = actions.end_case(by=cast.ada, at=NOW, case=calls[1], ending=Ending.DECLINED, words="No")
    before = list(Case.objects.order_by("pk").values())

    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotAhead, lambda: plan(calls[0], cast.ada, NOW - HOUR)),
        (NotAnExecutivesCall, lambda: plan(team, cast.dev)),
        (CaseHasEnded, lambda: plan(ended, cast.ada)),
        (NotPlanned, lambda: actions.unplan_call(by=cast.ada, at=NOW, case=calls[0])),
        (NotAllowed, lambda: plan(calls[0], cast.ben)),
    ]
    for refusal, act in refused:
        with pytest.raises(refusal):
            act()
    assert (list(Case.objects.order_by("pk").values()), Message.objects.filter(purpose="staff").count()) == (before, 0)


@pytest.mark.parametrize("how", ["handed over", "given out", "freed", "ended", "withdrawn", "left", "swapped"])
def test_what_was_planned_is_struck_out_when_the_call_is_theirs_no_longer(
    cast: Cast, calls: list[Case], noon: time_machine.Traveller, how: str
) -> None:
    at = NOW - DAY + timedelta(minutes=30)
    case = plan(calls[0], cast.ada, NOW + 2 * HOUR, at=at)
    assert reminded(NOW, noon) == [("Ada Marlow", f"Today you call {case.title}.")]

    acts: dict[str, Callable[[], object]] = {
        "handed over": lambda: actions.hand_over(by=cast.ada, at=NOW, case=case, person=cast.dev),
        "given out": lambda: actions.hand_over_many(by=cast.dev, at=NOW, cases=[case.pk], person=cast.dev),
        "freed": lambda: actions.give_to_team(by=cast.dev, at=NOW, cases=[case.pk], team=None),
        "ended": lambda: actions.end_case(by=cast.ada, at=NOW, case=case, ending=Ending.DECLINED, words="No"),
        "withdrawn": lambda: actions.withdraw_approval(by=cast.dev, at=at, cycle=Cycle.objects.get()),
        "left": lambda: actions.free_cases_of(by=cast.dev, at=NOW, person=cast.ada),
        "swapped": lambda: actions.swap_customer(
            by=cast.dev,
            at=NOW,
            leaves=_decision(case),
            enters=_decision(Case.objects.filter(kind=Kind.TEAM)[0]),
            reason="They know each other",
        ),
    }
    acts[how]()

    assert [method for _to, method, _event in mailed()] == ["REQUEST", "CANCEL"]
    assert mailed()[1][0] == "ada@thimble.example"
    assert not Reminder.objects.filter(settled_at=None, key__startswith="recovery.executive").exists()
    assert not Case.objects.filter(pk=case.pk, scheduled_for__isnull=False).exists()


def test_choosing_a_time_is_asked_for_once_and_told_above_once(
    cast: Cast, calls: list[Case], noon: time_machine.Traveller
) -> None:
    actions.hand_over(by=cast.dev, at=NOW, case=calls[1], person=cast.dev)
    actions.end_case(by=cast.ada, at=NOW, case=calls[2], ending=Ending.DECLINED, words="No")
    actions.end_case(by=cast.dev, at=NOW, case=calls[1], ending=Ending.DECLINED, words="No")
    ask = ("Ada Marlow", f"Choose a time to call {calls[0].title}.")
    late = ("Ada Marlow", f"Your call to {calls[0].title} is late. Make it, or choose another time.")
    above = ("Dev Patel", f"Ada Marlow has not called {calls[0].title} yet. Ask, or hand the call to somebody else.")

    assert reminded(NOW + DAY, noon) == []
    assert reminded(NOW + 2 * DAY, noon) == [ask]
    entries = Entry.objects.count()
    assert reminded(NOW + 2 * DAY + HOUR, noon) == [ask]
    assert Entry.objects.count() == entries
    assert reminded(NOW + 6 * DAY, noon) == [ask, late]
    assert reminded(NOW + 9 * DAY, noon) == reminded(NOW + 10 * DAY, noon) == [ask, late, above]
    assert Reminder.objects.filter(key__contains=":late:").get().due_at == datetime.fromisoformat(
        "2011-10-10T08:00+01:00"
    )


def test_whoever_is_handed_a_late_call_has_days_of_their_own(
    cast: Cast, calls: list[Case], noon: time_machine.Traveller
) -> None:
    for case in calls[1:3]:
        actions.end_case(by=cast.ada, at=NOW, case=case, ending=Ending.DECLINED, words="No")
    assert len(reminded(NOW + 9 * DAY, noon)) == 3

    actions.hand_over(by=cast.dev, at=NOW + 9 * DAY, case=calls[0], person=cast.olive)

    assert reminded(NOW + 10 * DAY, noon) == []
    assert reminded(NOW + 14 * DAY, noon) == [("Olive Thimble", f"Choose a time to call {calls[0].title}.")]


def test_another_moment_settles_what_was_said_and_begins_anew(
    cast: Cast, calls: list[Case], noon: time_machine.Traveller
) -> None:
    for case in calls[1:3]:
        actions.end_case(by=cast.ada, at=NOW, case=case, ending=Ending.DECLINED, words="No")
    reminded(NOW + 6 * DAY, noon)

    planned = plan(calls[0], cast.ada, NOW + 8 * DAY, at=NOW + 6 * DAY)
    assert reminded(NOW + 7 * DAY, noon) == []
    assert reminded(NOW + 8 * DAY, noon) == [("Ada Marlow", f"Today you call {planned.title}.")]

    actions.unplan_call(by=cast.ada, at=NOW + 8 * DAY, case=planned)
    assert reminded(NOW + 8 * DAY + HOUR, noon) == []
    assert reminded(NOW + 13 * DAY, noon) == [("Ada Marlow", f"Choose a time to call {planned.title}.")]

    row = Case.objects.get(pk=planned.pk)
    actions.snooze(by=cast.ada, at=NOW + 13 * DAY, case=row, until=NOW + 30 * DAY, words="On holiday")
    assert reminded(NOW + 13 * DAY + HOUR, noon) == []


def test_a_call_that_was_made_is_done_until_the_customer_was_promised_another(
    cast: Cast, calls: list[Case], noon: time_machine.Traveller
) -> None:
    reminded(NOW + 2 * DAY, noon)
    noon.move_to(NOW, tick=False)
    call = listening(cast, plan(calls[0], cast.ada), by=cast.ada)
    actions.end_call(by=cast.ada, at=NOW + HOUR, call=call, outcome=Outcome.SPOKE)

    page = executives.executive_page(by=cast.ada, at=NOW + HOUR)
    assert [(each.stage, each.is_made) for each in page.mine if each.id == calls[0].pk] == [("done", True)]
    assert (page.done, page.of) == (1, 3)
    assert not Reminder.objects.filter(key__startswith=f"recovery.executive:{calls[0].pk}:", settled_at=None).exists()
    assert [method for _to, method, _event in mailed()] == ["REQUEST", "CANCEL"]

    row = Case.objects.get(pk=calls[0].pk)
    promised = actions.call_back(
        by=cast.ada, at=NOW + HOUR, case=row, day=THURSDAY.date(), on=THURSDAY.time(), zone="Europe/Paris"
    )
    found = next(each for each in executives.executive_page(by=cast.ada, at=NOW + HOUR).mine if each.id == row.pk)
    assert (found.stage, found.is_promised, found.planned_for) == ("planned", True, promised.next_at)


def test_suggested_times_are_working_days_that_suit_both_clocks(cast: Cast, calls: list[Case]) -> None:
    in_paris(cast.dev, calls[:1])

    page = executives.plan_page(by=cast.ada, at=NOW, case=calls[0])

    assert [f"{slot.at:%a %d}" for slot in page.slots] == ["Tue 04", "Wed 05", "Thu 06"]
    assert all(slot.at > NOW for slot in page.slots)


def test_the_list_shows_each_call_with_its_one_next_step(
    cast: Cast, calls: list[Case], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan(calls[0], cast.ada)
    client = browser(cast.ada)

    with django_assert_max_num_queries(30):
        page = text(client.get(CALLS))
    for words in ("Your 3 calls", "0 of 3 made", "Planned", "To plan", "Nobody has these yet", "Call now"):
        assert words in page
    assert "How far everybody is" not in page

    managed = text(browser(cast.dev).get(CALLS))
    assert "How far everybody is" in managed
    assert "0 of 3 made" in managed


def test_another_executives_call_does_not_exist(cast: Cast, calls: list[Case]) -> None:
    actions.hand_over(by=cast.dev, at=NOW, case=calls[0], person=cast.dev)
    client, base = browser(cast.ada), f"/recovery/cases/{calls[0].pk}"

    for path in ("brief/", "brief.pdf", "plan/", "plan.ics", "heard/"):
        assert client.get(f"{base}/{path}").status_code == 404, path
    for path in ("plan/", "hear/", "heard/"):
        assert client.post(f"{base}/{path}", {"when": "2011-10-06T10:00"}).status_code == 404, path
    assert client.get(f"/api/1/recovery/executive-calls/{calls[0].pk}").status_code == 404
    team = Case.objects.filter(kind=Kind.TEAM)[0]
    assert browser(cast.dev).get(f"/recovery/cases/{team.pk}/brief/").status_code == 404


def test_a_time_is_chosen_and_taken_back_by_the_form(cast: Cast, calls: list[Case]) -> None:
    client, address = browser(cast.ada), f"/recovery/cases/{calls[0].pk}/plan/"
    assert "When do you call" in text(client.get(address))

    assert client.post(address, {"when": "soon"}).status_code == 422
    assert client.post(address, {"when": "2011-10-06T11:00", "mails": "1"})["Location"] == CALLS
    assert Case.objects.get(pk=calls[0].pk).scheduled_for == THURSDAY
    assert "Calendar file" in text(client.get(address))
    assert client.post(address, {"do": "unplan"})["Location"] == CALLS
    assert Case.objects.get(pk=calls[0].pk).scheduled_for is None


def test_a_bad_moment_is_said_on_the_page_before_it_is_planned(cast: Cast, calls: list[Case]) -> None:
    in_paris(cast.dev, calls[:1])
    give_number(cast.dev, calls[0], "+33142278186")
    client, address = browser(cast.ada), f"/recovery/cases/{calls[0].pk}/plan/"
    sunday = {"other": "2011-10-09T23:00"}

    past = client.post(address, {"other": "2011-10-03T10:00"})
    assert (past.status_code, b"is over already" in past.content) == (422, True)
    assert b'value="2011-10-03T10:00"' in past.content
    doubted = client.post(address, sunday)
    assert (doubted.status_code, b"Plan it anyway" in doubted.content) == (422, True)
    assert Case.objects.get(pk=calls[0].pk).scheduled_for is None

    assert client.post(address, {**sunday, "anyway": "1"})["Location"] == CALLS
    assert Case.objects.get(pk=calls[0].pk).scheduled_for is not None


def test_calls_nobody_has_wait_on_the_first_page(cast: Cast, calls: list[Case]) -> None:
    page = text(browser(cast.ada).get("/"))
    assert "3 customers wait for your call" in page
    assert f"And {len(calls) - 3} calls nobody has yet." in page

    for case in calls[:3]:
        actions.hand_over(by=cast.dev, at=NOW, case=case, person=cast.dev)
    assert f"{len(calls) - 3} calls nobody has yet" in text(browser(cast.ada).get("/"))


def test_a_brief_says_what_is_known_and_prints_one_page_each(cast: Cast, calls: list[Case]) -> None:
    long_name = "The Honourable Society of Cutlers, Glaziers & Makers of Very Small Lids (Northern Branch) " * 2
    Case.objects.filter(pk=calls[0].pk).update(name=long_name[:200])
    client = browser(cast.ada)

    page = text(client.get(f"/recovery/cases/{calls[0].pk}/brief/"))
    for words in ("To open", "What made you stop?", "Value lost", "Nobody has asked yet"):
        assert words in page
    one, all_three = client.get(f"/recovery/cases/{calls[0].pk}/brief.pdf"), client.get(f"{CALLS}briefs.pdf")
    assert (pages(one.content), pages(all_three.content)) == (1, 3)
    assert browser(cast.dev).get(f"{CALLS}briefs.pdf").status_code == 404


def test_the_longest_brief_still_fits_one_page(cast: Cast, calls: list[Case]) -> None:
    short = briefs.brief(by=cast.ada, at=NOW, case=calls[0])
    words = "Nobody called me back, and when somebody did it was the wrong person, who knew nothing about us. " * 9
    full = replace(
        short,
        call=replace(short.call, title=words[:200], country="United Kingdom of Great Britain and Northern Ireland"),
        headline=words,
        products=(Bought(words[:200], 3, NOW.date()),) * 3,
        touches=(Touch(NOW.date(), words[:50], words, "phone-incoming"),) * 3,
        requirements=(words,) * 3,
        calls=(Earlier(NOW, "Benjamin Okafor-Lindqvist", "We spoke", (words,), ""),) * 3,
        stated=(words[:60],) * 4,
        opening=(words, words),
    )

    assert pages(pdf(SHEET, briefs.sheet([full, full], at=NOW))) == 2


def pages(body: bytes) -> int:
    """How many pages a PDF has."""
    return body.count(b"/Type /Page\n") + body.count(b"/Type /Page ") + body.count(b"/Type/Page/")


def test_programs_plan_and_read_too(cast: Cast, calls: list[Case]) -> None:
    client, base = browser(cast.ada), "/api/1/recovery/executive-calls"

    listed = client.get(base).json()
    assert (listed["made"], len(listed["calls"]), listed["others"]) == (0, 3, [])
    told = client.put(
        f"{base}/{calls[0].pk}/time", {"when": "2011-10-06T10:00:00Z"}, content_type="application/json"
    ).json()
    assert (told["state"], told["planned_for"], told["owner"]) == ("planned", THURSDAY.isoformat(), "Ada Marlow")
    assert client.delete(f"{base}/{calls[0].pk}/time").json()["planned_for"] is None
    assert client.delete(f"{base}/{calls[0].pk}/time").status_code == 409
    assert client.get(f"{base}/{calls[0].pk}").json()["to_ask"][0].startswith("What made you stop?")
    assert client.get("/api/1/recovery/heard").json() == {"heard": []}


def _decision(case: Case) -> Any:
    return case.decision
