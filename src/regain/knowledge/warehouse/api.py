"""Imports for programs. Money is text in the company's currency; lines = accepted + duplicates + rejected."""

from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.home import here
from regain.foundation.kit.http import actor_of
from regain.knowledge.warehouse.actions.receiving import import_file
from regain.knowledge.warehouse.intake.receiving import Received
from regain.knowledge.warehouse.queries import documents, results
from regain.knowledge.warehouse.queries.standing import standing, standings

router = Router()

Document = dict[str, Any]


class ImportIn(Schema):
    """What a file holds and how it is read."""

    kind: Literal["sales", "customers", "products", "contracts", "contacts", "rates"] = Field(
        description="What the file holds."
    )
    mapping: str = Field(
        "", description="Which column means what, and how the file is written: TOML, or the same as a JSON object."
    )
    saved_mapping: str = Field("", description="Or the name of a saved mapping of this kind.")
    replaces: str = Field("auto", description="auto, none, or the number of the import this file corrects.")


class Why(Schema):
    """How many lines were rejected for one reason."""

    reason: str
    lines: int


class ResultOut(Schema):
    """What an import did."""

    lines: int
    accepted: int
    duplicates: int
    rejected: int
    replaced: int
    withdrawn: int
    continued: int
    reasons: list[Why]
    net: str
    purchases: str
    refunds: str
    duplicates_net: str
    currency: str
    first_day: str | None
    last_day: str | None
    words: list[str]


class ImportOut(Schema):
    """An import: `state` is waiting, running, done, failed, stopped, cut_off or undone."""

    number: int
    kind: str
    source: str
    at: str
    by: str
    state: str
    sentence: str
    progress: str
    percent: int | None
    result: ResultOut | None


@router.get("", url_name="imports", operation_id="list_imports", response=list[ImportOut], summary="List imports")
def imports(request: HttpRequest) -> list[Document]:
    """Every import, newest first."""
    return [documents.import_document(row) for row in standings(here())]


@router.post("", url_name="imports", operation_id="start_import", response={202: ImportOut}, summary="Import a file")
def start(request: HttpRequest, file: File[UploadedFile], body: Form[ImportIn]) -> Status[Document]:
    """Take in a file and import it in the background; the answer says under which number.

    Without a mapping the columns are guessed from their names.
    """
    if not isinstance(file, Received):
        raise Invalid("Send the file as a part of a multipart form.")
    row = import_file(
        by=actor_of(request),
        at=clock.now(),
        home=here(),
        kind=body.kind,
        name=file.called,
        path=file.path,
        mapping=body.mapping,
        saved_mapping=body.saved_mapping,
        replaces=body.replaces,
    )
    return Status(202, documents.import_document(standing(here(), int(row.number or 0))))


@router.get(
    "{int:number}", url_name="import_one", operation_id="read_import", response=ImportOut, summary="Read an import"
)
def one(request: HttpRequest, number: int) -> Document:
    """One import with its result, or how far it is."""
    return documents.import_document(standing(here(), number))


@router.get(
    "{int:number}/rejected",
    url_name="import_rejected",
    operation_id="read_rejected_lines",
    summary="Rejected lines as CSV",
)
def rejected(request: HttpRequest, number: int) -> FileResponse:
    """The rejected lines with their numbers, reasons and original columns; mend them and import them again."""
    path = results.rejected_file(here(), number)
    name = f"import-{number}-rejected.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
