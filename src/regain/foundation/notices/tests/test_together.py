"""Several workers at once, and a stop in the midst of them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connection

from regain.foundation.jobs import schedule
from regain.foundation.jobs.models import Job
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.room import Every, rooms
from regain.foundation.notices.actions import outbox
from regain.foundation.notices.jobs.mail import send_mail
from regain.foundation.notices.models import Message
from regain.foundation.notices.tests.servers import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def beginning(*acts: Callable[[], object]) -> list[Thread]:
    """Let all begin at once, each on its own connection."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    return threads


def queue(count: int) -> None:
    """That many messages for one customer."""
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
        for number in range(count)
    )


def test_workers_side_by_side_send_each_message_once(mailbox: Mailbox) -> None:
    queue(40)

    for worker in beginning(*[send_mail.func] * 3):
        worker.join()

    sent = [mail["Message-ID"] for mail in mailbox.mails]
    assert sorted(sent) == sorted(Message.objects.values_list("message_id", flat=True))
    assert not Message.objects.filter(sent_at=None).exists()


def test_a_stop_reaches_what_workers_are_about_to_send(mailbox: Mailbox) -> None:
    queue(500)
    workers = beginning(*[send_mail.func] * 2)
    while len(mailbox.mails) < 20:
        time.sleep(0.005)

    started = time.monotonic()
    cancelled = outbox.cancel_messages(by=System("guard"), at=clock.now(), customer="1", because="Left alone.")
    took, on_the_wire = time.monotonic() - started, len(mailbox.mails)
    for worker in workers:
        worker.join()

    assert took < 5
    assert cancelled >= 400
    assert len(mailbox.mails) <= on_the_wire + len(workers), "Only a text that was leaving may still arrive."
    assert len(mailbox.mails) == Message.objects.filter(sent_at__isnull=False).count()
    assert not Message.objects.filter(sent_at=None, cancelled_at=None).exists()


def test_workers_who_look_round_at_once_begin_a_turn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in rooms():
        monkeypatch.setattr(room, "schedule", ())
    name = "regain.foundation.notices.jobs.mail.send_mail"
    monkeypatch.setattr(apps.get_app_config("notices"), "schedule", (Every(name, 5),))

    for worker in beginning(*[lambda: schedule.come_round(AT)] * 4):
        worker.join()

    assert Job.objects.count() == 1
