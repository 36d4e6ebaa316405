"""A call to its end: the wish that saves itself, what comes next, and the page to read it on afterwards."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from regain.desks.recovery import actions
from regain.desks.recovery.actions.ending import Question
from regain.desks.recovery.models import Call, Case, Requirement
from regain.desks.recovery.queries.brief import brief
from regain.desks.recovery.rules.calls import CallKind, Field, Outcome
from regain.desks.recovery.tests.call_story import Scene, dialled, verified, words
from regain.desks.recovery.tests.queue_story import NOW
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page(person: Person, address: str, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def at_step(made: Scene, step: Step) -> str:
    Call.objects.filter(pk=made.call.pk).update(step=step)
    return page(made.caller, f"/recovery/calls/{made.call.pk}/")


def wish(made: Scene, text: str, version: int = 0) -> None:
    actions.save_words(by=made.caller, at=NOW, call=made.call, field=Field.WISH, text=text, version=version, pen="a")


def wishes() -> list[str]:
    return list(Requirement.objects.order_by("pk").values_list("words", flat=True))


def test_a_wish_is_kept_while_it_is_written_and_goes_on_record_when_the_step_is_left(cast: Cast) -> None:
    made = verified(cast)
    wish(made, "Deliver when you say")

    assert ">Deliver when you say</textarea>" in at_step(made, Step.CATALOGUE)
    assert wishes() == []
    actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.SUPPORT)
    assert (wishes(), words(made, Field.WISH).text, made.fresh().asked_at) == (["Deliver when you say"], "", NOW)


def test_a_wish_still_on_the_screen_is_not_lost_when_the_call_ends(cast: Cast) -> None:
    made = verified(cast)
    wish(made, "x" * 2_001)

    actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.SPOKE)

    assert (wishes(), words(made, Field.WISH).text, made.fresh().asked_at) == (["x" * 2_000], "x", NOW)


def test_nothing_is_chosen_for_whoever_closes_and_without_a_choice_the_call_goes_on(cast: Cast) -> None:
    made = verified(cast)
    follows = at_step(made, Step.CLOSE).split("What comes next?")[1].split("</fieldset>")[0]
    client = Client()
    client.force_login(cast.ben)

    answer = client.post(f"/recovery/calls/{made.call.pk}/end/", {"outcome": "spoke"}, follow=True)

    assert follows.count('name="follow"') == 5
    assert "checked" not in follows
    assert "Say what comes next before you end the call" in unescape(answer.content.decode())
    assert made.fresh().ended_at is None


def test_asked_to_be_called_back_leads_to_its_own_entry_of_the_dialog(cast: Cast) -> None:
    shown = at_step(dialled(cast), Step.APOLOGISE)

    assert 'data-entry="end-call_back"' in shown
    assert '<details id="end-call_back">' in shown


def test_who_is_known_by_an_id_alone_is_not_greeted_by_it(cast: Cast) -> None:
    made = dialled(cast, kind=CallKind.LISTENING)
    Case.objects.filter(pk=made.case.pk).update(name="")
    case = Case.objects.get(pk=made.case.pk)

    assert "Hello, this is Ben Okafor" in at_step(made, Step.APOLOGISE)
    assert brief(by=cast.ada, at=NOW, case=case).opening[0].startswith("Hello, this is Ada")


def test_what_is_promised_at_the_end_is_the_task_or_nothing(cast: Cast) -> None:
    made = verified(cast)
    assert f"Thank you, {made.case.title}.</li>" in at_step(made, Step.CLOSE)
    due_at = NOW + timedelta(days=1)

    actions.add_support(by=cast.ben, at=NOW, call=made.call, what="Send the lid.", owner=cast.fay, due_at=due_at)

    assert ": Send the lid. You will get it in writing." in at_step(made, Step.CLOSE)


def test_a_call_that_ended_is_read_by_whoever_may_see_the_case(cast: Cast) -> None:
    made = verified(cast)
    case, address = f"/recovery/cases/{made.case.pk}/", f"/recovery/calls/{made.call.pk}/"
    wish(made, "Deliver when you say")
    actions.note_quote(by=cast.ben, at=NOW, call=made.call, text="Nobody called me back.")
    assert f'href="{address}"' not in page(cast.dev, case)
    assert f'href="{address}"' in page(cast.ben, case)
    actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.SPOKE, answers={Question.EASE: 4})

    assert f'href="{address}"' in page(cast.dev, case)
    for person in (cast.dev, cast.olive, cast.ben):
        shown = page(person, address)
        assert all(
            each in shown
            for each in (
                "We spoke",
                "Ben Okafor",
                "The parcel came late",
                "Nobody called me back.",
                "Deliver when you say",
                "Verified with the customer",
                "mostly",
            )
        )
        assert f'href="{case}"' in shown
        assert "<textarea" not in shown
    page(cast.ada, address, status=404)


def test_ones_own_call_stays_readable_when_the_case_went_to_somebody_else(cast: Cast) -> None:
    made = verified(cast)
    actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.SPOKE)
    Case.objects.filter(pk=made.case.pk).update(owner=cast.dev)

    shown = page(cast.ben, f"/recovery/calls/{made.call.pk}/")

    assert "The parcel came late" in shown
    assert f'href="/recovery/cases/{made.case.pk}/"' not in shown
