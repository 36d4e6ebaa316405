"""Import facts, go on with an import that was cut off, stop one, and undo one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.jobs.actions import cancel_job
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.foundation.kit.events import announce
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.events import FactsImported, ImportOrdered, ImportUndone
from regain.knowledge.warehouse.intake import uploads
from regain.knowledge.warehouse.intake.job import load_job
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.queries import facts
from regain.knowledge.warehouse.queries.finding import import_row, open_runs
from regain.knowledge.warehouse.rules.mapping import Mapping
from regain.knowledge.warehouse.rules.result import Result

Progress = Callable[[str, int, int], None]
ROOM = System("imports")


def silent(words: str, done: int, total: int) -> None:
    """Tell nobody."""


@verb("warehouse.facts_imported", allow=policy.may_import, on_files=True)
def import_facts(
    *,
    by: Actor,
    at: datetime,
    home: Home,
    source: Source,
    mapping: Mapping,
    replace: str = "auto",
    progress: Progress = silent,
) -> Result:
    """Read a source and land it in the lake; readers see the facts before it until it is whole.

    An import of the same source that was cut off is gone on with. The first import settles the company's currency
    and zone where `regain.toml` leaves them open. Raises Invalid when the source or the mapping cannot be used,
    Conflict while another import is landing.
    """
    home.settle(currency=mapping.format.currency, zone=mapping.format.zone)
    imports = facts.imports(home)
    begun = imports.cut_off(source, mapping, replace=replace)
    number = begun or imports.order(source, mapping, at=at, replace=replace).no
    return _done(home, imports, number, progress)


@verb("warehouse.import_resumed", allow=policy.may_import, on_files=True)
def resume_import(*, by: Actor, at: datetime, home: Home, import_no: int, progress: Progress = silent) -> Result:
    """Do an import that was ordered, or go on with one that was cut off; one that is done gives its result again."""
    return _done(home, facts.imports(home), import_no, progress)


@verb("warehouse.import_asked_on", allow=policy.may_import)
def ask_to_go_on(*, by: Actor, at: datetime, home: Home, import_no: int) -> int:
    """Have an import that was cut off gone on with in the background. Raises Conflict when there is nothing to do."""
    if import_no not in facts.imports(home).unfinished():
        raise Conflict(_("Import %(number)s has ended; there is nothing to go on with.") % {"number": import_no})
    running = open_runs()
    if running:
        raise Conflict(
            _("Import %(number)s is going on; try again when it has ended.")
            % {"number": running[0].arguments["import_no"]}
        )
    announce(ImportOrdered(import_no=import_no, asked_by=by.key))
    return import_no


@verb("warehouse.import_stopped", allow=policy.may_import)
def stop_import(*, by: Actor, at: datetime, import_no: int) -> int:
    """Ask a waiting or running import to stop; nothing of it is in the lake, and it can be gone on with.

    Raises Conflict when it has ended.
    """
    jobs = [job for job in open_runs() if job.arguments["import_no"] == import_no]
    if not jobs:
        raise Conflict(_("Import %(number)s is not running any more.") % {"number": import_no})
    for job in jobs:
        cancel_job(by=ROOM, at=at, job=job)
    return import_no


@verb("warehouse.import_undone", allow=policy.may_import, on_files=True)
def undo_import(*, by: Actor, at: datetime, home: Home, import_no: int) -> Snapshot:
    """Bring back the facts before the last import. Raises Conflict when it is not the last one."""
    snapshot = facts.imports(home).undo(import_no)
    announce(ImportUndone(import_no=import_no, facts=snapshot.facts))
    return snapshot


def _done(home: Home, imports: Imports, number: int, progress: Progress) -> Result:
    """Do the import and tell of it; the address of a database is forgotten once the import has ended either way."""
    try:
        url = load_job(imports.place(number)).source.url
    except FileNotFoundError as error:
        raise NotFound(_("There is no import %(number)s.") % {"number": number}) from error
    try:
        result = imports.resume(number, progress=progress)
    except Invalid as refusal:
        _forget_address(home, imports, number)
        raise Invalid(uploads.without_secrets(refusal.sentence, url)) from None
    _forget_address(home, imports, number)
    now = facts.lake(home).current().facts
    announce(FactsImported(import_no=result.import_no, kind=result.kind, facts=now))
    return result


def _forget_address(home: Home, imports: Imports, number: int) -> None:
    folder = imports.place(number)
    job = load_job(folder)
    if not job.source.url:
        return
    uploads.hide(folder / "failed.json", job.source.url)
    replace(job, source=replace(job.source, url="")).save(folder)
    (folder / "child.log").unlink(missing_ok=True)
    row = import_row(number)
    if row is not None:
        uploads.forget(home.imports, row.place)
