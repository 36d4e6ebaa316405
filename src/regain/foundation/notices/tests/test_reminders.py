"""What people should not forget: once, on the first page and by mail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.notices.actions import reminders
from regain.foundation.notices.jobs.reminders import remind_by_mail
from regain.foundation.notices.models import Message, Reminder
from regain.foundation.notices.tests.conftest import Traces
from regain.foundation.people.actions import rights
from regain.foundation.people.models import Person
from tests.cast import Cast

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WORKER = System("worker")


def reminded(person: Person, key: str = "call:1", **changes: object) -> Reminder:
    """Ring Harbour Café back."""
    given: dict[str, object] = {"words": "Ring Harbour Café back", "href": "/recovery/queue/", "due_at": AT}
    return reminders.remind(by=WORKER, at=AT, person=person, key=key, **{**given, **changes})  # type: ignore[arg-type]


def mail() -> int:
    """One turn of the worker."""
    count: int = remind_by_mail.func()
    return count


@pytest.mark.django_db
def test_asking_twice_reminds_once_in_the_latest_words(cast: Cast) -> None:
    reminded(cast.ben)
    reminded(cast.ben, words="Ring them back at noon")

    assert [one.words for one in Reminder.objects.all()] == ["Ring them back at noon"]


@pytest.mark.django_db
def test_what_was_settled_stays_settled(cast: Cast) -> None:
    reminded(cast.ben)

    assert reminders.settle(by=WORKER, at=AT, key="call:1") == 1
    assert reminders.settle(by=WORKER, at=AT, key="call:1") == 0
    assert reminded(cast.ben).settled_at == AT


@pytest.mark.parametrize(
    "nonsense", [{"words": " "}, {"key": ""}, {"href": "https://elsewhere.example/"}, {"href": "//elsewhere.example"}]
)
@pytest.mark.django_db
def test_a_reminder_says_something_and_leads_nowhere_else(cast: Cast, nonsense: dict[str, str], traces: Traces) -> None:
    before = traces()

    with pytest.raises(Invalid):
        reminded(cast.ben, **nonsense)

    assert traces() == before


@pytest.mark.django_db
def test_one_mail_tells_a_person_all_that_is_due_once(cast: Cast, settings: Settings) -> None:
    web = settings.CONFIGURATION.web.model_copy(update={"address": "https://regain.example/"})
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"web": web})
    reminded(cast.ben)
    reminded(cast.ben, "call:2", words="Send the letter", href="")
    reminded(cast.ben, "call:3", due_at=clock.now() + timedelta(days=1))
    reminded(cast.ada, "call:4")

    assert [mail(), mail()] == [2, 0]

    to_ben = Message.objects.get(to=cast.ben.email)
    assert to_ben.subject == "To remember: Ring Harbour Café back (and one more)"
    assert "https://regain.example/recovery/queue/" in to_ben.text
    assert "Send the letter" in to_ben.text
    assert (to_ben.purpose, to_ben.customer) == ("staff", "")


@pytest.mark.django_db
def test_put_off_it_is_mailed_again(cast: Cast) -> None:
    reminded(cast.ben)
    mail()
    reminded(cast.ben, due_at=AT + timedelta(hours=1))

    assert mail() == 1


@pytest.mark.django_db
def test_nobody_who_left_is_mailed(cast: Cast) -> None:
    reminded(cast.ben)
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.ben)

    assert mail() == 0


@pytest.mark.django_db
def test_only_they_themselves_dismiss_it(cast: Cast, traces: Traces) -> None:
    reminder = reminded(cast.ben)
    before = traces()

    with pytest.raises(NotAllowed):
        reminders.dismiss(by=cast.nia, at=AT, reminder=reminder)

    assert traces() == before
    gone = reminders.dismiss(by=cast.ben, at=AT, reminder=reminder)
    with pytest.raises(Conflict):
        reminders.dismiss(by=cast.ben, at=AT, reminder=gone)


@pytest.mark.django_db
def test_the_first_page_shows_what_is_due_and_a_dismissal_can_be_undone(cast: Cast) -> None:
    reminder = reminded(cast.ben)
    reminded(cast.ben, "call:2", words="Far away", due_at=clock.now() + timedelta(days=3))
    ben = Client()
    ben.force_login(cast.ben)

    page = ben.get("/").content.decode()
    assert "Ring Harbour Café back" in page
    assert "Far away" not in page
    assert "Far away" in ben.get("/notices/reminders/").content.decode()

    after = ben.post(f"/notices/reminders/{reminder.pk}/dismissal/", {"from": "home"}, follow=True).content.decode()
    assert "Ring Harbour Café back" not in after
    assert f"/notices/reminders/{reminder.pk}/return/" in after
    ben.post(f"/notices/reminders/{reminder.pk}/return/")
    assert "Ring Harbour Café back" in ben.get("/").content.decode()


@pytest.mark.django_db
def test_somebody_elses_reminder_is_not_there(cast: Cast) -> None:
    reminder = reminded(cast.ben)
    ada = Client()
    ada.force_login(cast.ada)

    assert ada.post(f"/notices/reminders/{reminder.pk}/dismissal/").status_code == 404
    assert Reminder.objects.get().settled_at is None


@pytest.mark.django_db
def test_what_others_settled_is_not_brought_back(cast: Cast) -> None:
    reminder = reminded(cast.ben)
    reminders.settle(by=WORKER, at=AT, key="call:1")
    reminder.refresh_from_db()

    with pytest.raises(Conflict):
        reminders.bring_back(by=cast.ben, at=AT, reminder=reminder)
