"""Keep a mapping under a name, rename it, forget it."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.models import SavedMapping
from regain.knowledge.warehouse.queries.finding import mapping_named
from regain.knowledge.warehouse.rules.mapping import from_toml

LONGEST = 80


@verb("warehouse.mapping_saved", allow=policy.may_import)
def save_mapping(*, by: Actor, at: datetime, name: str, toml: str) -> SavedMapping:
    """Keep a mapping, given as TOML, under a name; one of the same kind and name is replaced. Raises Invalid."""
    mapping = from_toml(toml)
    told = {"mapping": mapping.to_toml(), "saved_at": at, "saved_by": by.key, "saved_by_name": by.name}
    saved, _made = SavedMapping.objects.update_or_create(kind=mapping.kind, name=_name(name), defaults=told)
    return saved


@verb("warehouse.mapping_renamed", allow=policy.may_import)
def rename_mapping(*, by: Actor, at: datetime, saved: SavedMapping, name: str) -> SavedMapping:
    """Give a saved mapping another name. Raises Conflict when another of its kind has that name."""
    wanted = _name(name)
    if SavedMapping.objects.filter(kind=saved.kind, name=wanted).exclude(pk=saved.pk).exists():
        raise Conflict(_("There is another saved mapping called “%(name)s”; choose another name.") % {"name": wanted})
    saved.name = wanted
    saved.save(update_fields=["name"])
    return saved


@verb("warehouse.mapping_forgotten", allow=policy.may_import)
def forget_mapping(*, by: Actor, at: datetime, kind: str, name: str) -> str:
    """Forget a saved mapping; gives its name. Imports done with it stay as they are. Raises NotFound."""
    mapping_named(kind=kind, name=name).delete()
    return name


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Invalid(_("Give the mapping a name of at most %(most)s letters.") % {"most": LONGEST})
    return name
