"""Conversations with a real mail server."""

import time
from datetime import UTC, datetime, timedelta
from email.message import Message as Mail

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries, Settings

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.actions import outbox, sending
from regain.foundation.notices.jobs.mail import send_mail
from regain.foundation.notices.models import Message
from regain.foundation.notices.rules.gate import Leave, Letter, Passing, strictest
from regain.foundation.notices.rules.message import PAUSES, Attachment, Standing
from regain.foundation.notices.tests.servers import Mailbox, free_port
from regain.foundation.notices.tests.test_outbox import AT, WORKER, queued

pytestmark = pytest.mark.django_db(transaction=True)

UNTIL = datetime(2090, 1, 1, tzinfo=UTC)


def send() -> dict[str, int]:
    """One turn of the worker."""
    counts: dict[str, int] = send_mail.func()
    return counts


def hurry() -> None:
    """Let what was put off be due now."""
    Message.objects.update(due_at=AT)


def test_a_message_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    invitation = Attachment("call.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")
    out = "https://regain.example/stop/abc"
    queued(subject="Es tut uns leid – à bientôt", text="Grüße\n.\nHarbour", attachments=(invitation,), unsubscribe=out)

    assert send() == {"sent": 1, "looked_at": 1}

    mail = mailbox.mails[0]
    message = Message.objects.get()
    body, file = _parts(mail)
    assert body.get_payload(decode=True) == "Grüße\r\n.\r\nHarbour".encode()
    assert (file.get_filename(), file.get_param("method"), file.get_content_charset()) == (
        "call.ics",
        "REQUEST",
        "utf-8",
    )
    assert mail["Message-ID"] == message.message_id
    assert mail["List-Unsubscribe"] == f"<{out}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert message.standing is Standing.SENT


def test_the_key_of_a_personal_address_is_not_kept_once_it_left(mailbox: Mailbox) -> None:
    here = "https://regain.example/back/abcd-efgh-jkmn-pqrs/"
    queued(text=f"Come back: {here}\nStop: {here}stop/", unsubscribe=f"{here}stop/")

    send()

    message = Message.objects.get()
    assert here in mailbox.mails[0].get_payload()
    assert "abcd" not in message.text + message.unsubscribe
    assert "https://regain.example/back/…/" in message.text


def _parts(mail: Mail) -> tuple[Mail, Mail]:
    body, file = (part for part in mail.walk() if not part.is_multipart())
    return body, file


def test_not_now_means_later_under_the_same_message_id(mailbox: Mailbox) -> None:
    mailbox.answers = ["451 Too busy"]
    queued()

    send()

    message = Message.objects.get()
    assert (message.standing, message.attempts, message.sentence) == (
        Standing.WAITING,
        1,
        "The mail server said: 451 Too busy",
    )
    assert message.due_at > clock.now() + PAUSES[0] - timedelta(seconds=10)
    assert send() == {"sent": 0, "looked_at": 0}
    hurry()
    assert send() == {"sent": 1, "looked_at": 1}
    assert [mail["Message-ID"] for mail in mailbox.mails] == [message.message_id]


@pytest.mark.parametrize("where", ["recipients", "answers"])
def test_never_means_refused_and_the_next_goes_on(mailbox: Mailbox, where: str) -> None:
    setattr(mailbox, where, ["550 No such user here"])
    queued(to="gone@example.com")
    queued()

    assert send() == {"sent": 1, "looked_at": 2}

    first = Message.objects.order_by("pk")[0]
    assert (first.standing, first.sentence) == (Standing.REFUSED, "The mail server said: 550 No such user here")
    assert send()["looked_at"] == 0


def never_asked(letter: Letter, at: datetime) -> Leave:
    """A gate that counts what it lets through as tried, so nobody asks it in vain."""
    return Leave(Passing.CANCEL, sentence="Asked although nothing could leave.")


def test_without_a_server_one_message_waits_and_the_turn_ends(
    settings: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_PORT = free_port()
    monkeypatch.setattr(apps.get_app_config("people"), "gate", f"{__name__}.never_asked")
    queued()
    queued()

    assert send() == {"sent": 0, "looked_at": 1}

    first = Message.objects.order_by("pk")[0]
    assert first.standing is Standing.WAITING
    assert "cannot be reached" in first.sentence


def test_what_never_gets_through_is_refused_in_the_end(mailbox: Mailbox) -> None:
    queued()
    for _ in range(len(PAUSES) + 1):
        mailbox.answers = ["451 Too busy"]
        hurry()
        send()

    assert Message.objects.get().standing is Standing.REFUSED


def test_a_message_whose_sending_was_interrupted_again_and_again_is_given_up(mailbox: Mailbox) -> None:
    queued()
    Message.objects.update(attempts=len(PAUSES) + 1)

    send()

    assert Message.objects.get().standing is Standing.REFUSED
    assert mailbox.mails == []


def test_nothing_leaves_before_its_time(mailbox: Mailbox) -> None:
    queued(not_before=UNTIL)

    assert send()["looked_at"] == 0


def test_a_message_cancelled_between_envelope_and_text_does_not_leave(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(customer="1")
    ask = sending.hand_over

    def stopped_just_then(**given: object) -> bool:
        outbox.cancel_messages(by=WORKER, at=AT, customer="1", because="Stop.")
        return ask(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "hand_over", stopped_just_then)

    assert send() == {"sent": 0, "looked_at": 1}
    assert mailbox.mails == []
    assert Message.objects.get().standing is Standing.CANCELLED


def test_one_stop_cancels_five_hundred_messages(
    mailbox: Mailbox, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Message.objects.bulk_create(
        Message(
            to="harbour@example.com",
            subject="Hello",
            text="Hello",
            customer="1",
            message_id=f"<{number}@example.com>",
            queued_at=AT,
            queued_by="system:tests",
            queued_by_name="Tests",
            due_at=AT,
        )
        for number in range(500)
    )
    leased = [Message.objects.lease(worker="other", at=clock.now()) for _ in range(10)]
    started = time.monotonic()

    with django_assert_max_num_queries(6):
        cancelled = outbox.cancel_messages(by=WORKER, at=clock.now(), customer="1", because="Asked to be left alone.")
    took = time.monotonic() - started

    assert cancelled == 500
    assert took < 2
    assert not any(sending.hand_over(message=each, worker="other", at=clock.now()) for each in leased if each)
    assert send() == {"sent": 0, "looked_at": 0}
    assert mailbox.mails == []


def answer(letter: Letter, at: datetime) -> Leave:
    """The gate of these tests: it goes by the purpose."""
    if letter.purpose == "broken":
        raise ZeroDivisionError
    return {
        "hold": Leave(Passing.HOLD, UNTIL, "Not before eight in the morning there."),
        "cancel": Leave(Passing.CANCEL, sentence="They are customers again."),
        "restless": Leave(Passing.HOLD, at, "Again at once."),
    }.get(letter.purpose, Leave())


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that has a gate."""
    monkeypatch.setattr(apps.get_app_config("people"), "gate", f"{__name__}.answer")


def test_a_gate_holds_cancels_and_lets_through(mailbox: Mailbox, gate: None) -> None:
    for purpose in ("hold", "cancel", "fine"):
        queued(purpose=purpose)

    assert send() == {"sent": 1, "looked_at": 3}

    held, cancelled, sent = Message.objects.order_by("pk")
    assert (held.standing, held.due_at, held.attempts) == (Standing.HELD, UNTIL, 0)
    assert held.held_because == "Not before eight in the morning there."
    assert (cancelled.standing, cancelled.cancelled_because) == (Standing.CANCELLED, "They are customers again.")
    assert sent.standing is Standing.SENT


def test_a_gate_that_fails_lets_nothing_through(mailbox: Mailbox, gate: None) -> None:
    queued(purpose="broken")

    send()

    assert Message.objects.get().standing is Standing.HELD
    assert mailbox.mails == []


def test_a_gate_that_holds_for_no_time_does_not_keep_the_worker_busy(mailbox: Mailbox, gate: None) -> None:
    queued(purpose="restless")

    assert send() == {"sent": 0, "looked_at": 1}


def test_the_strictest_gate_decides() -> None:
    short, long = Leave(Passing.HOLD, AT), Leave(Passing.HOLD, UNTIL)
    never = Leave(Passing.CANCEL, sentence="Never.")

    assert strictest([]) == Leave()
    assert strictest([Leave(), short, long]) == long
    assert strictest([long, never, Leave()]) == never


def test_the_worker_alone_writes_down_that_it_sent() -> None:
    message = queued()

    sent = sending.note_sent(by=System("worker"), at=AT, message=message)

    assert sent.sent_at == AT
