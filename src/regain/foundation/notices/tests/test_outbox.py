"""What goes into the outbox, and how it is taken out again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Invalid, NotAllowed
from regain.foundation.notices.actions import outbox
from regain.foundation.notices.actions.sending import note_refused
from regain.foundation.notices.models import Message
from regain.foundation.notices.rules.message import Attachment, Standing, next_try
from regain.foundation.notices.tests.conftest import Traces
from regain.foundation.people.actions import rights
from regain.foundation.people.models import Person
from tests.cast import Cast

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WORKER = System("worker")


def queued(by: Person | System = WORKER, **changes: Any) -> Message:
    """A message about Harbour Café."""
    given = {"to": "harbour@example.com", "subject": "We are sorry", "text": "Hello", "at": AT}
    return outbox.queue_message(by=by, **{**given, **changes})


@pytest.mark.django_db
def test_a_message_waits_with_its_attachments(cast: Cast) -> None:
    letter = Attachment("brief.pdf", "application/pdf", b"%PDF")

    message = queued(cast.dev, customer="C 1/é", purpose="recovery", attachments=(letter,))

    assert message.standing is Standing.WAITING
    assert (message.queued_by_name, message.customer) == ("Dev Patel", "C 1/é")
    assert bytes(message.enclosures.get().body) == b"%PDF"


@pytest.mark.django_db
def test_a_message_of_a_rolled_back_transaction_never_was() -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"to": "nobody"},
        {"to": "a@b.example\nBcc: c@d.example"},
        {"subject": " "},
        {"subject": "Two\nlines"},
        {"text": " "},
        {"unsubscribe": "http://plain.example/out"},
        {"attachments": (Attachment("a", "text/plain", b"x" * 15_000_001),)},
        {"attachments": (Attachment("a", "text/plain", b""), Attachment("a", "text/plain", b""))},
    ],
)
@pytest.mark.django_db
def test_what_could_not_be_sent_is_refused(nonsense: dict[str, Any], traces: Traces) -> None:
    before = traces()

    with pytest.raises(Invalid):
        queued(**nonsense)

    assert traces() == before


@pytest.mark.django_db
def test_somebody_who_left_queues_nothing(cast: Cast, traces: Traces) -> None:
    gone = rights.deactivate_person(by=cast.nia, at=AT, person=cast.tom)
    before = traces()

    with pytest.raises(NotAllowed):
        queued(gone)

    assert traces() == before


@pytest.mark.django_db
def test_the_trail_does_not_keep_what_was_written() -> None:
    key = "https://here.example/recovery/back/abcd-efgh/stop/"
    message = queued(text="Private words", subject="Dear Ada Smith", unsubscribe=key)
    note_refused(by=WORKER, at=AT, message=message, sentence="550 <ada@smith.example> is unknown")

    for entry in Entry.objects.all():
        told = str(entry.details)
        assert not any(each in told for each in ("Private", "Ada", "abcd-efgh", "smith.example"))


@pytest.mark.django_db
def test_cancelling_a_customers_messages_leaves_the_others() -> None:
    for customer in ("1", "1", "2", ""):
        queued(customer=customer)
    sent = queued(customer="1")
    Message.objects.filter(pk=sent.pk).update(sent_at=AT)

    assert outbox.cancel_messages(by=WORKER, at=AT, customer="1", because="Asked to be left alone.") == 2

    standings = Message.objects.order_by("pk")
    assert [each.standing.value for each in standings] == ["cancelled", "cancelled", "waiting", "waiting", "sent"]


@pytest.mark.parametrize(("customer", "because"), [("", "Stop"), ("1", " ")])
@pytest.mark.django_db
def test_nobodys_messages_are_never_cancelled_at_large(customer: str, because: str, traces: Traces) -> None:
    queued(customer="")
    before = traces()

    with pytest.raises(Invalid):
        outbox.cancel_messages(by=WORKER, at=AT, customer=customer, because=because)

    assert traces() == before


@pytest.mark.django_db
def test_one_message_is_cancelled_once_by_those_who_may(cast: Cast, traces: Traces) -> None:
    message = queued()
    with pytest.raises(NotAllowed):
        outbox.cancel_message(by=cast.ben, at=AT, message=message)

    gone = outbox.cancel_message(by=cast.dev, at=AT, message=message)

    assert gone.cancelled_because == "Cancelled by Dev Patel."
    before = traces()
    with pytest.raises(outbox.AlreadyOut):
        outbox.cancel_message(by=cast.dev, at=AT, message=message)
    with pytest.raises(outbox.AlreadyOut):
        outbox.try_again(by=cast.dev, at=AT, message=gone)
    assert traces() == before


@pytest.mark.django_db
def test_a_refused_message_waits_again_when_told_to(cast: Cast) -> None:
    message = queued()
    Message.objects.update(refused_at=AT, attempts=8)

    again = outbox.try_again(by=cast.dev, at=AT + timedelta(hours=1), message=Message.objects.get(pk=message.pk))

    assert (again.standing, again.attempts, again.due_at) == (Standing.WAITING, 0, AT + timedelta(hours=1))


@pytest.mark.django_db
def test_two_workers_never_hold_the_same_message() -> None:
    for _ in range(20):
        queued()

    held = [Message.objects.lease(worker=worker, at=AT) for _ in range(10) for worker in ("first", "second")]

    assert len({message.pk for message in held if message}) == 20
    assert Message.objects.lease(worker="third", at=AT) is None


@pytest.mark.django_db
def test_a_message_whose_worker_died_is_taken_over_and_the_dead_one_may_not_send() -> None:
    message = queued()
    Message.objects.lease(worker="doomed", at=AT)
    later = AT + timedelta(minutes=4)

    assert Message.objects.lease(worker="heir", at=later) is not None
    assert not Message.objects.hand_over(message, worker="doomed", at=later)
    assert Message.objects.hand_over(message, worker="heir", at=later)


def test_pauses_grow_and_end() -> None:
    tries = [next_try(attempts=number, at=AT) for number in range(1, 9)]

    waits = [moment - AT for moment in tries if moment]
    assert waits == sorted(waits)
    assert len(waits) == 7
    assert tries[-1] is None
