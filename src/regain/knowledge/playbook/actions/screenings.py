"""What a registry said about our numbers: the result of a comparison, imported line by line."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.knowledge.playbook.actions.stops import AT_ONCE, Taken, read
from regain.knowledge.playbook.models import Screening
from regain.knowledge.playbook.models.screening import Registries
from regain.knowledge.playbook.models.stop import StopKind, fingerprint
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.rules.guard.lists import Unread

COUNTRIES = {Registries.US_DNC: "US", Registries.GB_TPS: "GB", Registries.GB_CTPS: "GB"}


class UnknownRegistry(Invalid):
    """No rule asks for it."""


class NotYet(Invalid):
    """The day of the comparison is to come."""


@verb("playbook.screening_imported", allow=policy.may_keep_stops)
def import_screening(*, by: Actor, at: datetime, registry: str, checked_on: date, text: str) -> Taken:
    """Take the result of a comparison: numbers, and a column that says whether each is listed.

    Without that column every number counts as listed. The same result again adds nothing; a number that is said to be
    both listed and not counts as listed. Raises UnknownRegistry, NotYet, Invalid.
    """
    if registry not in set(Registries):
        raise UnknownRegistry(_("There is no such registry; choose one from the list."))
    if checked_on > at.date():
        raise NotYet(_("The comparison is of a day to come; give the day it was made."))
    found = read(text, COUNTRIES[Registries(registry)], with_result=True)
    listed: dict[str, bool] = {}
    others: list[Unread] = []
    for line in found.found:
        if line.kind != StopKind.PHONE:
            others.append(Unread(line.number, "", "no telephone number"))
            continue
        key = fingerprint(StopKind.PHONE, line.normal)
        listed[key] = listed.get(key, False) or line.is_listed
    before = Screening.objects.count()
    Screening.objects.bulk_create(
        [
            Screening(
                registry=registry,
                fingerprint=key,
                checked_on=checked_on,
                is_listed=is_listed,
                taken_at=at,
                taken_by=by.key,
            )
            for key, is_listed in listed.items()
        ],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["fingerprint", "registry", "checked_on"],
        update_fields=["is_listed", "taken_at", "taken_by"],
    )
    taken = Screening.objects.count() - before
    return Taken(found.lines, taken, len(found.found) - len(others) - taken, (*found.unread, *others))
