"""Actions for programs. A percentage is 0 to 100; `kept` is null until it can be told."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.http import actor_of
from regain.meetings.lossreview.actions import agreeing, remarking
from regain.meetings.lossreview.queries import action_document as documents
from regain.meetings.lossreview.queries.action_page import action_page
from regain.meetings.lossreview.queries.actions import action_row
from regain.meetings.lossreview.queries.actions_listed import everything
from regain.meetings.lossreview.queries.issues import issue_row, person_row
from regain.meetings.lossreview.queries.reviews import review_row

router = Router()

Document = dict[str, Any]


class ActionsIn(Schema):
    """Which actions to list."""

    page: int = Field(1, ge=1, le=1_000_000)
    state: str = Field("", description="late, due, open, done or dropped")
    owner: str = Field("", description="The number of a person.")
    review: str = Field("", description="The month whose review decided it, such as 2011-09; none for no review.")
    q: str = Field("", description="Part of the action, its issue or its owner.", max_length=200)
    sort: str = Field("", description="A column, with `-` for descending.")


class AgreeIn(Schema):
    """What one person does by a day."""

    what: str = Field(description="What is done.", examples=["Send parcels by air"])
    owner: int = Field(description="The number of the person who answers for it.")
    due_on: date
    issue: int | None = Field(None, description="The number of the issue it is for.")
    review: str = Field("", description="The month whose review decides it, such as 2011-09.")


class ProgressIn(Schema):
    """How far it is."""

    percent: int = Field(ge=0, le=100)
    words: str = ""


class DayIn(Schema):
    """A later day, and why."""

    due_on: date
    because: str


class OwnerIn(Schema):
    """Who answers for it from now on."""

    person: int
    because: str = ""


class EndingIn(Schema):
    """How it ends: done, or dropped with a reason."""

    is_done: bool
    words: str = Field("", description="What came of it; for one that is dropped, why.")


class CommentIn(Schema):
    """Something to say."""

    words: str


@router.get("/actions", url_name="lossreview_actions", summary="List actions")
def actions(request: HttpRequest, asked: Query[ActionsIn]) -> Document:
    """A page of the actions that exist for you, 50 at a time: your own first, late ones before others."""
    wanted = {name: [str(value)] for name, value in asked.dict().items() if value}
    rows, total = everything(by=actor_of(request), at=clock.now(), parameters=wanted)
    return {"total": total, "page": asked.page, "actions": [documents.row_document(row) for row in rows]}


@router.post("/actions", url_name="lossreview_actions", summary="Agree on an action", response={201: Document})
def agree(request: HttpRequest, body: AgreeIn) -> Status[Document]:
    """One owner, one day; they are told."""
    by = actor_of(request)
    made = agreeing.agree_action(
        by=by,
        at=clock.now(),
        what=body.what,
        owner=person_row(body.owner),
        due_on=body.due_on,
        issue=issue_row(body.issue, by) if body.issue is not None else None,
        review=review_row(body.review, by) if body.review else None,
    )
    return Status(201, _document(by, made.pk))


@router.get("/actions/{int:action_id}", url_name="lossreview_action", summary="Read an action")
def action(request: HttpRequest, action_id: int) -> Document:
    """How it stands, its story, its files."""
    return _document(actor_of(request), action_id)


@router.put("/actions/{int:action_id}/progress", url_name="lossreview_action_progress", summary="Say how far it is")
def progress(request: HttpRequest, action_id: int, body: ProgressIn) -> Document:
    """A hundred percent still waits to be called done."""
    by = actor_of(request)
    row = action_row(action_id, by)
    agreeing.say_progress(by=by, at=clock.now(), action=row, percent=body.percent, words=body.words)
    return _document(by, action_id)


@router.put("/actions/{int:action_id}/day", url_name="lossreview_action_day", summary="Put an action off")
def put_off(request: HttpRequest, action_id: int, body: DayIn) -> Document:
    """The day first agreed stays in the record."""
    by = actor_of(request)
    row = action_row(action_id, by)
    agreeing.put_off(by=by, at=clock.now(), action=row, due_on=body.due_on, because=body.because)
    return _document(by, action_id)


@router.put("/actions/{int:action_id}/owner", url_name="lossreview_action_owner", summary="Hand an action on")
def hand_on(request: HttpRequest, action_id: int, body: OwnerIn) -> Document:
    """The same day, another owner."""
    by, at = actor_of(request), clock.now()
    row, owner = action_row(action_id, by), person_row(body.person)
    handed = agreeing.hand_action(by=by, at=at, action=row, owner=owner, because=body.because)
    return {"id": handed.pk, "owner": owner.name, "due_on": handed.due_on}


@router.post("/actions/{int:action_id}/ending", url_name="lossreview_action_ending", summary="Finish or drop an action")
def end(request: HttpRequest, action_id: int, body: EndingIn) -> Document:
    """It is over; within two weeks it can be opened again."""
    by, at = actor_of(request), clock.now()
    row = action_row(action_id, by)
    if body.is_done:
        agreeing.finish_action(by=by, at=at, action=row, words=body.words)
    else:
        agreeing.drop_action(by=by, at=at, action=row, because=body.words)
    return _document(by, action_id)


@router.delete("/actions/{int:action_id}/ending", url_name="lossreview_action_ending", summary="Open an action again")
def reopen(request: HttpRequest, action_id: int) -> Document:
    """It was not done after all."""
    by = actor_of(request)
    agreeing.reopen_action(by=by, at=clock.now(), action=action_row(action_id, by))
    return _document(by, action_id)


@router.post("/actions/{int:action_id}/comments", url_name="lossreview_action_comments", summary="Comment on an action")
def comment(request: HttpRequest, action_id: int, body: CommentIn) -> Document:
    """Whoever follows it hears of it."""
    by = actor_of(request)
    remarking.comment(by=by, at=clock.now(), action=action_row(action_id, by), words=body.words)
    return _document(by, action_id)


def _document(by: Actor, action_id: int) -> Document:
    return documents.page_document(action_page(by=by, at=clock.now(), action=action_row(action_id, by)))
