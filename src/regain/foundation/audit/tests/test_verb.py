from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from regain.foundation.audit.models import Entry
from regain.foundation.audit.verb import VERBS, verb
from regain.foundation.kit import events
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Invalid, NotAllowed

NOW = datetime(2011, 9, 9, 12, tzinfo=UTC)
TESTER = System("tests")
heard: list[object] = []


@dataclass(frozen=True)
class Happened:
    how: str


def hear(event: object) -> None:
    heard.append(event)


def fail(event: object) -> None:
    raise RuntimeError("a listener that fails")


def anybody(**_: object) -> bool:
    return True


def nobody(**_: object) -> bool:
    return False


@verb("tests.done", allow=anybody)
def do(*, by: Actor, at: datetime, how: str, password: str = "") -> str:
    events.announce(Happened(how))
    if how == "badly":
        raise Invalid("That was bad.")
    return how


@verb("tests.said", allow=lambda **_: True)
def say(*, by: Actor, at: datetime, quote: str, source: str) -> str:
    return quote


@verb("tests.forbidden", allow=nobody)
def forbidden(*, by: Actor, at: datetime) -> None:
    raise AssertionError("a refused verb does not run")


@pytest.fixture(autouse=True)
def _silence(monkeypatch: pytest.MonkeyPatch) -> None:
    heard.clear()
    monkeypatch.setattr(events, "listeners", lambda kind: [fail, hear] if kind is Happened else [])


@pytest.mark.django_db(transaction=True)
def test_a_verb_writes_who_when_and_what() -> None:
    do(by=TESTER, at=NOW, how="well", password="hush")

    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.at) == ("tests.done", "system:tests", NOW)
    assert entry.details == {"how": "well", "password": "…"}


@pytest.mark.django_db(transaction=True)
def test_events_are_delivered_after_commit_even_when_a_listener_fails() -> None:
    with transaction.atomic():
        do(by=TESTER, at=NOW, how="well")
        assert heard == []

    assert heard == [Happened("well")]


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_refuses_leaves_nothing() -> None:
    with pytest.raises(Invalid):
        do(by=TESTER, at=NOW, how="badly")

    assert Entry.objects.count() == 0
    assert heard == []


@pytest.mark.django_db
def test_who_may_not_is_refused_before_anything_runs() -> None:
    with pytest.raises(NotAllowed):
        forbidden(by=TESTER, at=NOW)

    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_trail_cannot_be_changed() -> None:
    do(by=TESTER, at=NOW, how="well")

    with pytest.raises(NotAllowed):
        Entry.objects.all().delete()
    with pytest.raises(NotAllowed):
        Entry.objects.update(verb="tests.other")


def test_a_verb_takes_by_and_at_by_name() -> None:
    with pytest.raises(TypeError, match="keyword-only"):
        verb("tests.loose", allow=anybody)(lambda by, at: None)
    with pytest.raises(TypeError, match="by= and at="):
        verb("tests.blind", allow=anybody)(lambda *, by: None)


def test_events_belong_to_a_verb() -> None:
    with pytest.raises(events.AnnouncedOutsideAVerb):
        events.announce(Happened("alone"))


def test_verbs_are_registered_by_name() -> None:
    assert VERBS["tests.done"].function is do


@verb("tests.filed", allow=anybody, on_files=True)
def file_away(*, by: Actor, at: datetime) -> bool:
    events.announce(Happened("filed"))
    return connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_verb_on_files_holds_no_transaction_and_is_audited_all_the_same() -> None:
    assert file_away(by=TESTER, at=NOW) is False

    assert Entry.objects.get().verb == "tests.filed"
    assert heard == [Happened("filed")]


@pytest.mark.django_db
def test_the_trail_keeps_that_something_was_said_and_not_what() -> None:
    say(by=TESTER, at=NOW, quote="They never called back.", source="recovery:call:1")

    assert Entry.objects.get().details == {"quote": "…", "source": "recovery:call:1"}
