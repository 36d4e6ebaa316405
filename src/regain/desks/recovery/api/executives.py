"""Executives' calls for programs: the list, a brief, a time, and what was heard. Times are ISO 8601 with an offset."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from regain.desks.recovery import actions
from regain.desks.recovery.queries import brief as briefs
from regain.desks.recovery.queries import executive_document as documents
from regain.desks.recovery.queries import executives as queries
from regain.desks.recovery.queries import heard as hearing
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of

router = Router()

Document = dict[str, Any]
A_MONTH = timedelta(days=30)


class TimeIn(Schema):
    """When to call."""

    when: datetime
    mails: bool = Field(False, description="Send the owner an invitation for their calendar.")


class PeriodIn(Schema):
    """Which days; the last thirty unless you say otherwise."""

    from_on: date | None = None
    until_on: date | None = Field(None, description="The day after the last.")


@router.get("/executive-calls", url_name="recovery_executive_calls", summary="List executive calls")
def calls(request: HttpRequest) -> Document:
    """My calls, those nobody has, and how far the others are where I answer for them."""
    return documents.page_document(queries.executive_page(by=actor_of(request), at=clock.now()))


@router.get("/executive-calls/{int:case_id}", url_name="recovery_brief", summary="Read a brief")
def brief(request: HttpRequest, case_id: int) -> Document:
    """What is worth knowing about one customer before the call."""
    by = actor_of(request)
    case = queries.call_of_executive(pk=case_id, by=by)
    return documents.brief_document(briefs.brief(by=by, at=clock.now(), case=case))


@router.put("/executive-calls/{int:case_id}/time", url_name="recovery_plan", summary="Plan an executive call")
def plan(request: HttpRequest, case_id: int, body: TimeIn) -> Document:
    """Choose when to call; a free call becomes yours."""
    by, at = actor_of(request), clock.now()
    when = body.when if timezone.is_aware(body.when) else timezone.make_aware(body.when)
    case = queries.call_of_executive(pk=case_id, by=by)
    row = actions.plan_call(
        by=by, at=at, case=case, when=when, mails=body.mails, base=request.build_absolute_uri("/").rstrip("/")
    )
    return documents.call_document(queries.call_of(row, by=by, at=at))


@router.delete("/executive-calls/{int:case_id}/time", url_name="recovery_plan", summary="Take the time back")
def unplan(request: HttpRequest, case_id: int) -> Document:
    """The call stays to be made."""
    by, at = actor_of(request), clock.now()
    row = actions.unplan_call(by=by, at=at, case=queries.call_of_executive(pk=case_id, by=by))
    return documents.call_document(queries.call_of(row, by=by, at=at))


@router.get("/heard", url_name="recovery_heard", summary="Read what was heard")
def heard(request: HttpRequest, asked: Query[PeriodIn]) -> Document:
    """Conversations of these days that exist for you, newest first: quotes, reasons, who spoke."""
    until = asked.until_on or timezone.localtime(clock.now()).date() + timedelta(days=1)
    found = hearing.heard(by=actor_of(request), from_on=asked.from_on or until - A_MONTH, until_on=until)
    return documents.heard_document(found)
