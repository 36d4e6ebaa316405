"""Issues for programs. Shares such as control are 0 to 1; effort is weeks of one person's work."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.http import actor_of
from regain.meetings.lossreview.actions import covering, factors, issues, joining, remarking, watching
from regain.meetings.lossreview.queries.issue_document import issue_document, row_document
from regain.meetings.lossreview.queries.issues import issue_row, person_row
from regain.meetings.lossreview.queries.register import IN_WORK_TAB, OVER_TAB, issue_rows, month_shown
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.rules.priority import Name

router = Router()

Document = dict[str, Any]


class IssuesIn(Schema):
    """Which issues to list."""

    is_over: bool = Field(False, description="Closed, set aside and merged ones instead of those in work.")


class RaiseIn(Schema):
    """A cause of departures."""

    title: str = Field(description="A short name.", examples=["Parcels arrive late"])
    words: str = Field("", description="What goes wrong, for whom, where.")
    reasons: list[int] = Field([], description="Numbers of the reasons that fall to it; each falls to one issue only.")
    review: str = Field("", description="The month whose review raises it, such as 2011-09.")
    owner: int | None = Field(None, description="The number of the person who answers for it.")
    due_on: date | None = Field(None, description="By when it is to be fixed; needed with an owner.")


class DescribeIn(Schema):
    """What it is."""

    title: str
    words: str
    base: str | None = Field(None, description="The text the change began with, so that nobody's change is lost.")


class ReasonIn(Schema):
    """A reason of the catalogue."""

    reason: int


class DepartureIn(Schema):
    """One reason of one departure."""

    reason: int
    customer: str
    left_on: date


class OwnerIn(Schema):
    """Who answers for it, by when."""

    person: int
    due_on: date


class FactorIn(Schema):
    """What a factor is, and why."""

    value: Decimal
    because: str


class MergeIn(Schema):
    """The issue it is the same as."""

    into: int


class SplitIn(Schema):
    """What is something else."""

    title: str
    reasons: list[int] = []
    departures: list[DepartureIn] = []


class WordsIn(Schema):
    """Something to say."""

    words: str


@router.get("/issues", url_name="lossreview_issues", summary="List issues")
def listed(request: HttpRequest, asked: Query[IssuesIn]) -> Document:
    """The issues that exist for you by priority, counted over twelve months."""
    by, at = actor_of(request), clock.now()
    month = month_shown(at=at)
    rows = issue_rows(by=by, at=at, which=OVER_TAB if asked.is_over else IN_WORK_TAB, month=month)
    return {"month": month.text, "issues": [row_document(row) for row in rows]}


@router.post("/issues", url_name="lossreview_issues", summary="Raise an issue", response={201: Document})
def raised(request: HttpRequest, body: RaiseIn) -> Status[Document]:
    """Everything lost for its reasons falls to it."""
    by = actor_of(request)
    made = issues.raise_issue(
        by=by,
        at=clock.now(),
        title=body.title,
        words=body.words,
        reasons=body.reasons,
        review=review_row(body.review, by) if body.review else None,
        owner=person_row(body.owner) if body.owner is not None else None,
        due_on=body.due_on,
    )
    return Status(201, _document(by, made.pk))


@router.get("/issues/{int:issue_id}", url_name="lossreview_issue", summary="Read an issue")
def read(request: HttpRequest, issue_id: int) -> Document:
    """Its factors and where they come from, its months, reasons and story."""
    return _document(actor_of(request), issue_id)


@router.put("/issues/{int:issue_id}", url_name="lossreview_issue", summary="Describe an issue")
def described(request: HttpRequest, issue_id: int, body: DescribeIn) -> Document:
    """Two who write at once lose nothing when they send the text they began with."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    issues.describe_issue(by=by, at=clock.now(), issue=row, title=body.title, words=body.words, base=body.base)
    return _document(by, issue_id)


@router.put("/issues/{int:issue_id}/owner", url_name="lossreview_issue_owner", summary="Assign an issue")
def assigned(request: HttpRequest, issue_id: int, body: OwnerIn) -> Document:
    """One person answers for it, by a day; they are told."""
    by = actor_of(request)
    row, owner = issue_row(issue_id, by), person_row(body.person)
    issues.assign_issue(by=by, at=clock.now(), issue=row, owner=owner, due_on=body.due_on)
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/reasons", url_name="lossreview_issue_reasons", summary="Cover a reason")
def covered(request: HttpRequest, issue_id: int, body: ReasonIn) -> Document:
    """All departures for it fall to this issue."""
    by = actor_of(request)
    covering.cover_reason(by=by, at=clock.now(), issue=issue_row(issue_id, by), reason=body.reason)
    return _document(by, issue_id)


@router.delete("/issues/{int:issue_id}/reasons", url_name="lossreview_issue_reasons", summary="Take a reason out")
def uncovered(request: HttpRequest, issue_id: int, reason: int) -> Document:
    """It falls to no issue any more."""
    by = actor_of(request)
    covering.uncover_reason(by=by, at=clock.now(), issue=issue_row(issue_id, by), reason=reason)
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/departures", url_name="lossreview_issue_departures", summary="Place a departure")
def placed(request: HttpRequest, issue_id: int, body: DepartureIn) -> Document:
    """One departure's reason falls to this issue, whichever covers the reason."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    covering.place_departure(by=by, at=clock.now(), issue=row, **body.dict())
    return _document(by, issue_id)


@router.put("/issues/{int:issue_id}/factors/{name}", url_name="lossreview_issue_factor", summary="Set a factor")
def factor(request: HttpRequest, issue_id: int, name: Name, body: FactorIn) -> Document:
    """value, recurrence, control or effort, with the reason others read."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    factors.set_factor(by=by, at=clock.now(), issue=row, name=name, value=body.value, because=body.because)
    return _document(by, issue_id)


@router.delete("/issues/{int:issue_id}/factors/{name}", url_name="lossreview_issue_factor", summary="Clear a factor")
def cleared(request: HttpRequest, issue_id: int, name: Name) -> Document:
    """The records count again."""
    by = actor_of(request)
    factors.clear_factor(by=by, at=clock.now(), issue=issue_row(issue_id, by), name=name)
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/merging", url_name="lossreview_issue_merging", summary="Merge an issue")
def merged(request: HttpRequest, issue_id: int, body: MergeIn) -> Document:
    """All that falls to it falls to the other one."""
    by = actor_of(request)
    joining.merge_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by), into=issue_row(body.into, by))
    return _document(by, issue_id)


@router.delete("/issues/{int:issue_id}/merging", url_name="lossreview_issue_merging", summary="Separate an issue")
def separated(request: HttpRequest, issue_id: int) -> Document:
    """It is an issue of its own again."""
    by = actor_of(request)
    joining.separate_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    return _document(by, issue_id)


@router.post(
    "/issues/{int:issue_id}/splitting",
    url_name="lossreview_issue_splitting",
    summary="Split an issue",
    response={201: Document},
)
def split(request: HttpRequest, issue_id: int, body: SplitIn) -> Status[Document]:
    """These reasons and single departures fall to a new issue."""
    by = actor_of(request)
    made = joining.split_issue(
        by=by,
        at=clock.now(),
        issue=issue_row(issue_id, by),
        title=body.title,
        reasons=body.reasons,
        departures=[(each.reason, each.customer, each.left_on) for each in body.departures],
    )
    return Status(201, _document(by, made.pk))


@router.post("/issues/{int:issue_id}/aside", url_name="lossreview_issue_aside", summary="Set an issue aside")
def aside(request: HttpRequest, issue_id: int, body: WordsIn) -> Document:
    """It is not pursued, and the words say why."""
    by = actor_of(request)
    issues.set_issue_aside(by=by, at=clock.now(), issue=issue_row(issue_id, by), because=body.words)
    return _document(by, issue_id)


@router.delete("/issues/{int:issue_id}/aside", url_name="lossreview_issue_aside", summary="Take an issue up again")
def taken_up(request: HttpRequest, issue_id: int) -> Document:
    """It counts again."""
    by = actor_of(request)
    issues.take_issue_up(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/comments", url_name="lossreview_issue_comments", summary="Comment on an issue")
def comment(request: HttpRequest, issue_id: int, body: WordsIn) -> Document:
    """Whoever watches it hears of it."""
    by = actor_of(request)
    remarking.comment(by=by, at=clock.now(), issue=issue_row(issue_id, by), words=body.words)
    return _document(by, issue_id)


@router.put("/issues/{int:issue_id}/watch", url_name="lossreview_issue_watch", summary="Watch an issue")
def watched(request: HttpRequest, issue_id: int) -> Document:
    """A mail at every move."""
    by = actor_of(request)
    watching.watch_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    return {"is_watched": True}


@router.delete("/issues/{int:issue_id}/watch", url_name="lossreview_issue_watch", summary="Stop watching an issue")
def unwatched(request: HttpRequest, issue_id: int) -> Document:
    """No more mails about it."""
    by = actor_of(request)
    watching.unwatch_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    return {"is_watched": False}


def _document(by: Actor, pk: int) -> Document:
    return issue_document(by=by, at=clock.now(), pk=pk)
