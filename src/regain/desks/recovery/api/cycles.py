"""Cycles and decisions for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.desks.recovery import actions
from regain.desks.recovery.queries import cycles as listed
from regain.desks.recovery.queries import decisions as decided
from regain.desks.recovery.queries import document, facts, finding
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState

router = Router()

Document = dict[str, Any]


class Period(Schema):
    """What to draft."""

    period: str = Field(description="A month `YYYY-MM` or a quarter `YYYY-Qn`.", examples=["2011-09"])


class SwapIn(Schema):
    """One executive call exchanged for another customer's."""

    leaves: str = Field(description="The customer an executive calls now.")
    enters: str = Field(description="The customer to call instead; never a control member.")
    reason: str = Field(description="Why; it stays with the cycle.")


class DecisionsIn(Schema):
    """Which decisions to list."""

    page: int = Field(1, ge=1, le=1_000_000)
    kind: str = Field("", description="executive, team, letter, control, not_pursued")
    segment: str = Field("", description="`tier/habit`, such as large/regular")
    q: str = Field("", description="Part of a name or id", max_length=200)
    sort: str = Field("rank", description="A column, with `-` for descending")


@router.get("/cycles", url_name="recovery_cycles", summary="List cycles")
def cycles(request: HttpRequest) -> list[Document]:
    """Every cycle, newest first."""
    return [document.row_document(row) for row in listed.cycle_rows()]


@router.post("/cycles", url_name="recovery_cycles", summary="Draft a cycle")
def draft(request: HttpRequest, body: Period) -> Document:
    """Decide about every departure of a period; a draft nobody approved is replaced. May take a while."""
    by = actor_of(request)
    cycle = actions.draft_cycle(by=by, at=clock.now(), departed=facts.departed(period=body.period))
    return document.cycle_document(by=by, cycle=cycle)


@router.get("/cycles/{period}", url_name="recovery_cycle", summary="Read a cycle")
def cycle(request: HttpRequest, period: str) -> Document:
    """What was decided, the executives' calls, and how they mirror the losses."""
    return document.cycle_document(by=actor_of(request), cycle=finding.cycle_row(period))


@router.get("/cycles/{period}/decisions", url_name="recovery_decisions", summary="List decisions")
def decisions(request: HttpRequest, period: str, asked: Query[DecisionsIn]) -> Document:
    """A page of the decisions, 50 at a time."""
    page = decided.decisions_page(by=actor_of(request), cycle=finding.cycle_row(period))
    wanted = {name: [str(value)] for name, value in asked.dict().items() if value}
    rows, total = page.rows.page(TableState.parse(page.spec, wanted))
    told = [document.decision_document(row, sees_control=page.sees_control) for row in rows]
    return {"total": total, "page": asked.page, "decisions": told}


@router.post("/cycles/{period}/approval", url_name="recovery_approval", summary="Approve a cycle")
def approve(request: HttpRequest, period: str) -> Document:
    """Put the draft to work."""
    by = actor_of(request)
    approved = actions.approve_cycle(by=by, at=clock.now(), cycle=finding.cycle_row(period))
    return document.cycle_document(by=by, cycle=approved)


@router.delete("/cycles/{period}/approval", url_name="recovery_approval", summary="Take an approval back")
def withdraw(request: HttpRequest, period: str) -> Document:
    """Make it a draft again, within the hour."""
    by = actor_of(request)
    draft_again = actions.withdraw_approval(by=by, at=clock.now(), cycle=finding.cycle_row(period))
    return document.cycle_document(by=by, cycle=draft_again)


@router.post("/cycles/{period}/swaps", url_name="recovery_swaps", summary="Swap an executive's customer")
def swap(request: HttpRequest, period: str, body: SwapIn) -> Document:
    """Let the executive call another customer of the losses."""
    by, row = actor_of(request), finding.cycle_row(period)
    leaves = finding.decision_of(by=by, cycle=row, customer=body.leaves)
    enters = finding.decision_of(by=by, cycle=row, customer=body.enters)
    actions.swap_customer(by=by, at=clock.now(), leaves=leaves, enters=enters, reason=body.reason)
    return document.cycle_document(by=by, cycle=row)
