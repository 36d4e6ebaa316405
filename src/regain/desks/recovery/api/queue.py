"""The queue and the cases for programs. Times are ISO 8601 with an offset."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.desks.recovery import actions
from regain.desks.recovery.queries import case_document, case_rows, handing
from regain.desks.recovery.queries import queue as queries
from regain.desks.recovery.queries.cases import case_row
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState

router = Router()

Document = dict[str, Any]


class CasesIn(Schema):
    """Which cases to list."""

    page: int = Field(1, ge=1, le=1_000_000)
    whose: str = Field("all", description="mine, free, team, all or ended", pattern="^(mine|free|team|all|ended)$")
    state: str = Field("", description="overdue, due, later or parked")
    q: str = Field("", description="Part of a name or id", max_length=200)
    sort: str = Field("", description="A column, with `-` for descending")


class SnoozeIn(Schema):
    """Not before a moment, and why."""

    until: datetime
    words: str


class CallBackIn(Schema):
    """A moment on the customer's wall clock."""

    day: date
    time: time
    zone: str = Field(description="Such as `Europe/Berlin`.")
    words: str = ""


class OwnerIn(Schema):
    """Who is to own the case."""

    person: int | None = Field(None, description="The number of a person; none frees the case.")


class EndingIn(Schema):
    """How a case ends."""

    ending: Ending
    words: str


@router.get("/queue", url_name="recovery_queue", summary="Read my queue")
def my_queue(request: HttpRequest) -> Document:
    """The next best call and why, what I promised today, and how much there is."""
    return case_document.queue_document(queries.queue_page(by=actor_of(request), at=clock.now()))


@router.post("/queue/next", url_name="recovery_queue_next", summary="Claim the next call")
def claim_next(request: HttpRequest) -> Document:
    """Hold the next best call for ten minutes. Where nobody can be called now, `case` is null and says why."""
    by, at = actor_of(request), clock.now()
    return case_document.looked_document(actions.claim_next(by=by, at=at), by=by, at=at)


@router.get("/cases", url_name="recovery_cases", summary="List cases")
def cases(request: HttpRequest, asked: Query[CasesIn]) -> Document:
    """A page of the cases that exist for you, 50 at a time."""
    by = actor_of(request)
    wanted = {name: [str(value)] for name, value in asked.dict(exclude={"whose"}).items() if value}
    state = TableState.parse(case_rows.spec(by=by, whose=asked.whose), wanted)
    rows, total = case_rows.CaseRows(by=by, at=clock.now(), whose=asked.whose).page(state)
    return {"total": total, "page": asked.page, "cases": [case_document.row_document(row) for row in rows]}


@router.post("/cases/{int:case_id}/hold", url_name="recovery_hold", summary="Claim a case")
def claim(request: HttpRequest, case_id: int) -> Document:
    """Hold this case for ten minutes; again, go on holding it."""
    by, at = actor_of(request), clock.now()
    case = actions.claim(by=by, at=at, case=case_row(pk=case_id, by=by))
    return case_document.held_document(case)


@router.delete("/cases/{int:case_id}/hold", url_name="recovery_hold", summary="Give a case back")
def release(request: HttpRequest, case_id: int) -> Document:
    """Let go of it."""
    by = actor_of(request)
    return case_document.held_document(actions.release(by=by, at=clock.now(), case=case_row(pk=case_id, by=by)))


@router.post("/cases/{int:case_id}/snooze", url_name="recovery_snooze", summary="Snooze a case")
def snooze(request: HttpRequest, case_id: int, body: SnoozeIn) -> Document:
    """Do not offer it before a moment."""
    by, case = actor_of(request), case_row(pk=case_id, by=actor_of(request))
    done = actions.snooze(by=by, at=clock.now(), case=case, until=body.until, words=body.words)
    return case_document.case_document(done)


@router.post("/cases/{int:case_id}/callback", url_name="recovery_callback", summary="Promise to call back")
def call_back(request: HttpRequest, case_id: int, body: CallBackIn) -> Document:
    """At a time of the customer's wall clock."""
    by, case = actor_of(request), case_row(pk=case_id, by=actor_of(request))
    done = actions.call_back(
        by=by, at=clock.now(), case=case, day=body.day, on=body.time, zone=body.zone, words=body.words
    )
    return case_document.case_document(done)


@router.put("/cases/{int:case_id}/owner", url_name="recovery_owner", summary="Hand a case over")
def hand_over(request: HttpRequest, case_id: int, body: OwnerIn) -> Document:
    """To a person, or to nobody."""
    by, case = actor_of(request), case_row(pk=case_id, by=actor_of(request))
    if body.person is None:
        return case_document.case_document(actions.free_case(by=by, at=clock.now(), case=case))
    person = handing.receiver(body.person)
    return case_document.case_document(actions.hand_over(by=by, at=clock.now(), case=case, person=person))


@router.post("/cases/{int:case_id}/ending", url_name="recovery_ending", summary="End a case")
def end_case(request: HttpRequest, case_id: int, body: EndingIn) -> Document:
    """Nobody works on it from now on."""
    by, case = actor_of(request), case_row(pk=case_id, by=actor_of(request))
    done = actions.end_case(by=by, at=clock.now(), case=case, ending=body.ending, words=body.words)
    return case_document.case_document(done)
