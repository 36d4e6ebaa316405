"""What happens when two do something at the same moment."""

import pytest

from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import entrance, invitations, rights
from regain.foundation.people.models import Attempt, Person
from regain.foundation.people.queries import entrance as asked
from regain.foundation.people.queries.people import administrators
from tests.cast import AT, PASSWORD, Cast, address, gather
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def two_administrators() -> tuple[Cast, Person]:
    """Nia, and Ada beside her."""
    people = gather()
    ada = rights.change_roles(by=people.nia, at=AT, person=people.ada, roles={Role.ADMINISTRATOR})
    return people, ada


def test_two_administrators_who_see_each_other_off_leave_one(quick_passwords: None) -> None:
    people, ada = two_administrators()

    answers = together(
        lambda: rights.deactivate_person(by=people.nia, at=AT, person=ada),
        lambda: rights.deactivate_person(by=ada, at=AT, person=people.nia),
    )

    assert [type(answer) for answer in answers].count(rights.LastAdministrator) == 1
    assert administrators().count() == 1


def test_one_seen_off_and_one_demoted_together_leave_one(quick_passwords: None) -> None:
    people, ada = two_administrators()

    answers = together(
        lambda: rights.change_roles(by=people.olive, at=AT, person=ada, roles={Role.EXECUTIVE}),
        lambda: rights.deactivate_person(by=people.olive, at=AT, person=people.nia),
    )

    assert [type(answer) for answer in answers].count(rights.LastAdministrator) == 1
    assert administrators().count() == 1


def test_an_invitation_accepted_twice_at_once_makes_one_person(quick_passwords: None) -> None:
    people = gather()
    invitation = invitations.invite_person(
        by=people.nia, at=AT, email=address("gus"), roles={Role.EXECUTIVE}, url="http://x/"
    )

    def accept() -> Person:
        return invitations.accept_invitation(
            by=asked.newcomer(invitation), at=AT, invitation=invitation, name="Gus", password=PASSWORD
        )

    answers = together(accept, accept, accept)

    assert [type(answer) for answer in answers].count(Person) == 1
    assert Person.objects.filter(email=address("gus")).count() == 1


def test_guesses_side_by_side_are_no_way_around_the_limit(quick_passwords: None) -> None:
    gather()
    caller = entrance.Caller(address="203.0.113.9")

    def guess() -> Person:
        return entrance.recognise(email=address("ben"), password="guess", caller=caller, at=AT)

    answers = together(*[guess] * 24)

    judged = [type(answer) for answer in answers].count(entrance.NotRecognised)
    assert judged <= 10
    assert Attempt.objects.count() == judged
