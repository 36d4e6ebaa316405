"""The catalogue of reasons for programs. A reason is never deleted: it is retired, or merged into another."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions import catalogue as arranging
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.queries import reason_documents as documents
from regain.knowledge.playbook.queries.finding import group_row, reason_row
from regain.knowledge.playbook.rules.catalogue import LONGEST_TITLE, LONGEST_WORDS
from regain.knowledge.playbook.rules.causes import CauseClass

router = Router()

Document = dict[str, Any]


class ReasonIn(Schema):
    """A reason as people see it."""

    title: str = Field(max_length=LONGEST_TITLE)
    words: str = Field("", max_length=LONGEST_WORDS, description="What it means, in a sentence.")
    group: int
    cause_class: CauseClass
    is_changeable: bool = Field(description="Whether it can change or could have been prevented.")
    is_ours: bool = Field(description="Whether it is up to us.")


class RevisionIn(ReasonIn):
    """A reason anew."""

    version: int = Field(ge=0, description="The version this change was made from.")


class GroupIn(Schema):
    """A group."""

    title: str = Field(max_length=LONGEST_TITLE)


class PlaceIn(Schema):
    """Where something goes."""

    place: int = Field(ge=1, le=10_000, description="Counted from 1.")


class MergeIn(Schema):
    """What a reason counts as from now on."""

    into: int


@router.get("/reasons", url_name="playbook_reasons", summary="Read the catalogue of reasons")
def read_catalogue(request: HttpRequest) -> Document:
    """What may be chosen, by group, in order."""
    return documents.catalogue_document()


@router.post("/reasons", url_name="playbook_reasons", summary="Add a reason")
def add(request: HttpRequest, body: ReasonIn) -> Document:
    """It comes last in its group."""
    by = actor_of(request)
    return documents.reason_document(editing.add_reason(by=by, at=clock.now(), **_given(body)))


@router.get("/reasons/{int:reason_id}", url_name="playbook_reason", summary="Read a reason")
def read(request: HttpRequest, reason_id: int) -> Document:
    """One reason, in use or not, with its history."""
    return documents.reason_document(reason_row(reason_id))


@router.put("/reasons/{int:reason_id}", url_name="playbook_reason", summary="Revise a reason")
def revise(request: HttpRequest, reason_id: int, body: RevisionIn) -> Document:
    """Refused with 409 if somebody changed it since `version`."""
    by, row = actor_of(request), reason_row(reason_id)
    changed = editing.revise_reason(by=by, at=clock.now(), reason=row, version=body.version, **_given(body))
    return documents.reason_document(changed)


@router.post("/reasons/{int:reason_id}/retirement", url_name="playbook_reason_retirement", summary="Retire a reason")
def retire(request: HttpRequest, reason_id: int) -> Document:
    """Let nobody choose it any more; what was said stays."""
    row = editing.retire_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    return documents.reason_document(row)


@router.delete("/reasons/{int:reason_id}/retirement", url_name="playbook_reason_retirement", summary="Bring it back")
def restore(request: HttpRequest, reason_id: int) -> Document:
    """Let people choose it again."""
    row = editing.restore_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    return documents.reason_document(row)


@router.post("/reasons/{int:reason_id}/merge", url_name="playbook_reason_merge", summary="Merge a reason into another")
def merge(request: HttpRequest, reason_id: int, body: MergeIn) -> Document:
    """Count it as another; the record keeps what was said."""
    row, into = reason_row(reason_id), reason_row(body.into)
    return documents.reason_document(editing.merge_reason(by=actor_of(request), at=clock.now(), reason=row, into=into))


@router.delete("/reasons/{int:reason_id}/merge", url_name="playbook_reason_merge", summary="Take a merge back")
def separate(request: HttpRequest, reason_id: int) -> Document:
    """Count it as its own again."""
    row = editing.separate_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    return documents.reason_document(row)


@router.put("/reasons/{int:reason_id}/place", url_name="playbook_reason_place", summary="Place a reason")
def place(request: HttpRequest, reason_id: int, body: PlaceIn) -> Document:
    """Put it at a place among those in use of its group."""
    row = reason_row(reason_id)
    arranging.place_reason(by=actor_of(request), at=clock.now(), reason=row, place=body.place)
    return documents.catalogue_document()


@router.post("/reason-groups", url_name="playbook_reason_groups", summary="Add a group of reasons")
def add_group(request: HttpRequest, body: GroupIn) -> Document:
    """It comes last, and is in the catalogue from its first reason on."""
    made = arranging.add_group(by=actor_of(request), at=clock.now(), title=body.title)
    return {"id": made.pk, "title": made.title}


@router.put("/reason-groups/{int:group_id}", url_name="playbook_reason_group", summary="Rename a group of reasons")
def rename_group(request: HttpRequest, group_id: int, body: GroupIn) -> Document:
    """Give it another name."""
    row = arranging.rename_group(by=actor_of(request), at=clock.now(), group=group_row(group_id), title=body.title)
    return {"id": row.pk, "title": row.title}


@router.put("/reason-groups/{int:group_id}/place", url_name="playbook_reason_group_place", summary="Place a group")
def place_group(request: HttpRequest, group_id: int, body: PlaceIn) -> Document:
    """Put it at a place of the catalogue."""
    arranging.place_group(by=actor_of(request), at=clock.now(), group=group_row(group_id), place=body.place)
    return documents.catalogue_document()


def _given(body: ReasonIn) -> dict[str, Any]:
    return {
        "group": group_row(body.group),
        "title": body.title,
        "words": body.words,
        "cause_class": body.cause_class,
        "is_changeable": body.is_changeable,
        "is_ours": body.is_ours,
    }
