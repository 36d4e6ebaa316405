"""Two ask at the same moment: one of them is the last one allowed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from regain.knowledge.playbook.actions.guard import ask
from regain.knowledge.playbook.models import Answer, Party
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Verdict
from regain.knowledge.playbook.tests.reach import reachable
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
MARA = "C-17"


def together(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """Let all begin at once, each on its own connection."""
    barrier, answers = Barrier(len(acts)), dict[int, Answer]()

    def run(number: int, act: Callable[[], Answer]) -> None:
        barrier.wait()
        try:
            answers[number] = act()
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]


@pytest.fixture
def people(quick_passwords: None) -> Cast:
    """The cast, committed, so that every connection sees it."""
    return gather()


def test_of_four_calls_asked_for_at_once_one_is_allowed(people: Cast) -> None:
    reachable(by=people.dev, at=NOON - timedelta(days=3), customer=MARA)

    def call() -> Answer:
        return ask(by=people.ben, at=NOON, customer=MARA, channel=Channel.CALL, purpose=Purpose.RECOVERY)

    answers = together([call] * 4)

    assert sorted(answer.verdict for answer in answers) == [Verdict.ALLOW] + [Verdict.BLOCK] * 3
    assert Answer.objects.count() == 4
    assert Party.objects.count() == 1


def test_of_four_first_acts_on_a_customer_nobody_knew_each_is_answered(people: Cast) -> None:
    def write() -> Answer:
        return ask(by=people.ben, at=NOON, customer="C-99", channel=Channel.LETTER, purpose=Purpose.SUPPORT)

    assert [answer.is_allowed for answer in together([write] * 4)] == [True] * 4
    assert Party.objects.count() == 1
