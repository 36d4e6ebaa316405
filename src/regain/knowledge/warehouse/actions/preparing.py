"""From a file or a table to an import that can be ordered: take it in, say how it is read, try it, order it."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.jobs.actions import cancel_job
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.events import ImportOrdered, TrialAsked
from regain.knowledge.warehouse.intake import uploads
from regain.knowledge.warehouse.intake.database import select_of
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries.facts import imports, is_open
from regain.knowledge.warehouse.queries.finding import open_runs, open_tries, source_of
from regain.knowledge.warehouse.rules.catalogue import kind_named
from regain.knowledge.warehouse.rules.mapping import Mapping, from_toml

ROOM = System("imports")
KEPT = timedelta(days=7)
"""How long a file waits to be imported, or to be imported again."""
ADDRESS_KEPT = timedelta(days=1)


@verb("warehouse.file_received", allow=policy.may_import)
def begin_import(
    *, by: Actor, at: datetime, home: Home, kind: str, name: str, path: Path, mapping: Mapping | None = None
) -> Import:
    """Keep the file at `path`, sent as `name`; `mapping` is one that fitted before.

    Raises Invalid for a file that cannot be imported at all.
    """
    kind_named(kind)
    _sweep(home, at)
    place, label = uploads.keep_file(home.imports, name=name, path=path)
    return _begin(by, at, kind=kind, label=label, place=place, mapping=mapping.to_toml() if mapping else "")


@verb("warehouse.database_named", allow=policy.may_read_databases)
def begin_from_database(
    *,
    by: Actor,
    at: datetime,
    home: Home,
    kind: str,
    url: str,
    table: str,
    name: str = "",
    mapping: Mapping | None = None,
) -> Import:
    """Keep a database's address until its import has ended. Raises Invalid for an address or a table that is none."""
    kind_named(kind)
    select_of(table)
    _sweep(home, at)
    place = uploads.keep_address(home.imports, url)
    plain = table.strip()
    label = name.strip() or (plain if " " not in plain else _("query of %(day)s") % {"day": at.date().isoformat()})
    text = mapping.to_toml() if mapping else ""
    return _begin(by, at, kind=kind, label=label[:200], place=place, table=plain, mapping=text)


@verb("warehouse.import_begun_again", allow=policy.may_prepare)
def begin_again(*, by: Actor, at: datetime, home: Home, draft: Import) -> Import:
    """Prepare the same file once more, with the same mapping. Raises Conflict when it is not kept any more."""
    source_of(home, draft)
    return _begin(
        by, at, kind=draft.kind, label=draft.label, place=draft.place, table=draft.table, mapping=draft.mapping
    )


@verb("warehouse.import_mapped", allow=policy.may_prepare)
def map_import(*, by: Actor, at: datetime, draft: Import, mapping: Mapping, replaces: str = "auto") -> Import:
    """Say which column means what and how the file is written; what an earlier dry run found is forgotten.

    Raises Invalid while something required is not mapped, Conflict when the import was ordered already.
    """
    _check_open(draft)
    missing = mapping.missing()
    if missing:
        raise Invalid(_("Say which column holds the %(fields)s.") % {"fields": ", the ".join(missing)})
    text = mapping.to_toml()
    if (text, replaces) != (draft.mapping, draft.replaces):
        draft.mapping, draft.replaces, draft.trial = text, replaces, None
        draft.save(update_fields=["mapping", "replaces", "trial"])
        for job in open_tries(draft):
            cancel_job(by=ROOM, at=at, job=job)
    return draft


@verb("warehouse.trial_asked", allow=policy.may_prepare)
def ask_for_trial(
    *, by: Actor, at: datetime, home: Home, draft: Import, mapping: Mapping, replaces: str = "auto"
) -> Import:
    """Map, and have a dry run done in the background. Raises as `map_import` does."""
    form = mapping.format
    if is_open(home) and not (form.currency and form.zone):
        raise Invalid(_("Say the company's currency and time zone: this is the first import."))
    source_of(home, draft)
    mapped = map_import(by=by, at=at, draft=draft, mapping=mapping, replaces=replaces)
    if mapped.trial is None and not open_tries(mapped):
        announce(TrialAsked(draft=mapped.pk, mapping=mapped.mapping, asked_by=by.key))
    return mapped


@verb("warehouse.trial_kept", allow=policy.may_prepare)
def keep_trial(*, by: Actor, at: datetime, draft: Import, mapping: str, found: dict[str, Any]) -> Import:
    """Keep what a dry run found, unless the mapping was changed meanwhile."""
    if draft.mapping == mapping and draft.number is None:
        draft.trial = found
        draft.save(update_fields=["trial"])
    return draft


@verb("warehouse.import_ordered", allow=policy.may_prepare)
def order_import(*, by: Actor, at: datetime, home: Home, draft: Import) -> Import:
    """Give the import its number and have it done in the background.

    The first import settles the company's currency and zone. Raises Invalid when nothing was mapped, Conflict when
    another import is going on or this one was ordered already.
    """
    _check_open(draft)
    running = open_runs()
    if running:
        raise Conflict(
            _("Import %(number)s is going on; this one is kept and can be started when that has ended.")
            % {"number": running[0].arguments["import_no"]}
        )
    mapping = from_toml(draft.mapping)
    source = source_of(home, draft)
    home.settle(currency=mapping.format.currency, zone=mapping.format.zone)
    job = imports(home).order(source, mapping, at=at, replace=draft.replaces)
    draft.number, draft.ordered_at, draft.ordered_by, draft.ordered_by_name = job.no, at, by.key, by.name
    draft.save(update_fields=["number", "ordered_at", "ordered_by", "ordered_by_name"])
    announce(ImportOrdered(import_no=job.no, asked_by=by.key))
    return draft


@verb("warehouse.import_discarded", allow=policy.may_prepare)
def discard_import(*, by: Actor, at: datetime, home: Home, draft: Import) -> str:
    """Forget what was being prepared, and its file; gives its name. Raises Conflict when it was ordered already."""
    _check_open(draft)
    for job in open_tries(draft):
        cancel_job(by=ROOM, at=at, job=job)
    label, place = draft.label, draft.place
    Import.objects.filter(pk=draft.pk).delete()
    if not Import.objects.filter(place=place).exists():
        uploads.forget(home.imports, place)
    return label


def _begin(by: Actor, at: datetime, **chosen: str) -> Import:
    return Import.objects.create(begun_at=at, begun_by=by.key, begun_by_name=by.name, **chosen)


def _check_open(draft: Import) -> None:
    if draft.number is not None:
        raise Conflict(
            _("This is import %(number)s already; bring the file again for another.") % {"number": draft.number}
        )


def _sweep(home: Home, at: datetime) -> None:
    """Forget files nobody imported for a week, and addresses nobody used for a day."""
    busy = {job.arguments["import_no"] for job in open_runs()}
    waiting = Import.objects.filter(number__isnull=True)
    waiting.filter(table="", begun_at__lt=at - KEPT).delete()
    waiting.exclude(table="").filter(begun_at__lt=at - ADDRESS_KEPT).delete()
    rows = Import.objects.all()
    wanted = {row.place for row in rows if row.number is None or row.number in busy or row.begun_at > at - KEPT}
    for folder in uploads.uploads(home.imports).iterdir():
        if folder.is_dir() and folder.name not in wanted and folder.stat().st_mtime < (at - ADDRESS_KEPT).timestamp():
            uploads.forget(home.imports, folder.name)
    for folder in home.imports.glob("trial-*"):
        if folder.stat().st_mtime < (at - ADDRESS_KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
