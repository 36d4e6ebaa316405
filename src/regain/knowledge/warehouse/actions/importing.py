"""Import facts, go on with an import that was cut off, and undo one."""

from collections.abc import Callable
from datetime import datetime

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.events import announce
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse import policy, queries
from regain.knowledge.warehouse.events import FactsImported, ImportUndone
from regain.knowledge.warehouse.intake.job import Job
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.rules.mapping import Mapping
from regain.knowledge.warehouse.rules.result import Result

Progress = Callable[[str, int, int], None]


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

    The first import settles the company's currency and zone where `regain.toml` leaves them open. Raises
    Invalid when the source or the mapping cannot be used, Conflict while another import is landing.
    """
    home.settle(currency=mapping.format.currency, zone=mapping.format.zone)
    result = queries.imports(home).start(source, mapping, at=at, replace=replace, progress=progress)
    return _told(home, result)


@verb("warehouse.import_ordered", allow=policy.may_import, on_files=True)
def order_import(
    *, by: Actor, at: datetime, home: Home, source: Source, mapping: Mapping, replace: str = "auto"
) -> Job:
    """Write the order for an import that a job will do."""
    home.settle(currency=mapping.format.currency, zone=mapping.format.zone)
    return queries.imports(home).order(source, mapping, at=at, replace=replace)


@verb("warehouse.import_resumed", allow=policy.may_import, on_files=True)
def resume_import(*, by: Actor, at: datetime, home: Home, import_no: int, progress: Progress = silent) -> Result:
    """Do an import that was ordered, or go on with one that was cut off; one that is done gives its result again."""
    return _told(home, queries.imports(home).resume(import_no, progress=progress))


@verb("warehouse.import_undone", allow=policy.may_import, on_files=True)
def undo_import(*, by: Actor, at: datetime, home: Home, import_no: int) -> Snapshot:
    """Bring back the facts before the last import. Raises Conflict when it is not the last one."""
    snapshot = queries.imports(home).undo(import_no)
    announce(ImportUndone(import_no=import_no, facts=snapshot.facts))
    return snapshot


def _told(home: Home, result: Result) -> Result:
    facts = queries.lake(home).current().facts
    announce(FactsImported(import_no=result.import_no, kind=result.kind, facts=facts))
    return result
