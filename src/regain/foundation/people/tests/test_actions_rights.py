"""Roles, leaving, coming back; and that a refusal leaves nothing behind."""

from datetime import timedelta

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed, Refused
from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import rights
from regain.foundation.people.models import Person
from regain.foundation.people.tests.conftest import Traces
from tests.cast import AT, Cast

LATER = AT + timedelta(days=1)


def test_a_person_may_what_any_of_their_roles_gives(cast: Cast) -> None:
    assert not cast.ben.may("people.view")

    ben = rights.change_roles(by=cast.nia, at=LATER, person=cast.ben, roles={Role.RECOVERY_CALLER, Role.OWNER})

    assert ben.roles == {Role.RECOVERY_CALLER, Role.OWNER}
    assert ben.may("people.view")


def test_a_change_of_roles_keeps_when_a_role_was_given_first(cast: Cast) -> None:
    ben = rights.change_roles(by=cast.olive, at=LATER, person=cast.ben, roles={Role.RECOVERY_CALLER, Role.EXECUTIVE})

    given = {holding.role: (holding.given_at, holding.given_by) for holding in ben.holdings.all()}
    assert given[Role.RECOVERY_CALLER][0] == AT
    assert given[Role.EXECUTIVE] == (LATER, cast.olive.key)


def test_a_change_of_roles_is_one_line_in_the_trail(cast: Cast) -> None:
    before = Entry.objects.count()

    rights.change_roles(by=cast.nia, at=LATER, person=cast.ben, roles={Role.EXECUTIVE})

    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.actor, entry.at) == ("people.roles_changed", cast.nia.key, LATER)
    assert entry.subject == f"people.person:{cast.ben.pk}"
    assert entry.details["roles"] == ["executive"]


def test_only_owner_and_administrator_manage_people(cast: Cast, traces: Traces) -> None:
    for outsider in (cast.ada, cast.ben, cast.cora, cast.dev, cast.fay, cast.tom, cast.eve):
        before = traces()

        with pytest.raises(NotAllowed):
            rights.change_roles(by=outsider, at=LATER, person=cast.eve, roles={Role.OWNER})
        with pytest.raises(NotAllowed):
            rights.deactivate_person(by=outsider, at=LATER, person=cast.eve)

        assert traces() == before


def test_nobody_raises_themselves(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(rights.CannotRaiseOneself):
        rights.change_roles(by=cast.nia, at=LATER, person=cast.nia, roles={Role.ADMINISTRATOR, Role.OWNER})

    assert traces() == before


def test_one_may_give_up_a_role_of_ones_own(cast: Cast) -> None:
    rights.change_roles(by=cast.nia, at=LATER, person=cast.olive, roles={Role.OWNER, Role.ADMINISTRATOR})

    olive = rights.change_roles(
        by=Person.objects.get(pk=cast.olive.pk), at=LATER, person=cast.olive, roles={Role.OWNER}
    )

    assert olive.roles == {Role.OWNER}


def test_the_last_administrator_keeps_the_role(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(rights.LastAdministrator, match="Nia Abara is the last administrator"):
        rights.change_roles(by=cast.olive, at=LATER, person=cast.nia, roles={Role.EXECUTIVE})
    with pytest.raises(rights.LastAdministrator):
        rights.deactivate_person(by=cast.olive, at=LATER, person=cast.nia)

    assert traces() == before


def test_an_administrator_who_left_does_not_count(cast: Cast) -> None:
    rights.change_roles(by=cast.nia, at=LATER, person=cast.ada, roles={Role.ADMINISTRATOR})
    rights.deactivate_person(by=cast.olive, at=LATER, person=cast.ada)

    with pytest.raises(rights.LastAdministrator):
        rights.deactivate_person(by=cast.olive, at=LATER, person=cast.nia)


def test_who_was_deactivated_may_nothing(cast: Cast) -> None:
    olive = rights.deactivate_person(by=cast.nia, at=LATER, person=cast.olive)

    assert olive.left_at == LATER
    assert olive.roles == {Role.OWNER}
    assert not olive.may("people.manage")
    with pytest.raises(NotAllowed):
        rights.deactivate_person(by=olive, at=LATER, person=cast.ben)


def test_who_comes_back_has_the_roles_they_had(cast: Cast) -> None:
    rights.deactivate_person(by=cast.nia, at=LATER, person=cast.olive)

    olive = rights.reactivate_person(by=cast.nia, at=LATER, person=cast.olive)

    assert olive.may("people.manage")


def test_nobody_deactivates_themselves_or_twice(cast: Cast, traces: Traces) -> None:
    rights.deactivate_person(by=cast.nia, at=LATER, person=cast.ben)
    before = traces()

    with pytest.raises(rights.CannotDeactivateOneself):
        rights.deactivate_person(by=cast.nia, at=LATER, person=cast.nia)
    with pytest.raises(rights.AlreadySo):
        rights.deactivate_person(by=cast.nia, at=LATER, person=cast.ben)
    with pytest.raises(rights.AlreadySo):
        rights.reactivate_person(by=cast.nia, at=LATER, person=cast.ada)

    assert traces() == before


def test_every_refusal_is_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        rights.deactivate_person(by=cast.nia, at=LATER, person=cast.nia)

    assert refusal.value.sentence == "You cannot deactivate yourself. Ask another administrator."
