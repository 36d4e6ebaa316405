"""Meetings and minutes for programs. Weights of others are never told; all together are, once they are opened."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.paper import pdf
from regain.meetings.lossreview.actions import meeting as meeting_verbs
from regain.meetings.lossreview.actions import minuting, resolving
from regain.meetings.lossreview.actions import weighing as weighing_verbs
from regain.meetings.lossreview.queries import meeting_document as documents
from regain.meetings.lossreview.queries import minutes as queries
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.meeting import meeting_page
from regain.meetings.lossreview.queries.meeting.happened import resolution_row
from regain.meetings.lossreview.queries.meeting.points import item_row
from regain.meetings.lossreview.queries.reviews import review_row

router = Router()

Document = dict[str, Any]


class NotesIn(Schema):
    """Notes of one point of the agenda."""

    item: int = Field(description="The number of the point.")
    text: str = Field(max_length=20_000)
    base: str = Field("", description="The notes as they were when the writer began; what others wrote since is kept.")


class DecisionIn(Schema):
    """A decision in one sentence."""

    text: str = Field(examples=["Parcels for Kent leave on Thursdays."])
    issue: int | None = Field(None, description="The number of the issue it is about.")


class WeightsIn(Schema):
    """Ten points over the issues that stand for choice."""

    points: dict[int, int] = Field(description="The number of an issue, and its points.", examples=[{"3": 6, "5": 4}])


class MinutesIn(Schema):
    """Minutes, corrected."""

    text: str = Field(description="`# ` begins a heading, `- ` a line of a list.")
    base: str = Field(
        "", description="The minutes as they were when the writer began; what others wrote since is kept."
    )


class ApprovalIn(Schema):
    """The minutes as they were read."""

    version: int = Field(description="The version that was read; `version` of the minutes.")


@router.get("/months/{period}/meeting", url_name="lossreview_meeting", summary="Read a meeting")
def meeting(request: HttpRequest, period: str) -> Document:
    """Where it is: the points with their time and notes, who is here, decisions, actions, issues in their order."""
    by = actor_of(request)
    page = meeting_page(by=by, at=clock.now(), review=review_row(period, by), with_pack=False)
    return documents.meeting_document(page)


@router.put("/months/{period}/meeting/notes", url_name="lossreview_notes", summary="Write notes")
def notes(request: HttpRequest, period: str, sent: NotesIn) -> Document:
    """Save the notes of one point while the meeting goes on; the answer has what they are now."""
    by = actor_of(request)
    item = item_row(review_row(period, by), sent.item)
    saved = meeting_verbs.note_item(by=by, at=clock.now(), item=item, text=sent.text, base=sent.base)
    return {"item": saved.item.pk, "text": saved.item.notes, "is_merged": saved.is_merged}


@router.post("/months/{period}/meeting/decisions", url_name="lossreview_decisions", summary="Decide something")
def decisions(request: HttpRequest, period: str, sent: DecisionIn) -> Document:
    """Put a decision down while the meeting goes on."""
    by = actor_of(request)
    made = resolving.resolve(
        by=by,
        at=clock.now(),
        review=review_row(period, by),
        text=sent.text,
        issue=issue_row(sent.issue, by) if sent.issue is not None else None,
    )
    return {"id": made.pk, "text": made.text, "issue": made.issue_id}


@router.delete(
    "/months/{period}/meeting/decisions/{int:resolution_id}",
    url_name="lossreview_decision",
    summary="Take a decision back",
)
def decision(request: HttpRequest, period: str, resolution_id: int) -> Document:
    """It was not decided, or not so."""
    by = actor_of(request)
    row = resolution_row(review_row(period, by), resolution_id)
    taken = resolving.withdraw_resolution(by=by, at=clock.now(), resolution=row)
    return {"id": taken.pk, "withdrawn_at": taken.withdrawn_at}


@router.put("/months/{period}/meeting/weights", url_name="lossreview_weights", summary="Weigh the issues")
def weights(request: HttpRequest, period: str, sent: WeightsIn) -> Document:
    """Give ten points over the issues, for nobody else to see until all are opened."""
    by = actor_of(request)
    weighing_verbs.weigh(by=by, at=clock.now(), review=review_row(period, by), points=sent.points)
    return {"points": sent.points}


@router.get("/months/{period}/minutes", url_name="lossreview_minutes", summary="Read the minutes")
def minutes(request: HttpRequest, period: str) -> Document:
    """The minutes, whether they are approved, and whom they went to."""
    by = actor_of(request)
    review = review_row(period, by)
    queries.minutes_row(review)
    return documents.minutes_document(queries.minutes_page(by=by, review=review))


@router.put("/months/{period}/minutes", url_name="lossreview_minutes", summary="Correct the minutes")
def correct(request: HttpRequest, period: str, sent: MinutesIn) -> Document:
    """Correct them until they are approved; every earlier text is kept."""
    by = actor_of(request)
    review = review_row(period, by)
    row = queries.minutes_row(review)
    minuting.edit_minutes(by=by, at=clock.now(), minutes=row, text=sent.text, base=sent.base)
    return documents.minutes_document(queries.minutes_page(by=by, review=review))


@router.post("/months/{period}/minutes/approval", url_name="lossreview_minutes_approval", summary="Approve the minutes")
def approval(request: HttpRequest, period: str, sent: ApprovalIn) -> Document:
    """Say that they are right; nothing changes them any more. Refused where they changed since that version."""
    by = actor_of(request)
    review = review_row(period, by)
    minuting.approve_minutes(by=by, at=clock.now(), minutes=queries.minutes_row(review), version=sent.version)
    return documents.minutes_document(queries.minutes_page(by=by, review=review))


@router.post("/months/{period}/minutes/sending", url_name="lossreview_minutes_sending", summary="Send the minutes")
def sending(request: HttpRequest, period: str) -> Document:
    """Send approved minutes to everybody with a seat who has not got them."""
    by = actor_of(request)
    review = review_row(period, by)
    row = queries.minutes_row(review)
    paper = pdf(queries.SHEET, queries.paper_of(row)) if row.approved_at else b""
    base = request.build_absolute_uri("/").rstrip("/")
    minuting.send_minutes(by=by, at=clock.now(), minutes=row, paper=paper, base=base, version=row.version)
    return documents.minutes_document(queries.minutes_page(by=by, review=review))
