"""Roles, leaving and coming back."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, NotAllowed
from regain.foundation.kit.events import announce
from regain.foundation.kit.roles import Role
from regain.foundation.people import policy
from regain.foundation.people.actions.shared import SampleStaysAsItIs, give_roles
from regain.foundation.people.events import PersonDeactivated
from regain.foundation.people.models import Holding, Person
from regain.foundation.people.models.person import is_demo
from regain.foundation.people.queries.people import administrators
from regain.foundation.people.rules import rights


class LastAdministrator(Conflict):
    """Nobody would be left to administer."""


class CannotRaiseOneself(NotAllowed):
    """Nobody gives themselves a role."""


class CannotDeactivateOneself(NotAllowed):
    """Leaving is somebody else's to record."""


class AlreadySo(Conflict):
    """It is as asked already."""


@verb("people.roles_changed", allow=policy.may_manage)
def change_roles(*, by: Actor, at: datetime, person: Person, roles: Collection[Role]) -> Person:
    """Let the person hold exactly these roles from now on."""
    wanted = frozenset(roles)
    locked = _lock(person)
    held = frozenset(Role(holding.role) for holding in locked.holdings.all())
    if rights.raises_oneself(own=by.key == locked.key, held=held, wanted=wanted):
        raise CannotRaiseOneself(_("You cannot give yourself a role. Ask another administrator."))
    if locked.is_sample and not is_demo():
        raise SampleStaysAsItIs(
            _("%(name)s is a sample person and may hold no role outside a demo.") % {"name": locked.name}
        )
    if Role.ADMINISTRATOR in held - wanted:
        _refuse_last_administrator(locked)
    locked.holdings.exclude(role__in=[role.value for role in wanted]).delete()
    give_roles(person=locked, roles=wanted - held, by=by, at=at)
    return _fresh(locked)


@verb("people.person_deactivated", allow=policy.may_manage)
def deactivate_person(*, by: Actor, at: datetime, person: Person) -> Person:
    """See the person off: from the next request on they may nothing, and their sessions have ended."""
    locked = _lock(person)
    if by.key == locked.key:
        raise CannotDeactivateOneself(_("You cannot deactivate yourself. Ask another administrator."))
    if not locked.is_active:
        raise AlreadySo(_("%(name)s is deactivated already.") % {"name": locked.name})
    _refuse_last_administrator(locked)
    locked.left_at = locked.signed_out_at = at
    locked.save(update_fields=["left_at", "signed_out_at"])
    announce(PersonDeactivated(person=locked.pk, at=at))
    return _fresh(locked)


@verb("people.person_reactivated", allow=policy.may_manage)
def reactivate_person(*, by: Actor, at: datetime, person: Person) -> Person:
    """Let the person in again, with the roles they had."""
    locked = _lock(person)
    if locked.is_active:
        raise AlreadySo(_("%(name)s is active already.") % {"name": locked.name})
    locked.left_at = None
    locked.save(update_fields=["left_at"])
    return _fresh(locked)


def _lock(person: Person) -> Person:
    """The person as they are now, held still together with every administrator until the verb is done.

    All are locked in the order of their ids, before anything is read that the decision rests on: two
    administrators who remove each other wait for one another, and the second sees what the first did.
    """
    known = Holding.objects.filter(role=Role.ADMINISTRATOR).values("person")
    everybody = Person.objects.filter(Q(pk=person.pk) | Q(pk__in=known))
    list(everybody.order_by("pk").select_for_update().values_list("pk", flat=True))
    return Person.objects.get(pk=person.pk)


def _refuse_last_administrator(person: Person) -> None:
    known = list(administrators().values_list("pk", flat=True))
    if rights.leaves_no_administrator(administrators=known, losing=person.pk):
        raise LastAdministrator(
            _("%(name)s is the last administrator. Make somebody else one first.") % {"name": person.name}
        )


def _fresh(person: Person) -> Person:
    return Person.objects.prefetch_related("holdings").get(pk=person.pk)
