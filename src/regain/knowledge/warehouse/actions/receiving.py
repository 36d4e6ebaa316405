"""A file and everything that is to be said about it, in one act: how a program imports."""

import json
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.actions.preparing import begin_import, map_import, order_import
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries.finding import mapping_named, source_of
from regain.knowledge.warehouse.queries.looking import guessed
from regain.knowledge.warehouse.rules.mapping import Mapping, from_toml


@verb("warehouse.file_imported", allow=policy.may_import)
def import_file(
    *,
    by: Actor,
    at: datetime,
    home: Home,
    kind: str,
    name: str,
    path: Path,
    mapping: str = "",
    saved_mapping: str = "",
    replaces: str = "auto",
) -> Import:
    """Take in a file, map it, and order its import. `mapping` is TOML or JSON; without any the columns are guessed.

    Raises Invalid for a file or a mapping that cannot be used, NotFound for an unknown saved mapping, Conflict while
    another import is going on.
    """
    draft = begin_import(by=by, at=at, home=home, kind=kind, name=name, path=path)
    told = _told(kind, mapping, saved_mapping) or guessed(kind, source_of(home, draft))
    map_import(by=by, at=at, draft=draft, mapping=told, replaces=replaces)
    return order_import(by=by, at=at, home=home, draft=draft)


def _told(kind: str, text: str, saved: str) -> Mapping | None:
    if text and saved:
        raise Invalid(_("Give a mapping or the name of a saved one, not both."))
    if saved:
        return from_toml(mapping_named(kind=kind, name=saved).mapping, kind=kind)
    if not text.strip():
        return None
    return from_toml(_as_toml(text) if text.lstrip().startswith("{") else text, kind=kind)


def _as_toml(text: str) -> str:
    """A JSON object of `columns` and `format` as TOML. Raises Invalid when it is none."""
    try:
        told = json.loads(text)
        sections = {name: dict(told.get(name) or {}) for name in ("columns", "format")}
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(_("The mapping is neither TOML nor a JSON object of columns and format.")) from error
    lines = []
    for name, values in sections.items():
        lines += [f"[{name}]", *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in values.items())]
    return "\n".join(lines)
