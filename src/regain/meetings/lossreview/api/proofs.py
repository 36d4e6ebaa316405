"""Fixes of issues and their proof, for programs. Ratios are after by before; `high` is null where there is no end."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.http import actor_of
from regain.meetings.lossreview.actions import proving
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.proof_document import document

router = Router()

Document = dict[str, Any]


class FixIn(Schema):
    """A fix customers meet."""

    fixed_on: date = Field(description="The first day customers met it.")
    change: str = Field(description="What changed, in a sentence for the customers who asked.")


class WhyIn(Schema):
    """Why."""

    because: str


@router.get("/issues/{int:issue_id}/proof", url_name="lossreview_proof", summary="What a fix did")
def proof(request: HttpRequest, issue_id: int) -> Document:
    """Departures for it by month, before and after; both ratios with 95 % intervals; the verdict in a sentence."""
    return _document(actor_of(request), issue_id)


@router.put("/issues/{int:issue_id}/fix", url_name="lossreview_fix", summary="Record a fix")
def fix(request: HttpRequest, issue_id: int, body: FixIn) -> Document:
    """Its effect is measured from the next whole month on, and those who asked for it are told."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    proving.fix_issue(by=by, at=clock.now(), issue=row, fixed_on=body.fixed_on, change=body.change)
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/fix/taking-back", url_name="lossreview_fix_back", summary="Take a fix back")
def fix_back(request: HttpRequest, issue_id: int, body: WhyIn) -> Document:
    """It is not fixed after all; customers who were told stay told."""
    by = actor_of(request)
    proving.take_fix_back(by=by, at=clock.now(), issue=issue_row(issue_id, by), because=body.because)
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/closing", url_name="lossreview_closing", summary="Close an issue by its effect")
def closing(request: HttpRequest, issue_id: int) -> Document:
    """Refused with what was measured until departures for it fell, beyond chance and more than all others, twice."""
    by = actor_of(request)
    proving.close_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by))
    return _document(by, issue_id)


@router.post("/issues/{int:issue_id}/reopening", url_name="lossreview_reopening", summary="Open a closed issue again")
def reopening(request: HttpRequest, issue_id: int, body: WhyIn) -> Document:
    """The fix does not hold."""
    by = actor_of(request)
    proving.reopen_issue(by=by, at=clock.now(), issue=issue_row(issue_id, by), because=body.because)
    return _document(by, issue_id)


def _document(by: Actor, issue_id: int) -> Document:
    return document(by=by, issue=issue_row(issue_id, by))
