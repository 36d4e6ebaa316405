"""Two who change the same words or terms in the same moment: one is in time, the other is told, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection

from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.offers import amend_offer
from regain.knowledge.playbook.actions.wording import change_wording
from regain.knowledge.playbook.models import Amendment, Offer, Wording
from regain.knowledge.playbook.rules.wording import SHIPPED, Kind
from regain.knowledge.playbook.tests.wording_story import AT, make, terms
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db(transaction=True)

LISTEN = {"kind": "recovery", "step": "listen"}


def together(act: Callable[[Person], object], *people: Person) -> list[object]:
    """Let all begin at once, each on its own connection; their answers, or what they were refused with."""
    barrier, answers = Barrier(len(people)), list[object]()

    def run(person: Person) -> None:
        barrier.wait()
        try:
            answers.append(act(person))
        except Conflict as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def people(quick_passwords: None) -> Cast:
    """The cast, committed, so that every connection sees it."""
    return gather()


def test_of_two_first_changes_one_is_kept_and_the_other_told(people: Cast) -> None:
    shipped = SHIPPED[Kind.RECOVERY, "listen"].text

    def change(person: Person) -> object:
        return change_wording(by=person, at=AT, **LISTEN, seen=1, text=replace(shipped, words=f"I am {person.name}"))

    answers = together(change, people.dev, people.olive, people.dev, people.olive)

    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Conflict", "Conflict", "Wording"]
    assert list(Wording.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_of_two_new_terms_one_holds(people: Cast) -> None:
    offer = make(people.dev)

    def amend(person: Person) -> object:
        return amend_offer(by=person, at=AT, offer=offer, seen=1, terms=terms(words=f"I am {person.name}"))

    answers = together(amend, people.dev, people.olive)

    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Offer"]
    assert (Amendment.objects.count(), Offer.objects.get().revision) == (1, 2)
