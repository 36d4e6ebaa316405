"""Training for programs. Coaching is answered to those it concerns and to nobody else."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import people, teams
from regain.foundation.people.queries.entrance import signed_in
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training import actions
from regain.knowledge.training.queries import certificates, document, practice, scenarios
from regain.knowledge.training.queries.items import ITEMS, CoachingRows
from regain.knowledge.training.queries.items import coaching as item_of
from regain.knowledge.training.queries.practice import PRACTICES
from regain.knowledge.training.rules.rubric import MustNot

router = Router()

Document = dict[str, Any]


class ListIn(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    kind: str = Field("", description="praise, better")
    stage: str = Field("", description="raised, acknowledged, coached, holds, handed_on")
    q: str = Field("", description="Part of the words or of a name", max_length=200)


class PageIn(Schema):
    """Which page."""

    page: int = Field(1, ge=1, le=1_000_000)


class CoachingIn(Schema):
    """What a customer said, and whom it is about: a person, a team, or a name."""

    quote: str = Field(max_length=1_000)
    praises: bool
    person: int | None = Field(None, ge=1, lt=2**63)
    team: int | None = Field(None, ge=1, lt=2**63)
    about: str = Field("", max_length=120)
    moment: str = Field("", max_length=300)
    wanted: str = Field("", max_length=2_000)
    source: str = Field("", max_length=100, description="Where it was heard, such as `recovery:call:12`.")


class StepIn(Schema):
    """The next step of an item."""

    step: Literal["acknowledge", "coach", "holds", "not_yet", "hand_on"]
    words: str = Field("", max_length=2_000, description="For `coach`: what was agreed.")
    recheck_on: date | None = Field(None, description="For `coach`: the day to look again.")


class CommentIn(Schema):
    """A comment."""

    words: str = Field(max_length=2_000)


class CertificateIn(Schema):
    """Whom to certify."""

    person: int = Field(ge=1, lt=2**63)
    words: str = Field("", max_length=1_000)


class WithdrawalIn(Schema):
    """Why a certificate is withdrawn."""

    because: str = Field(max_length=1_000)


class PracticeIn(Schema):
    """With whom to practise what; whoever asks is the caller, unless they play the customer."""

    colleague: int = Field(ge=1, lt=2**63)
    scenario: str = Field(max_length=60)
    plays_customer: bool = Field(False, description="Whether whoever asks plays the customer.")


class ScoreIn(Schema):
    """A colleague's verdict."""

    points: dict[Step, int] = Field(description="0 to 3 for each scored step.")
    must_nots: list[MustNot] = []
    words: str = Field(max_length=2_000)


@router.get("/coaching", url_name="training_coaching", summary="List coaching")
def coaching(request: HttpRequest, asked: Query[ListIn]) -> Document:
    """What concerns whoever asks, 50 at a time."""
    rows = CoachingRows(by=actor_of(request), today=timezone.localdate(clock.now()))
    wanted = {name: [str(value)] for name, value in asked.dict().items() if value}
    found, total = rows.page(TableState.parse(ITEMS, wanted))
    return {"total": total, "page": asked.page, "items": [document.row_document(row) for row in found]}


@router.post("/coaching", url_name="training_coaching", summary="Raise coaching")
def raise_coaching(request: HttpRequest, body: CoachingIn) -> Document:
    """Let somebody hear what a customer said."""
    by, at = actor_of(request), clock.now()
    item = actions.raise_coaching(
        by=by,
        at=at,
        quote=body.quote,
        praises=body.praises,
        person=people.person(body.person) if body.person else None,
        team=teams.team(body.team) if body.team else None,
        about=body.about,
        moment=body.moment,
        wanted=body.wanted,
        source=body.source,
    )
    return document.item_document(by=by, item=item, at=at)


@router.get("/coaching/totals", url_name="training_totals", summary="Read totals")
def totals(request: HttpRequest) -> Document:
    """How many items are open, how old, and how much of it is praise; no names."""
    return document.totals_document(clock.now())


@router.get("/coaching/{int:item}", url_name="training_item", summary="Read coaching")
def read(request: HttpRequest, item: int) -> Document:
    """One item, for those it concerns."""
    by = actor_of(request)
    return document.item_document(by=by, item=item_of(by=by, pk=item), at=clock.now())


@router.delete("/coaching/{int:item}", url_name="training_item", summary="Take coaching back")
def take_back(request: HttpRequest, item: int) -> Document:
    """Whoever raised it takes it back, before anybody took it up."""
    by, at = actor_of(request), clock.now()
    taken = actions.withdraw_coaching(by=by, at=at, coaching=item_of(by=by, pk=item))
    return document.item_document(by=by, item=taken, at=at)


@router.post("/coaching/{int:item}/steps", url_name="training_item_steps", summary="Take the next step")
def take_step(request: HttpRequest, item: int, body: StepIn) -> Document:
    """Acknowledge, coach, check again, or pass praise on."""
    by, at = actor_of(request), clock.now()
    found = item_of(by=by, pk=item)
    if body.step == "acknowledge":
        taken = actions.acknowledge(by=by, at=at, coaching=found, words=body.words)
    elif body.step == "hand_on":
        taken = actions.hand_on(by=by, at=at, coaching=found, words=body.words)
    elif body.step == "coach":
        if body.recheck_on is None:
            raise Invalid("Give `recheck_on`, the day to look again.")
        taken = actions.coach(by=by, at=at, coaching=found, agreed=body.words, recheck_on=body.recheck_on)
    else:
        taken = actions.recheck(by=by, at=at, coaching=found, holds=body.step == "holds", words=body.words)
    return document.item_document(by=by, item=taken, at=at)


@router.post("/coaching/{int:item}/comments", url_name="training_item_comments", summary="Comment")
def comment(request: HttpRequest, item: int, body: CommentIn) -> Document:
    """Say something to the others it concerns."""
    by, at = actor_of(request), clock.now()
    found = item_of(by=by, pk=item)
    actions.comment(by=by, at=at, coaching=found, words=body.words)
    return document.item_document(by=by, item=found, at=at)


@router.get("/standing", url_name="training_standing", summary="May I make recovery calls?")
def standing(request: HttpRequest) -> Document:
    """Whether whoever asks is certified; the sentence says why not and what opens it."""
    by = actor_of(request)
    return document.standing_document(certificates.standing(person_key=by.key, at=clock.now()))


@router.get("/certificates", url_name="training_certificates", summary="List certificates")
def holders(request: HttpRequest) -> list[Document]:
    """Everybody who calls or might."""
    state = TableState.parse(certificates.CERTIFICATES, {})
    return [document.holder_document(row) for row in certificates.certificate_rows(at=clock.now()).all(state)]


@router.post("/certificates", url_name="training_certificates", summary="Certify somebody")
def certify(request: HttpRequest, body: CertificateIn) -> Document:
    """Let a person make recovery calls, on the strength of their practice."""
    person = people.person(body.person)
    made = actions.certify(by=signed_in(request), at=clock.now(), person=person, words=body.words)
    return document.certificate_document(made)


@router.delete("/certificates/{int:certificate}", url_name="training_certificate", summary="Withdraw a certificate")
def withdraw(request: HttpRequest, certificate: int, asked: Query[WithdrawalIn]) -> Document:
    """Stop the person's recovery calls."""
    row = certificates.certificate(certificate)
    gone = actions.withdraw_certificate(by=actor_of(request), at=clock.now(), certificate=row, because=asked.because)
    return document.certificate_document(gone)


@router.get("/practice", url_name="training_practices", summary="List practice calls")
def practices(request: HttpRequest, asked: Query[PageIn]) -> Document:
    """Those whoever asks may see, newest first, 50 at a time."""
    by = actor_of(request)
    rows, total = practice.practices(by=by, state=TableState.parse(PRACTICES, {"page": [str(asked.page)]}))
    found = [document.practice_document(by=by, row=row) for row in rows]
    return {"total": total, "page": asked.page, "practices": found}


@router.post("/practice", url_name="training_practices", summary="Begin a practice call")
def begin(request: HttpRequest, body: PracticeIn) -> Document:
    """Begin one with a colleague."""
    by, other = signed_in(request), people.person(body.colleague)
    made = actions.practise(
        by=by,
        at=clock.now(),
        caller=other if body.plays_customer else by,
        colleague=by if body.plays_customer else other,
        scenario=body.scenario,
    )
    return document.practice_document(by=by, row=made)


@router.get("/practice/{int:number}", url_name="training_practice", summary="Read a practice call")
def one_practice(request: HttpRequest, number: int) -> Document:
    """One practice call."""
    by = actor_of(request)
    return document.practice_document(by=by, row=practice.practice(by=by, pk=number))


@router.delete("/practice/{int:number}", url_name="training_practice", summary="Call a practice call off")
def call_off(request: HttpRequest, number: int) -> Document:
    """End it without a verdict."""
    by = actor_of(request)
    gone = actions.call_off(by=by, at=clock.now(), practice=practice.practice(by=by, pk=number))
    return document.practice_document(by=by, row=gone)


@router.post("/practice/{int:number}/score", url_name="training_score", summary="Score a practice call")
def score(request: HttpRequest, number: int, body: ScoreIn) -> Document:
    """The colleague's verdict; nobody scores their own call."""
    by = actor_of(request)
    row = practice.practice(by=by, pk=number)
    scored = actions.score(
        by=by, at=clock.now(), practice=row, points=body.points, broken=body.must_nots, words=body.words
    )
    return document.practice_document(by=by, row=scored)


@router.get("/scenarios", url_name="training_scenarios", summary="List scenarios")
def list_scenarios(request: HttpRequest) -> list[Document]:
    """Every scenario with everything on it."""
    return [document.scenario_document(each) for each in scenarios.current().values()]
