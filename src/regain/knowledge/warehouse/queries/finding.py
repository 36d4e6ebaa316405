"""Rows and sources for the verbs, found by what an address or a job names."""

from django.utils.translation import gettext as _

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.home import Home
from regain.foundation.people.queries.people import person
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.intake.uploads import address_at, file_at
from regain.knowledge.warehouse.models import Import, SavedMapping

RUN = "regain.knowledge.warehouse.jobs.run_import"
TRY = "regain.knowledge.warehouse.jobs.try_import"
OPEN = (State.WAITING, State.RUNNING)


def draft_row(pk: int) -> Import:
    """What is being prepared. Raises NotFound when there is no such thing, or no longer."""
    found = Import.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This import is not being prepared any more. Begin it again."))
    return found


def import_row(number: int) -> Import | None:
    """The row of an import that was ordered here; none for one of the command line."""
    return Import.objects.filter(number=number).first()


def mapping_row(pk: int) -> SavedMapping:
    """A saved mapping. Raises NotFound."""
    found = SavedMapping.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such saved mapping any more."))
    return found


def mapping_named(*, kind: str, name: str) -> SavedMapping:
    """A saved mapping by its kind and name. Raises NotFound."""
    found = SavedMapping.objects.filter(kind=kind, name=name).first()
    if found is None:
        raise NotFound(_("There is no saved mapping of %(kind)s called “%(name)s”.") % {"kind": kind, "name": name})
    return found


def source_of(home: Home, draft: Import) -> Source:
    """What is to be read. Raises Conflict when it is not kept any more."""
    if draft.table:
        return Source(url=address_at(home.imports, draft.place), table=draft.table, name=draft.label)
    return Source(path=str(file_at(home.imports, draft.place, draft.label)))


def run_job(number: int) -> Job | None:
    """The newest job of an import."""
    return Job.objects.filter(name=RUN, arguments__import_no=number).order_by("-pk").first()


def try_job(draft: Import) -> Job | None:
    """The newest job of a dry run with the mapping as it is now."""
    found = Job.objects.filter(name=TRY, arguments__draft=draft.pk).order_by("-pk").first()
    return found if found is not None and found.arguments.get("mapping") == draft.mapping else None


def open_tries(draft: Import) -> list[Job]:
    """Dry runs that wait or run, with whatever mapping."""
    return list(Job.objects.filter(name=TRY, arguments__draft=draft.pk, state__in=OPEN))


def open_runs() -> list[Job]:
    """Imports that wait or run."""
    return list(Job.objects.filter(name=RUN, state__in=OPEN).order_by("pk"))


def asker(key: str) -> Actor:
    """Who asked for a job, by their key. Raises NotFound."""
    kind, _sign, number = key.partition(":")
    return person(int(number)) if kind == "person" else System(number)
