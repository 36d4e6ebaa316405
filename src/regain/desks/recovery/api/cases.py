"""Cases and what hangs on them, for programs."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Router, Schema

from regain.desks.recovery.actions import asking, grouping, lettering, mailing, meeting, proposing, returning, timing
from regain.desks.recovery.queries import finding, plan, plan_document, planned
from regain.desks.recovery.queries import letters as lettered
from regain.desks.recovery.queries import needs as listed
from regain.desks.recovery.queries.cases import case_row
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of

router = Router()

Document = dict[str, Any]


class WordsIn(Schema):
    """Words of the customer's."""

    words: str = Field(description="In the customer's own words.", examples=["Deliver within two days"])


class GroupIn(Schema):
    """Requests that mean the same."""

    requirements: list[int] = Field(description="Numbers of requests.")
    need: int | None = Field(None, description="The need they belong to; none makes one of the title.")
    title: str = Field("", description="Name of a new need.")


class MeetIn(Schema):
    """What we changed."""

    change: str = Field(description="A sentence for the customers who asked.")


class ProposalIn(Schema):
    """An offer in writing."""

    words: str = Field(description="As the customer reads it.")
    until_on: date = Field(description="The last day it may be accepted.")
    cost: Decimal = Field(Decimal(0), description="What it costs us, in the case's currency.", ge=0)


class PatienceIn(Schema):
    """Until when we wait, and why."""

    until: datetime
    words: str


class HowIn(Schema):
    """A way to write."""

    how: str = Field(description="letter or email")


@router.get("/cases/{int:case_id}", url_name="recovery_case", summary="Read a case")
def case(request: HttpRequest, case_id: int) -> Document:
    """Where it stands, what is missing, the one thing to do, and what hangs on it."""
    by = actor_of(request)
    page = plan.case_page(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    return plan_document.case_document(page)


@router.post("/cases/{int:case_id}/requirements", url_name="recovery_requirements", summary="Note what they ask for")
def note(request: HttpRequest, case_id: int, body: WordsIn) -> Document:
    """What would win them back, in their words."""
    by = actor_of(request)
    row = asking.note_requirement(by=by, at=clock.now(), case=case_row(pk=case_id, by=by), words=body.words)
    return {"id": row.pk, "words": row.words, "said_at": row.said_at}


@router.post("/cases/{int:case_id}/proposals", url_name="recovery_proposals", summary="Write a proposal")
def propose(request: HttpRequest, case_id: int, body: ProposalIn) -> Document:
    """Nothing is sent by it."""
    by = actor_of(request)
    row = proposing.propose(
        by=by,
        at=clock.now(),
        case=case_row(pk=case_id, by=by),
        words=body.words,
        until_on=body.until_on,
        cost=body.cost,
    )
    return {"id": row.pk, "until_on": row.until_on, "words": row.words}


@router.post("/proposals/{int:proposal_id}/letters", url_name="recovery_proposal_letters", summary="Send a proposal")
def send(request: HttpRequest, proposal_id: int, body: HowIn) -> Document:
    """By letter or e-mail, once; where the guard says no, it waits with its sentence."""
    by = actor_of(request)
    row = planned.proposal_of(by=by, pk=proposal_id)
    made = lettering.send_proposal(by=by, at=clock.now(), proposal=row, how=body.how)
    return plan_document.letter_document(made)


@router.post("/cases/{int:case_id}/way-back", url_name="recovery_way_back", summary="Make a way back")
def way_back(request: HttpRequest, case_id: int) -> Document:
    """A personal address; the answer has it once, and no copy is kept."""
    by = actor_of(request)
    link = returning.make_return_link(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    address = request.build_absolute_uri(reverse("recovery:way_back", args=[link.key]))
    return {"id": link.pk, "address": address, "until": link.until}


@router.post("/cases/{int:case_id}/patience", url_name="recovery_patience", summary="Be patient")
def park(request: HttpRequest, case_id: int, body: PatienceIn) -> Document:
    """Only slow contact until then."""
    by, at = actor_of(request), clock.now()
    row = timing.park(by=by, at=at, case=case_row(pk=case_id, by=by), until=body.until, words=body.words)
    return plan_document.case_document(plan.case_page(by=by, at=at, case=row))


@router.delete("/cases/{int:case_id}/patience", url_name="recovery_patience", summary="End patience")
def unpark(request: HttpRequest, case_id: int) -> Document:
    """It may be called now."""
    by, at = actor_of(request), clock.now()
    row = timing.unpark(by=by, at=at, case=case_row(pk=case_id, by=by))
    return plan_document.case_document(plan.case_page(by=by, at=at, case=row))


@router.get("/cycles/{period}/letters", url_name="recovery_letters", summary="Count the letters of a cycle")
def letters(request: HttpRequest, period: str) -> Document:
    """How many are decided, prepared, and how they stand."""
    return plan_document.letters_document(lettered.letters_page(cycle=finding.cycle_row(period)))


@router.post("/cycles/{period}/letters", url_name="recovery_letters", summary="Prepare the letters of a cycle")
def prepare(request: HttpRequest, period: str, body: HowIn) -> Document:
    """In the background; nothing leaves by it."""
    cycle = finding.cycle_row(period)
    mailing.want_letters(by=actor_of(request), at=clock.now(), cycle=cycle, how=body.how)
    return plan_document.letters_document(lettered.letters_page(cycle=cycle))


@router.get("/needs", url_name="recovery_needs", summary="List needs")
def needs(request: HttpRequest) -> Document:
    """What customers ask for, and how many requests belong to no need yet."""
    page = listed.needs_page()
    return {
        "needs": [plan_document.need_document(line) for line in page.needs],
        "not_grouped": [
            {"id": row.id, "words": row.words, "customer": row.customer, "like": asdict(row.like) if row.like else None}
            for row in page.loose
        ],
        "not_grouped_total": page.loose_total,
    }


@router.post("/needs", url_name="recovery_needs", summary="Group requests")
def group(request: HttpRequest, body: GroupIn) -> Document:
    """Put requests under a need, or under a new one."""
    made = grouping.group_requirements(
        by=actor_of(request),
        at=clock.now(),
        requirements=listed.chosen(body.requirements),
        need=listed.chosen_need(body.need),
        title=body.title,
    )
    return plan_document.need_page_document(listed.need_page(need=made))


@router.get("/needs/{int:need_id}", url_name="recovery_need", summary="Read a need")
def need(request: HttpRequest, need_id: int) -> Document:
    """One need with everybody behind it."""
    return plan_document.need_page_document(listed.need_page(need=listed.need_row(need_id)))


@router.post("/needs/{int:need_id}/meeting", url_name="recovery_need_meeting", summary="Meet a need")
def meet(request: HttpRequest, need_id: int, body: MeetIn) -> Document:
    """We changed it: those who asked are to be told and asked again."""
    row = meeting.meet_need(by=actor_of(request), at=clock.now(), need=listed.need_row(need_id), change=body.change)
    return plan_document.need_page_document(listed.need_page(need=row))


@router.delete("/needs/{int:need_id}/meeting", url_name="recovery_need_meeting", summary="Take a meeting back")
def meet_back(request: HttpRequest, need_id: int) -> Document:
    """While nobody was told."""
    row = meeting.take_meeting_back(by=actor_of(request), at=clock.now(), need=listed.need_row(need_id))
    return plan_document.need_page_document(listed.need_page(need=row))
