"""The outbox asks the guard as a message leaves: it goes, waits, or is cancelled with a sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.queries.gates import leave_of
from regain.foundation.notices.rules.gate import Letter, Passing
from regain.knowledge.playbook.actions.gate import leave
from regain.knowledge.playbook.actions.guard import ask
from regain.knowledge.playbook.actions.points import describe
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.models import Answer, Point
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope
from regain.knowledge.playbook.tests.reach import ADDRESS, reachable
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MARA, NOAH = "C-17", "C-18 / Noah"
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
RECOVERY = Purpose.RECOVERY


@pytest.fixture
def mara(cast: Cast) -> Point:
    """Mara of London, who agreed to be called and written to."""
    return reachable(by=cast.dev, at=NOON - timedelta(days=3), customer=MARA)


def letter(customer: str = MARA, *, automatic: bool = True, to: str = ADDRESS, purpose: str = "recovery") -> Letter:
    return Letter(7, to, "Hello", purpose, customer, automatic, NOON)


def test_the_outbox_asks_and_staff_mail_passes(cast: Cast, mara: Point) -> None:
    assert leave(letter(customer=""), NOON).verdict is Passing.ALLOW
    assert leave(letter(), NOON).verdict is Passing.ALLOW
    assert Answer.objects.get().subject == "message:7"

    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")

    assert leave(letter(), NOON).verdict is Passing.CANCEL


def test_a_machines_message_waits_fourteen_days_after_a_call(cast: Cast, mara: Point) -> None:
    ask(by=cast.ben, at=NOON, customer=MARA, channel=Channel.CALL, purpose=RECOVERY)

    held = leave(letter(), NOON + timedelta(days=1))
    by_hand = leave(letter(automatic=False), NOON + timedelta(days=1))

    assert (held.verdict, held.until) == (Passing.HOLD, NOON + timedelta(days=14))
    assert by_hand.verdict is Passing.ALLOW


def test_a_message_signed_for_leaves_though_nobody_agreed(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=NOAH, scope=Scope.CONSUMER, country="Japan")
    written = letter(customer=NOAH, automatic=False, to="noah@thimble.example")
    assert leave(written, NOON).verdict is Passing.CANCEL

    ask(by=cast.dev, at=NOON, customer=NOAH, channel=Channel.EMAIL, purpose=RECOVERY, override="Our lawyer agreed")

    assert leave(written, NOON + timedelta(minutes=1)).verdict is Passing.ALLOW


def test_the_guard_stands_at_the_outboxs_door(cast: Cast, mara: Point) -> None:
    message = queue_message(
        by=cast.dev, at=NOON, to=ADDRESS, subject="Come back", text="Hello", customer=MARA, purpose="recovery"
    )

    assert leave_of(message=message, at=NOON).verdict is Passing.ALLOW
    stop(by=cast.ben, at=NOON, customer=NOAH, words="Stop", source="call")
    assert leave_of(message=message, at=NOON).verdict is Passing.ALLOW
    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")
    assert leave_of(message=message, at=NOON).verdict is Passing.CANCEL


def test_a_message_whose_purpose_nobody_said_is_judged_as_one_that_sells(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=NOAH, scope=Scope.CONSUMER, country="DE")

    answer = leave(letter(customer=NOAH, purpose="newsletter", to="noah@thimble.example"), NOON)

    assert (answer.verdict, Answer.objects.get().purpose) == (Passing.CANCEL, "recovery")
    assert "not agreed" in answer.sentence


def test_a_mail_server_that_says_later_makes_no_second_attempt(cast: Cast, mara: Point) -> None:
    later = [timedelta(minutes=1), timedelta(minutes=6), timedelta(hours=23)]

    said = [leave(letter(automatic=False), NOON + wait).verdict for wait in [timedelta(), *later]]

    assert said == [Passing.ALLOW] * 4
    assert Answer.objects.get().asked_at == NOON
    leave(letter(automatic=False), NOON + timedelta(hours=25))
    assert Answer.objects.count() == 2


def test_a_retry_is_refused_once_they_said_stop_though_it_was_allowed_before(cast: Cast, mara: Point) -> None:
    assert leave(letter(), NOON).verdict is Passing.ALLOW
    stop(by=cast.ben, at=NOON + timedelta(seconds=30), customer=MARA, words="Stop", source="call")

    assert leave(letter(), NOON + timedelta(minutes=1)).verdict is Passing.CANCEL
    assert leave(letter(), NOON + timedelta(minutes=6)).verdict is Passing.CANCEL


def test_a_retry_of_a_message_signed_for_needs_no_second_signature(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=NOAH, scope=Scope.CONSUMER, country="Japan")
    written = letter(customer=NOAH, automatic=False, to="noah@thimble.example")
    ask(by=cast.dev, at=NOON, customer=NOAH, channel=Channel.EMAIL, purpose=RECOVERY, override="Our lawyer agreed")
    asked = Answer.objects.count()

    for minutes in (1, 2, 7):
        assert leave(written, NOON + timedelta(minutes=minutes)).verdict is Passing.ALLOW

    assert Answer.objects.count() == asked + 1


def test_another_message_is_another_attempt(cast: Cast, mara: Point) -> None:
    leave(letter(), NOON)
    leave(replace(letter(), id=71), NOON + timedelta(minutes=1))

    assert sorted(Answer.objects.values_list("subject", flat=True)) == ["message:7", "message:71"]
