"""Offers for programs. An offer of a kind one may not know of is not found."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions import offers as actions
from regain.knowledge.playbook.queries import offers as queries
from regain.knowledge.playbook.rules.offers import Mechanism, OfferKind, Terms

router = Router()
Document = dict[str, Any]


class TermsIn(Schema):
    """What an offer says and costs."""

    title: str
    words: str = Field(description="What the letter says; without braces.")
    mechanism: Mechanism
    cost: Decimal = Field(description="For each customer who takes it.", ge=0, max_digits=14, decimal_places=2)
    currency: str = Field(description="The company's.", examples=["GBP"])
    live_from: date
    review_on: date = Field(description="The last day it stands, at most a year ahead.")
    why: str = ""

    def terms(self) -> Terms:
        """The terms as a value."""
        told = self.dict()
        return Terms(**{name: told[name] for name in TermsIn.model_fields})


class OfferIn(TermsIn):
    """A new offer."""

    kind: OfferKind


class ChangeIn(TermsIn):
    """New terms."""

    seen: int = Field(description="The revision these terms replace.", ge=1)


@router.get("/offers", url_name="playbook_offers", summary="List offers")
def offers(request: HttpRequest) -> list[Document]:
    """Every offer you may know of, in the order of offering: price only comes last."""
    return queries.offer_documents(by=actor_of(request), at=clock.now())


@router.post("/offers", url_name="playbook_offers", summary="Make an offer")
def make(request: HttpRequest, body: OfferIn) -> Document:
    """Offer this from its first day to its review."""
    by, now = actor_of(request), clock.now()
    made = actions.make_offer(by=by, at=now, kind=body.kind, terms=body.terms())
    return queries.offer_document(by=by, at=now, number=made.pk)


@router.get("/offers/{number}", url_name="playbook_offer", summary="Read an offer")
def offer(request: HttpRequest, number: int) -> Document:
    """One offer as it is now."""
    return queries.offer_document(by=actor_of(request), at=clock.now(), number=number)


@router.put("/offers/{number}", url_name="playbook_offer", summary="Change an offer")
def change(request: HttpRequest, number: int, body: ChangeIn) -> Document:
    """Let these terms hold from now on; the former ones are kept."""
    by, now = actor_of(request), clock.now()
    row = queries.offer_row(by=by, number=number)
    actions.amend_offer(by=by, at=now, offer=row, seen=body.seen, terms=body.terms())
    return queries.offer_document(by=by, at=now, number=number)


@router.post("/offers/{number}/retirement", url_name="playbook_offer_retirement", summary="Retire an offer")
def retire(request: HttpRequest, number: int) -> Document:
    """Let nobody be offered this any more."""
    by, now = actor_of(request), clock.now()
    actions.retire_offer(by=by, at=now, offer=queries.offer_row(by=by, number=number))
    return queries.offer_document(by=by, at=now, number=number)


@router.delete("/offers/{number}/retirement", url_name="playbook_offer_retirement", summary="Bring an offer back")
def bring_back(request: HttpRequest, number: int) -> Document:
    """Offer a retired one again, until its review."""
    by, now = actor_of(request), clock.now()
    actions.bring_back_offer(by=by, at=now, offer=queries.offer_row(by=by, number=number))
    return queries.offer_document(by=by, at=now, number=number)
