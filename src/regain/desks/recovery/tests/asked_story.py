"""Needs with customers behind them, and conversations held, for the tests of rooms above this desk."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from regain.desks.recovery.models import Call, Case, Need, Requirement
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.foundation.people.models import Person

LEFT = date(2011, 6, 15)


def a_need(*, at: datetime, issue: str) -> Need:
    """What customers ask for, answered by an issue."""
    return Need.objects.create(title="Parcels in two days", made_at=at, made_by="X", issue=issue)


def asked_for(need: Need, customer: str, *, at: datetime) -> Requirement:
    """A customer who asked for it."""
    return Requirement.objects.create(
        case=a_case(customer, at=at), need=need, words="Faster, please.", said_at=at, noted_by="X"
    )


def told(row: Requirement, *, at: datetime) -> None:
    """They heard that it is there."""
    Requirement.objects.filter(pk=row.pk).update(told_at=at, told_how="call", told_by="X")


def attempts(caller: Person, moments: Sequence[datetime], *, outcome: str = Outcome.SPOKE) -> None:
    """Calls that began at these moments, all of one case that is over."""
    case = a_case("C-0", at=moments[0], ended_at=moments[0], ended_by="X", ending="closed", ended_words="Over.")
    Call.objects.bulk_create(
        Call(case=case, kind=CallKind.RECOVERY, caller=caller, began_at=at, step="end", ended_at=at, outcome=outcome)
        for at in moments
    )


def a_case(customer: str, *, at: datetime, **fields: object) -> Case:
    """A case opened by hand."""
    return Case.objects.create(
        customer=customer,
        left_on=LEFT,
        kind="team",
        currency="GBP",
        value_lost=Decimal(10),
        maximum_spend=Decimal(1),
        opened_at=at,
        opened_by="X",
        next_at=at,
        **fields,
    )
