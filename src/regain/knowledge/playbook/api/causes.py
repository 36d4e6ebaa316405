"""Why customers left, for programs: one customer, what reasons cost, and how far stated and confirmed agree."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions.causes import record_causes, withdraw_causes
from regain.knowledge.playbook.queries import reason_documents as documents
from regain.knowledge.playbook.queries.revenue import reasons_by_revenue, recorded_revenue
from regain.knowledge.playbook.queries.truth import truth
from regain.knowledge.playbook.rules.causes import MOST_CAUSES, Standing, evenly

router = Router()

Document = dict[str, Any]
MOST_DEPARTURES = 10_000
Weight = Annotated[Decimal, Field(gt=0, le=1, max_digits=5, decimal_places=4)]


class CauseIn(Schema):
    """One reason of a departure."""

    reason: int
    weight: Weight | None = Field(None, description="Without weights, the reasons weigh the same.")


class ToldIn(Schema):
    """What one standing says."""

    causes: list[CauseIn] = Field(default=[], max_length=MOST_CAUSES)
    could_not_say: bool = False
    source: str = Field("", max_length=200, description="Where it was heard.")


class LostIn(Schema):
    """A departure and what was lost with it."""

    customer: str = Field(min_length=1, max_length=1_000)
    left_on: date
    value_lost: Decimal = Field(max_digits=18, decimal_places=4)


class LossesIn(Schema):
    """Departures to split by reason."""

    departures: list[LostIn] = Field(max_length=MOST_DEPARTURES)
    standing: Standing | None = Field(None, description="Count this standing alone; by default the strongest of each.")


class Period(Schema):
    """A time; `until` is the day after the last."""

    from_on: date | None = Field(None, alias="from")
    until_on: date | None = Field(None, alias="until")


@router.get("/reasons/by-revenue", url_name="playbook_reasons_by_revenue", summary="What reasons cost, on record")
def recorded(request: HttpRequest, asked: Query[Period]) -> Document:
    """Over the departures somebody asked about, by their value when it was asked. The parts add up to the total."""
    return documents.revenue_document(recorded_revenue(from_on=asked.from_on, until_on=asked.until_on))


@router.post("/reasons/by-revenue", url_name="playbook_reasons_by_revenue", summary="What reasons cost, of losses sent")
def of_losses(request: HttpRequest, body: LossesIn) -> Document:
    """Over the departures sent, whether asked or not. The parts add up to what was sent, to the cent."""
    lost = {(each.customer, each.left_on): each.value_lost for each in body.departures}
    return documents.revenue_document(reasons_by_revenue(lost=lost, standing=body.standing))


@router.get("/reasons/truth", url_name="playbook_truth", summary="How often stated and confirmed differ")
def read_truth(request: HttpRequest, asked: Query[Period]) -> Document:
    """Over departures with both; by default the last year."""
    until = asked.until_on or clock.now().date() + timedelta(days=1)
    return documents.truth_document(truth(from_on=asked.from_on or until - timedelta(days=365), until_on=until))


@router.put(
    "/causes/{left_on}/{standing}/{customer:customer}",
    url_name="playbook_told",
    summary="Write down why a customer left",
)
def record(request: HttpRequest, left_on: date, standing: Standing, customer: str, body: ToldIn) -> Document:
    """In the place of what this standing said before, which stays in the history."""
    row = record_causes(
        by=actor_of(request),
        at=clock.now(),
        customer=customer,
        left_on=left_on,
        standing=standing,
        weights=_weights(body.causes),
        could_not_say=body.could_not_say,
        source=body.source,
    )
    return documents.telling_document(row)


@router.delete("/causes/{left_on}/{standing}/{customer:customer}", url_name="playbook_told", summary="Take it back")
def withdraw(request: HttpRequest, left_on: date, standing: Standing, customer: str) -> Document:
    """As if nobody had asked; it stays in the history."""
    withdraw_causes(by=actor_of(request), at=clock.now(), customer=customer, left_on=left_on, standing=standing)
    return documents.customer_document(customer)


@router.get("/causes/{customer:customer}", url_name="playbook_causes", summary="Read why a customer left")
def read(request: HttpRequest, customer: str) -> Document:
    """Each departure somebody asked about: stated, diagnosed, confirmed, and the history."""
    return documents.customer_document(customer)


def _weights(causes: list[CauseIn]) -> dict[int, Decimal]:
    """The weights sent; none at all means that all weigh the same."""
    if all(each.weight is None for each in causes):
        return evenly([each.reason for each in causes])
    return {each.reason: each.weight or Decimal(0) for each in causes}
