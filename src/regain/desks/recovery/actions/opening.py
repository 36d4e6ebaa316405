"""Open cases: those a cycle decided on when it is approved, and one by hand; take untouched ones away again."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.inviting import strike_out
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.events import CaseOpened
from regain.desks.recovery.models import Case, Cycle, Decision
from regain.desks.recovery.queries import guarding
from regain.desks.recovery.rules.cases import FINAL, Next
from regain.desks.recovery.rules.terms import CALLED, Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.people.models import Person

AT_ONCE: Final = 2_000


class AlreadyInWork(Conflict):
    """One customer is in one open case."""


class NeverAgain(Conflict):
    """The customer asked to be left alone, or there is nobody left to call."""


class HeldOut(Conflict):
    """The customer is in a control group that still counts."""


class WorkHasBegun(Conflict):
    """Somebody has spoken, promised or written on the strength of it."""


def open_cases(by: Actor, at: datetime, cycle: Cycle) -> int:
    """A case for every call the cycle decided on; how many. Whoever was to call owns it from now on.

    A customer who is in an open case already keeps that one, and nobody is called who may never be called again.
    """
    rows = cycle.decisions.filter(kind__in=CALLED, is_recoverable=True).exclude(_in_work()).exclude(_over_for_good())
    count = 0
    for some in _some(rows.order_by("pk")):
        stopped = guarding.stopped([row.customer for row in some])
        opened = [row for row in some if row.customer not in stopped]
        Case.objects.bulk_create(case_of(row, by=by, at=at, currency=cycle.currency) for row in opened)
        count += len(opened)
    return count


def take_cases_away(by: Actor, at: datetime, cycle: Cycle) -> int:
    """Remove the cases of the cycle, all of them untouched; how many. Whose call it is stays said by the draft.

    Raises WorkHasBegun.
    """
    cases = Case.objects.filter(decision__cycle=cycle)
    begun = cases.filter(_begun()).first()
    if begun is not None:
        raise WorkHasBegun(
            _("Somebody has begun to work on %(name)s, so this approval stays. Swap or close single cases instead.")
            % {"name": begun.title}
        )
    for case in cases.filter(kind=Kind.EXECUTIVE).select_related("owner"):
        Decision.objects.filter(case=case).update(assigned_to=case.owner)
        strike_out(case, by=by, at=at)
    removed, _each = cases.delete()
    return removed


@verb("recovery.open_case", allow=policy.may_draft)
def open_case(
    *,
    by: Actor,
    at: datetime,
    customer: str,
    name: str,
    country: str,
    left_on: date,
    currency: str,
    value_lost: Decimal,
    words: str,
    kind: Kind = Kind.TEAM,
) -> Case:
    """Put one departed customer to work on outside a cycle, with the reason.

    Raises ReasonMissing, AlreadyInWork, NeverAgain, HeldOut.
    """
    why = reason_from(words, _("Say why this customer is to be called; the reason stays with the case."))
    refuse_open(customer=customer, title=name or customer)
    _refuse_control(customer=customer, left_on=left_on, title=name or customer)
    case = Case.objects.create(
        customer=customer,
        name=name[:200],
        country=country[:100],
        left_on=left_on,
        kind=kind,
        currency=currency,
        value_lost=value_lost,
        maximum_spend=Decimal(0),
        opened_at=at,
        opened_by=by.name,
        next_kind=Next.CALL,
        next_at=at,
        next_words=why,
    )
    announce(CaseOpened(case=case.pk, customer=customer, left_on=left_on))
    return case


def open_case_of(row: Decision, by: Actor, at: datetime, currency: str) -> None:
    """Open the case of one decision that was changed after approval; none where nobody is called.

    Raises AlreadyInWork, NeverAgain.
    """
    if row.kind in CALLED:
        refuse_open(customer=row.customer, title=row.title)
        case_of(row, by=by, at=at, currency=currency).save()


def withdraw_case(row: Decision, by: Actor, at: datetime) -> Person | None:
    """Remove the untouched case of a decision; whoever owned it. Raises WorkHasBegun."""
    case = Case.objects.select_for_update(of=("self",)).select_related("owner").filter(decision=row).first()
    if case is None:
        return None
    if has_begun(case):
        raise WorkHasBegun(_("Somebody has begun to work on %(name)s already.") % {"name": row.title})
    owner = case.owner
    strike_out(case, by=by, at=at)
    case.delete()
    return owner


def refuse_open(*, customer: str, title: str) -> None:
    """Raises AlreadyInWork, NeverAgain."""
    earlier = Case.objects.filter(customer=customer)
    if earlier.filter(ended_at=None).exists():
        raise AlreadyInWork(_("%(name)s is in an open case already; go on there.") % {"name": title})
    if earlier.filter(ending__in=FINAL).exists() or guarding.stopped([customer]):
        raise NeverAgain(
            _("%(name)s asked to be left alone, or is gone. Nobody opens a case again after that.") % {"name": title}
        )


def case_of(row: Decision, by: Actor, at: datetime, currency: str) -> Case:
    """The case of a decision, unsaved."""
    return Case(
        decision=row,
        customer=row.customer,
        name=row.name,
        country=row.country,
        left_on=row.left_on,
        kind=row.kind,
        rank=row.rank,
        currency=currency,
        value_lost=row.value_lost,
        maximum_spend=row.maximum_spend,
        owner_id=row.assigned_to_id,
        opened_at=at,
        opened_by=by.name,
        next_kind=Next.CALL,
        next_at=at,
    )


def has_begun(case: Case) -> bool:
    """Whether somebody has done more than look at it."""
    return Case.objects.filter(_begun(), pk=case.pk).exists()


def _begun() -> Q:
    """It has ended, or anything hangs on it: a call, a promise, a letter, a link."""
    begun = ~Q(ended_at=None)
    for hanging in Case._meta.related_objects:
        rows = hanging.related_model._default_manager.filter(**{hanging.field.name: OuterRef("pk")})
        begun |= Q(Exists(rows))
    return begun


def _in_work() -> Exists:
    return Exists(Case.objects.filter(customer=OuterRef("customer"), ended_at=None))


def _over_for_good() -> Exists:
    return Exists(Case.objects.filter(customer=OuterRef("customer"), ending__in=FINAL))


def _refuse_control(*, customer: str, left_on: date, title: str) -> None:
    held = Decision.objects.filter(customer=customer, left_on=left_on, kind=Kind.CONTROL)
    if held.filter(cycle__approved_at__isnull=False).exists():
        raise HeldOut(
            _("%(name)s is in the control group of this departure. A call would spoil the comparison.")
            % {"name": title}
        )


def _some(rows: QuerySet[Decision]) -> Iterable[list[Decision]]:
    """The rows in portions, without holding a cursor open while others are written."""
    after = 0
    while some := list(rows.filter(pk__gt=after)[:AT_ONCE]):
        yield some
        after = some[-1].pk
