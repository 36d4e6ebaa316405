"""The life of an invitation."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from regain.foundation.kit.errors import Invalid, NotAllowed
from regain.foundation.kit.roles import Role
from regain.foundation.people import jobs
from regain.foundation.people.actions import invitations, rights, shared
from regain.foundation.people.events import PersonInvited
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.models.invitation import fingerprint
from regain.foundation.people.queries import entrance
from regain.foundation.people.queries.entrance import LinkNoLongerWorks
from regain.foundation.people.tests.conftest import Traces
from tests.cast import AT, PASSWORD, Cast

GUS = "gus@thimble.example"
URL = "https://regain.thimble.example/"


def invite(cast: Cast, email: str = GUS) -> Invitation:
    """Nia invites Gus as a caller."""
    return invitations.invite_person(by=cast.nia, at=AT, email=email, roles={Role.RECOVERY_CALLER}, url=URL)


def accept(invitation: Invitation, *, at: datetime = AT, name: str = "Gus Bell", password: str = PASSWORD) -> Person:
    """Gus follows the link."""
    by = entrance.newcomer(invitation)
    return invitations.accept_invitation(by=by, at=at, invitation=invitation, name=name, password=password)


def test_who_accepts_is_a_person_with_the_roles_of_the_invitation(cast: Cast) -> None:
    invitation = invite(cast, "  Gus@Thimble.Example ")

    gus = accept(invitation, name="  Gus\nBell ")

    assert (gus.name, gus.email, gus.roles) == ("Gus Bell", GUS, frozenset({Role.RECOVERY_CALLER}))
    assert gus.check_password(PASSWORD)


def test_the_token_is_long_and_only_its_hash_is_kept(cast: Cast) -> None:
    invitation = invite(cast)

    kept = Invitation.objects.values().get(pk=invitation.pk)
    assert len(invitation.token) >= 43
    assert kept["fingerprint"] == fingerprint(invitation.token)
    assert invitation.token not in str(kept)


def test_the_token_and_the_password_are_not_in_the_trail(cast: Cast, traces: Traces) -> None:
    invitation = invite(cast)
    accept(invitation)

    trail = str(traces()["Entry"])
    assert invitation.token not in trail
    assert PASSWORD not in trail


def test_a_link_works_once(cast: Cast, traces: Traces) -> None:
    invitation = invite(cast)
    accept(invitation)
    before = traces()

    with pytest.raises(LinkNoLongerWorks):
        accept(invitation)
    with pytest.raises(LinkNoLongerWorks):
        entrance.invitation_of(token=invitation.token, at=AT)

    assert traces() == before


def test_a_link_works_for_three_days(cast: Cast) -> None:
    invitation = invite(cast)

    just_before = AT + timedelta(days=3) - timedelta(seconds=1)
    assert entrance.invitation_of(token=invitation.token, at=just_before) == invitation
    with pytest.raises(LinkNoLongerWorks):
        entrance.invitation_of(token=invitation.token, at=AT + timedelta(days=3))
    with pytest.raises(LinkNoLongerWorks):
        accept(invitation, at=AT + timedelta(days=3))


def test_wrong_used_withdrawn_and_expired_read_the_same(cast: Cast) -> None:
    used, withdrawn, old = (invite(cast, f"{name}@thimble.example") for name in ("a", "b", "c"))
    accept(used)
    invitations.withdraw_invitation(by=cast.nia, at=AT, invitation=withdrawn)
    tries = [
        ("wrong", AT),
        (used.token, AT),
        (withdrawn.token, AT),
        (old.token, AT + timedelta(days=4)),
    ]

    said = set()
    for token, at in tries:
        with pytest.raises(LinkNoLongerWorks) as refusal:
            entrance.invitation_of(token=token, at=at)
        said.add((refusal.value.sentence, refusal.value.status))

    assert len(said) == 1


def test_a_withdrawn_invitation_lets_nobody_in(cast: Cast, traces: Traces) -> None:
    invitation = invite(cast)
    invitations.withdraw_invitation(by=cast.olive, at=AT, invitation=invitation)
    before = traces()

    with pytest.raises(LinkNoLongerWorks):
        accept(invitation)
    with pytest.raises(invitations.InvitationIsOver):
        invitations.renew_invitation(by=cast.nia, at=AT, invitation=invitation, url=URL)

    assert traces() == before


def test_a_new_link_replaces_the_old_one(cast: Cast) -> None:
    first = invite(cast)

    second = invitations.renew_invitation(by=cast.nia, at=AT + timedelta(days=5), invitation=first, url=URL)

    with pytest.raises(LinkNoLongerWorks):
        accept(first, at=AT + timedelta(days=5))
    assert accept(second, at=AT + timedelta(days=7)).email == GUS


def test_an_address_is_invited_once_at_a_time(cast: Cast, traces: Traces) -> None:
    invite(cast)
    before = traces()

    with pytest.raises(invitations.AlreadyInvited):
        invite(cast, GUS.upper())

    assert traces() == before


def test_an_expired_invitation_makes_room_for_a_new_one(cast: Cast) -> None:
    old = invite(cast)
    later = AT + timedelta(days=4)

    new = invitations.invite_person(by=cast.nia, at=later, email=GUS, roles={Role.EXECUTIVE}, url=URL)

    old.refresh_from_db()
    assert old.withdrawn_at == later
    assert new.wanted == {Role.EXECUTIVE}


def test_who_works_here_is_not_invited(cast: Cast, traces: Traces) -> None:
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.ben)
    before = traces()

    with pytest.raises(invitations.AlreadyHere, match="works here already"):
        invite(cast, cast.ada.email.upper())
    with pytest.raises(invitations.AlreadyHere, match="Reactivate Ben Okafor instead"):
        invite(cast, cast.ben.email)

    assert traces() == before


@pytest.mark.parametrize("email", ["", "gus", "gus@", "@thimble.example", "a b@c.de", "a" * 250 + "@c.de"])
def test_what_is_no_address_is_not_invited(cast: Cast, traces: Traces, email: str) -> None:
    before = traces()

    with pytest.raises(shared.NotAnEmail):
        invite(cast, email)

    assert traces() == before


def test_an_invitation_needs_a_role(cast: Cast) -> None:
    with pytest.raises(invitations.RolesMissing):
        invitations.invite_person(by=cast.nia, at=AT, email=GUS, roles=(), url=URL)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Gus Bell", "short"),
        ("Gus Bell", "password1234"),
        ("Gus Bell", "gus@thimble.example"),
        ("Gus Bell", "x" * 257),
        (" \n", PASSWORD),
    ],
)
def test_a_weak_password_or_no_name_uses_nothing_up(cast: Cast, traces: Traces, name: str, password: str) -> None:
    invitation = invite(cast)
    before = traces()

    with pytest.raises(Invalid):
        accept(invitation, name=name, password=password)

    assert traces() == before
    assert accept(invitation).email == GUS


def test_only_who_holds_the_link_accepts(cast: Cast, traces: Traces) -> None:
    mine, other = invite(cast), invite(cast, "hal@thimble.example")
    before = traces()

    for by in (cast.nia, entrance.newcomer(other)):
        with pytest.raises(NotAllowed):
            invitations.accept_invitation(by=by, at=AT, invitation=mine, name="Gus Bell", password=PASSWORD)

    assert traces() == before


def test_only_those_who_manage_people_invite(cast: Cast, traces: Traces) -> None:
    invitation = invite(cast)
    before = traces()

    for outsider in (cast.ada, cast.dev, cast.eve):
        with pytest.raises(NotAllowed):
            invitations.invite_person(by=outsider, at=AT, email="x@thimble.example", roles={Role.OWNER}, url=URL)
        with pytest.raises(NotAllowed):
            invitations.renew_invitation(by=outsider, at=AT, invitation=invitation, url=URL)
        with pytest.raises(NotAllowed):
            invitations.withdraw_invitation(by=outsider, at=AT, invitation=invitation)

    assert traces() == before


def test_the_mail_carries_the_link(db: None) -> None:
    event = PersonInvited(email=GUS, invited_by="Nia & Co", expires_at=AT, token="tok", url=URL)

    jobs.mail_invitation(event)

    (sent,) = mail.outbox
    assert sent.to == [GUS]
    assert sent.subject == "Nia & Co invites you to Regain at Thimble & Daughters"
    assert "https://regain.thimble.example/people/joining/tok/" in sent.body
    assert "tok" not in repr(event)
