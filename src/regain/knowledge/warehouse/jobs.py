"""Imports and their dry runs, done in the background."""

from typing import Any

from django_tasks import task

from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.home import here
from regain.knowledge.warehouse.actions.importing import resume_import
from regain.knowledge.warehouse.actions.preparing import keep_trial
from regain.knowledge.warehouse.events import ImportOrdered, TrialAsked
from regain.knowledge.warehouse.intake.uploads import without_secrets
from regain.knowledge.warehouse.queries.facts import imports
from regain.knowledge.warehouse.queries.finding import asker, draft_row, source_of
from regain.knowledge.warehouse.rules.mapping import from_toml


def queue_trial(event: TrialAsked) -> None:
    """Try it as soon as a worker is free."""
    try_import.enqueue(draft=event.draft, mapping=event.mapping, asked_by=event.asked_by)


def queue_import(event: ImportOrdered) -> None:
    """Import it as soon as a worker is free."""
    run_import.enqueue(import_no=event.import_no, asked_by=event.asked_by)


@task()
def try_import(*, draft: int, mapping: str, asked_by: str) -> dict[str, Any]:
    """Find out what an import would do, and keep that for the page; again finds the same again."""
    home, row = here(), draft_row(draft)
    told = from_toml(mapping)
    source = source_of(home, row)
    try:
        found = imports(home, told.format).try_out(
            source, told, at=clock.now(), replace=row.replaces, progress=reporter()
        )
    except Refused as refusal:
        raise type(refusal)(without_secrets(refusal.sentence, source.url)) from None
    result = found.to_dict()
    keep_trial(by=asker(asked_by), at=clock.now(), draft=row, mapping=mapping, found=result)
    return {"draft": draft, "lines": found.lines, "rejected": found.rejected}


@task()
def run_import(*, import_no: int, asked_by: str) -> dict[str, Any]:
    """Do an import, or go on with it; one that is done gives its result again."""
    result = resume_import(by=asker(asked_by), at=clock.now(), home=here(), import_no=import_no, progress=reporter())
    return {"import": import_no, "lines": result.lines, "accepted": result.accepted, "rejected": result.rejected}
