"""Calls for programs: the same steps, the same locks, the same refusals. Times are ISO 8601 with an offset."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.desks.recovery import actions
from regain.desks.recovery.actions.ending import Question
from regain.desks.recovery.actions.verifying import Heard
from regain.desks.recovery.queries import cases
from regain.desks.recovery.queries.call import document, parts
from regain.desks.recovery.rules.calls import CallKind, Destination, Outcome
from regain.desks.recovery.rules.calls import Field as Fields
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.rules.writing import Keep
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.people.queries.people import person as one_person
from regain.knowledge.playbook.rules.steps import Step

router = Router()

Document = dict[str, Any]


class BeginIn(Schema):
    """Whom to call, and what for."""

    case: int
    kind: CallKind


class DialIn(Schema):
    """Which number."""

    point: str = Field("", description="The id of a number of theirs; empty for whichever is best.", max_length=64)
    override: str = Field("", description="The reason to sign with, where the law lets one.", max_length=500)


class StepIn(Schema):
    """Where the screen stands."""

    step: Step


class WordsIn(Schema):
    """One field, over the version it was read at."""

    field: Fields
    text: str
    version: int = Field(ge=0)
    pen: str = Field("", max_length=40, description="Names the writer, whose own versions never stand aside.")


class SettleIn(Schema):
    """Which of two texts stays."""

    keep: Keep
    version: int


class TextIn(Schema):
    """Somebody's words."""

    text: str


class DiagnosisIn(Schema):
    """Reasons by id, each with its part: 4 most of it, 2 part of it, 1 a little."""

    strengths: dict[int, Strength] = {}
    could_not_say: bool = False


class VerificationIn(Schema):
    """What was said back, and what the customer answered."""

    heard: Heard
    text: str = ""
    version: int = 0


class DestinationIn(Schema):
    """Where they went; none: not known."""

    destination: Destination | None = None
    name: str = ""


class AnswerIn(Schema):
    """A number on a scale; none takes it back."""

    question: Question
    value: int | None = None


class SupportIn(Schema):
    """Help at once."""

    what: str
    owner: int
    due_at: datetime


class ProposalIn(Schema):
    """An offer in writing."""

    words: str
    cost: Decimal = Decimal(0)
    until_on: date
    offer: int | None = None


class EndIn(Schema):
    """How it went, and what comes next; without either the usual next step."""

    outcome: Outcome
    next: Next | None = None
    at: datetime | None = None
    zone: str = ""
    words: str = ""
    is_promised: bool = False
    ending: Ending | None = None


@router.post("/calls", url_name="recovery_calls", summary="Begin a call")
def begin(request: HttpRequest, body: BeginIn) -> Document:
    """Hold the case and open a call; a recovery call takes a certificate."""
    by, at = actor_of(request), clock.now()
    call = actions.begin_call(by=by, at=at, case=cases.case_row(pk=body.case, by=by), kind=body.kind)
    return document.call_document(call, at=at)


@router.get("/calls/{call_id}", url_name="recovery_call", summary="Read a call")
def read(request: HttpRequest, call_id: int) -> Document:
    """One of one's own calls, going on or over."""
    return _told(request, call_id)


@router.post("/calls/{call_id}/dial", url_name="recovery_call_dial", summary="Dial")
def dial(request: HttpRequest, call_id: int, body: DialIn) -> Document:
    """Ask the guard; `allowed` says whether the customer may be called now, `sentence` why not."""
    by, at = actor_of(request), clock.now()
    row = parts.call_row(pk=call_id, by=by)
    answer = actions.dial(by=by, at=at, call=row, point=body.point, override=body.override)
    return {"allowed": answer.is_allowed, "sentence": answer.sentence, "until": answer.until}


@router.post("/calls/{call_id}/step", url_name="recovery_call_step", summary="Go to a step")
def step(request: HttpRequest, call_id: int, body: StepIn) -> Document:
    """Put the screen at a step that is open."""
    actions.go_to_step(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), step=body.step)
    return _told(request, call_id)


@router.put("/calls/{call_id}/words", url_name="recovery_call_words", summary="Write")
def words(request: HttpRequest, call_id: int, body: WordsIn) -> Document:
    """Save a field; over an older version the text is kept aside, and `aside` names it."""
    by = actor_of(request)
    row = parts.written_call(pk=call_id, by=by)
    return parts.saved_document(actions.save_words(by=by, at=clock.now(), call=row, **body.dict()))


@router.post("/calls/{call_id}/asides/{aside_id}", url_name="recovery_call_aside", summary="Settle two texts")
def settle(request: HttpRequest, call_id: int, aside_id: int, body: SettleIn) -> Document:
    """Keep mine (the one aside), theirs (the one in place), or both."""
    row = _mine(request, call_id)
    aside = parts.aside_row(call=row, pk=aside_id)
    by, at = actor_of(request), clock.now()
    return parts.saved_document(actions.settle_aside(by=by, at=at, call=row, aside=aside, **body.dict()))


@router.post("/calls/{call_id}/quotes", url_name="recovery_call_quotes", summary="Keep a quote")
def quote(request: HttpRequest, call_id: int, body: TextIn) -> Document:
    """The customer's own words."""
    row = actions.note_quote(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), text=body.text)
    return {"id": row.pk, "text": row.text}


@router.delete("/calls/{call_id}/quotes/{quote_id}", url_name="recovery_call_quote", summary="Take a quote back")
def unquote(request: HttpRequest, call_id: int, quote_id: int) -> Document:
    """It is no longer shown."""
    row = _mine(request, call_id)
    actions.withdraw_quote(by=actor_of(request), at=clock.now(), call=row, quote=parts.quote_row(call=row, pk=quote_id))
    return _told(request, call_id)


@router.put("/calls/{call_id}/diagnosis", url_name="recovery_call_diagnosis", summary="Diagnose")
def diagnose(request: HttpRequest, call_id: int, body: DiagnosisIn) -> Document:
    """Why they left, in our eyes; another diagnosis has to be verified again."""
    actions.set_diagnosis(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), **dict(body))
    return _told(request, call_id)


@router.put("/calls/{call_id}/verification", url_name="recovery_call_verification", summary="Verify")
def verify(request: HttpRequest, call_id: int, body: VerificationIn) -> Document:
    """What the customer answered to our words."""
    actions.verify(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), **body.dict())
    return _told(request, call_id)


@router.delete("/calls/{call_id}/verification", url_name="recovery_call_verification", summary="Take a yes back")
def unverify(request: HttpRequest, call_id: int) -> Document:
    """They did not agree after all."""
    actions.unverify(by=actor_of(request), at=clock.now(), call=_mine(request, call_id))
    return _told(request, call_id)


@router.put("/calls/{call_id}/destination", url_name="recovery_call_destination", summary="Say where they went")
def destination(request: HttpRequest, call_id: int, body: DestinationIn) -> Document:
    """To a competitor, out of the category, nowhere in their own eyes; none: not known."""
    actions.set_destination(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), **body.dict())
    return _told(request, call_id)


@router.post("/calls/{call_id}/requirements", url_name="recovery_call_requirements", summary="Note a wish")
def requirement(request: HttpRequest, call_id: int, body: TextIn) -> Document:
    """What would win them back, in their words."""
    actions.add_requirement(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), words=body.text)
    return _told(request, call_id)


@router.put("/calls/{call_id}/answers", url_name="recovery_call_answers", summary="Note an answer on a scale")
def answer(request: HttpRequest, call_id: int, body: AnswerIn) -> Document:
    """Willingness 0 to 10; respect, ease and fairness 1 to 5."""
    actions.note_answer(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), **body.dict())
    return _told(request, call_id)


@router.post("/calls/{call_id}/support", url_name="recovery_call_support", summary="Promise help")
def support(request: HttpRequest, call_id: int, body: SupportIn) -> Document:
    """A task with an owner and a deadline."""
    by, at, row = actor_of(request), clock.now(), _mine(request, call_id)
    actions.add_support(by=by, at=at, call=row, what=body.what, owner=one_person(body.owner), due_at=body.due_at)
    return _told(request, call_id)


@router.post("/calls/{call_id}/proposals", url_name="recovery_call_proposals", summary="Write an offer")
def propose(request: HttpRequest, call_id: int, body: ProposalIn) -> Document:
    """In a recovery call whose diagnosis was verified; never in a listening call."""
    actions.write_proposal(by=actor_of(request), at=clock.now(), call=_mine(request, call_id), **body.dict())
    return _told(request, call_id)


@router.post("/calls/{call_id}/end", url_name="recovery_call_end", summary="End a call")
def end(request: HttpRequest, call_id: int, body: EndIn) -> Document:
    """How it went, and what comes next."""
    by, at = actor_of(request), clock.now()
    ahead = None
    if body.next is not None:
        ahead = Ahead(body.next, body.at or at, body.words, is_promised=body.is_promised, zone=body.zone)
    row = _mine(request, call_id)
    actions.end_call(by=by, at=at, call=row, outcome=body.outcome, next=ahead, ending=body.ending)
    return _told(request, call_id)


@router.post("/calls/{call_id}/left-alone", url_name="recovery_call_stop", summary="Leave the customer alone")
def stop(request: HttpRequest, call_id: int, body: TextIn) -> Document:
    """At once, for every channel and everybody; call and case end."""
    row = _mine(request, call_id)
    actions.leave_alone(by=actor_of(request), at=clock.now(), case=row.case, call=row, words=body.text)
    return _told(request, call_id)


def _mine(request: HttpRequest, call_id: int) -> Any:
    return parts.call_row(pk=call_id, by=actor_of(request))


def _told(request: HttpRequest, call_id: int) -> Document:
    return document.call_document(_mine(request, call_id), at=clock.now())
