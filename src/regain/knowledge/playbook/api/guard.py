"""The guard for programs: may we, now; stop; consent; numbers and addresses; the rules."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions import consents as consenting
from regain.knowledge.playbook.actions import guard as asking
from regain.knowledge.playbook.actions import points as pointing
from regain.knowledge.playbook.actions import stops as stopping
from regain.knowledge.playbook.queries import guard_documents as documents
from regain.knowledge.playbook.queries.answers import answer_row
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.queries.law import rule_documents
from regain.knowledge.playbook.queries.may_page import consent_row
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose

router = Router()

Document = dict[str, Any]
MOST = 500


class MayIn(Schema):
    """What somebody wants to do."""

    customer: str = Field(max_length=MOST, min_length=1)
    channel: Channel
    purpose: Purpose
    point: str = Field("", description="The id of one number or address; empty: the best is named.", max_length=64)
    automatic: bool = Field(False, description="Nobody wrote it to this one customer.")
    makes_offer: bool = False
    is_leaving: bool = Field(False, description="Their request to leave is open.")


class AskIn(MayIn):
    """The same, at the moment of acting."""

    override: str = Field("", description="The reason to sign with, where the law lets one.", max_length=MOST)
    subject: str = Field("", max_length=80)


class StopIn(Schema):
    """Who is to be left alone."""

    customer: str = Field(max_length=MOST, min_length=1)
    words: str = Field("", max_length=MOST, description="What they said, in any words.")
    source: str = Field("program", max_length=80)
    channel: Channel | None = None


class ConsentIn(Schema):
    """A consent with its evidence."""

    customer: str = Field(max_length=MOST, min_length=1)
    purpose: Purpose
    channel: Channel
    given_at: datetime
    how: str = Field(max_length=80)
    words: str = Field(max_length=2000)
    document: str = Field("", max_length=200)


class PointIn(Schema):
    """A number or an address."""

    customer: str = Field(max_length=MOST, min_length=1)
    medium: Medium
    value: str = Field(max_length=MOST)
    country: str = Field("", max_length=60)
    zone: str = Field("", max_length=64)


class WrongIn(Schema):
    """Which one is not theirs."""

    customer: str = Field(max_length=MOST, min_length=1)
    point: str = Field(max_length=64)


class OfCustomer(Schema):
    """Whose."""

    customer: str = Field(max_length=MOST, min_length=1)


@router.get("/may", url_name="playbook_may", summary="Ask the guard without acting")
def ask_only(request: HttpRequest, asked: Query[MayIn]) -> Document:
    """Whether it may be done now; nothing is stored and no attempt is counted."""
    told = asked.dict()
    said = may(**{**told, "point": told["point"] or None}, when=clock.now())
    return documents.said_document(said)


@router.post("/answers", url_name="playbook_ask", summary="Ask the guard at the moment of acting")
def ask(request: HttpRequest, body: AskIn) -> Document:
    """The answer is stored; an allowed call counts as an attempt. `verdict` block means: do not."""
    told = body.dict()
    answer = asking.ask(by=actor_of(request), at=clock.now(), **{**told, "point": told["point"] or None})
    return documents.answer_document(answer)


@router.delete("/answers/{answer_id}", url_name="playbook_answer", summary="Say that it was not done")
def take_back(request: HttpRequest, answer_id: int) -> Document:
    """Within the hour; the call is no attempt then."""
    row = asking.take_back(by=actor_of(request), at=clock.now(), answer=answer_row(pk=answer_id))
    return documents.answer_document(row)


@router.post("/stops", url_name="playbook_stops", summary="Leave a customer alone")
def stop(request: HttpRequest, body: StopIn) -> Document:
    """Everything ends now: calls, e-mail, letters, at every number and address; what waits is cancelled."""
    row = stopping.stop(
        by=actor_of(request),
        at=clock.now(),
        customer=body.customer,
        words=body.words,
        source=body.source,
        channel=body.channel,
    )
    return documents.stop_document(row)


@router.get("/consents", url_name="playbook_consents", summary="List a customer's consents")
def consents(request: HttpRequest, asked: Query[OfCustomer]) -> list[Document]:
    """Newest first, withdrawn ones too."""
    return documents.consent_documents(customer=asked.customer)


@router.post("/consents", url_name="playbook_consents", summary="Write down a consent")
def give(request: HttpRequest, body: ConsentIn) -> Document:
    """With the words they agreed to and the occasion."""
    if body.given_at.tzinfo is None:
        raise Invalid("given_at needs its zone, such as 2026-11-22T10:00:00Z.")
    row = consenting.give_consent(
        by=actor_of(request),
        at=clock.now(),
        customer=body.customer,
        purpose=body.purpose,
        channel=body.channel,
        given_at=body.given_at,
        how=body.how,
        text=body.words,
        document=body.document,
    )
    return documents.consent_document(row)


@router.delete("/consents/{consent_id}", url_name="playbook_consent", summary="Take a consent back")
def withdraw(request: HttpRequest, consent_id: int) -> Document:
    """Effective now; the proof is kept."""
    row = consenting.withdraw_consent(by=actor_of(request), at=clock.now(), consent=consent_row(pk=consent_id))
    return documents.consent_document(row)


@router.get("/points", url_name="playbook_points", summary="List a customer's numbers and addresses")
def list_points(request: HttpRequest, asked: Query[OfCustomer]) -> list[Document]:
    """From the imported facts, and typed at work; with the local time where it is known."""
    return [documents.point_document(each) for each in points(customer=asked.customer, at=clock.now())]


@router.post("/points", url_name="playbook_points", summary="Add a number or an address")
def add(request: HttpRequest, body: PointIn) -> Document:
    """Numbers are kept as E.164; `country` where they have no country code."""
    now = clock.now()
    row = pointing.add_point(
        by=actor_of(request),
        at=now,
        customer=body.customer,
        medium=body.medium,
        text=body.value,
        country=body.country,
        zone=body.zone,
    )
    made = next(each for each in points(customer=body.customer, at=now) if each.id == row.fingerprint)
    return documents.point_document(made)


@router.post("/points/wrong", url_name="playbook_point_wrong", summary="Mark a number or an address as wrong")
def wrong(request: HttpRequest, body: WrongIn) -> Document:
    """It is not used again."""
    now = clock.now()
    row = pointing.mark_wrong(by=actor_of(request), at=now, customer=body.customer, point=body.point)
    found = next(each for each in points(customer=body.customer, at=now) if each.id == row.fingerprint)
    return documents.point_document(found)


@router.get("/guard-rules", url_name="playbook_rules", summary="List the guard's rules")
def rules(request: HttpRequest) -> list[Document]:
    """Every rule with its jurisdiction, source, owner and the day it was checked."""
    return rule_documents(today=clock.now().date())
