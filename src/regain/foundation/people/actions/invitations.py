"""Inviting somebody, and how they come in."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.kit.roles import Role
from regain.foundation.people import policy
from regain.foundation.people.actions import shared
from regain.foundation.people.events import PersonInvited
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.queries.entrance import LinkNoLongerWorks
from regain.foundation.people.rules.invitation import Standing


class AlreadyHere(Conflict):
    """There is a person with this address."""


class AlreadyInvited(Conflict):
    """There is an open invitation for this address."""


class RolesMissing(Invalid):
    """Somebody without a role could do nothing here."""


class InvitationIsOver(Conflict):
    """It was accepted or withdrawn."""


@verb("people.person_invited", allow=policy.may_manage)
def invite_person(*, by: Actor, at: datetime, email: str, roles: Collection[Role], url: str) -> Invitation:
    """Make a link that lets this address in once, within three days. The answer carries the token, once."""
    address = shared.email_from(email)
    if not roles:
        raise RolesMissing(_("Choose at least one role."))
    _refuse_who_is_here(address)
    for earlier in Invitation.objects.filter(email=address, accepted_at=None, withdrawn_at=None):
        if earlier.standing(at) is Standing.OPEN:
            raise AlreadyInvited(
                _("%(email)s is invited already. Send a new link, or withdraw the invitation first.")
                % {"email": address}
            )
        earlier.withdrawn_at = at
        earlier.save(update_fields=["withdrawn_at"])
    invitation = Invitation(
        email=address,
        roles=sorted(role.value for role in roles),
        invited_by=by.key,
        invited_by_name=by.name,
        invited_at=at,
    )
    invitation.issue(at=at)
    invitation.save()
    _announce(invitation, by=by, url=url)
    return invitation


@verb("people.invitation_renewed", allow=policy.may_manage)
def renew_invitation(*, by: Actor, at: datetime, invitation: Invitation, url: str) -> Invitation:
    """Make a new link for the invitation; the old one stops working."""
    locked = _lock(invitation)
    _refuse_over(locked, at=at)
    locked.issue(at=at)
    locked.save(update_fields=["fingerprint", "expires_at"])
    _announce(locked, by=by, url=url)
    return locked


@verb("people.invitation_withdrawn", allow=policy.may_manage)
def withdraw_invitation(*, by: Actor, at: datetime, invitation: Invitation) -> Invitation:
    """Let the link stop working."""
    locked = _lock(invitation)
    _refuse_over(locked, at=at)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    return locked


@verb("people.invitation_accepted", allow=policy.holds_the_link)
def accept_invitation(*, by: Actor, at: datetime, invitation: Invitation, name: str, password: str) -> Person:
    """Become a person of this installation, with the roles of the invitation."""
    locked = _lock(invitation)
    if locked.standing(at) is not Standing.OPEN or locked.fingerprint != invitation.fingerprint:
        raise LinkNoLongerWorks(_("This link no longer works. Ask whoever invited you for a new one."))
    _refuse_who_is_here(locked.email)
    person = Person(email=locked.email, name=shared.name_from(name), joined_at=at)
    shared.set_password(person=person, password=password)
    person.save()
    shared.give_roles(person=person, roles=locked.wanted, by=by, at=at)
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    return person


def _lock(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _refuse_over(invitation: Invitation, *, at: datetime) -> None:
    if invitation.standing(at) in {Standing.ACCEPTED, Standing.WITHDRAWN}:
        raise InvitationIsOver(_("This invitation was accepted or withdrawn already."))


def _refuse_who_is_here(email: str) -> None:
    person = Person.objects.filter(email=email).first()
    if person is None:
        return
    if person.is_active:
        raise AlreadyHere(_("%(email)s works here already.") % {"email": email})
    raise AlreadyHere(
        _("%(email)s worked here before. Reactivate %(name)s instead.") % {"email": email, "name": person.name}
    )


def _announce(invitation: Invitation, *, by: Actor, url: str) -> None:
    announce(
        PersonInvited(
            email=invitation.email,
            invited_by=by.name,
            expires_at=invitation.expires_at,
            token=invitation.token,
            url=url,
        )
    )
