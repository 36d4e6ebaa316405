"""Rows of the plan for the verbs, found by what an address names; nobody finds those of a case they may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Case, Proposal, Requirement, ReturnLink, Touch
from regain.desks.recovery.queries import cases, plan
from regain.desks.recovery.queries.patience import AHEAD
from regain.desks.recovery.queries.plan import ToDo
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money
from regain.foundation.ui.frame import Hit

FOUND = 8


@dataclass(frozen=True)
class CasePanel:
    """A customer's case on their page."""

    id: int
    title: str
    state: str
    tone: str
    owner: str
    todo: ToDo
    next_when: str
    steps: tuple[plan.StepLine, ...]


@dataclass(frozen=True)
class TouchDue:
    """A slow contact that waits for somebody."""

    id: int
    case: int
    href: str
    title: str
    number: int
    how: str
    due_at: datetime
    owner: str
    is_mine: bool
    is_due: bool
    value_lost: Money
    parked_words: str


@dataclass(frozen=True)
class TouchesPage:
    """Whom to stay in touch with."""

    due: tuple[TouchDue, ...]
    ahead: tuple[TouchDue, ...]


def requirement_of(*, by: Actor, pk: int) -> Requirement:
    """What one customer asked for. Raises NotFound."""
    rows = Requirement.objects.select_related("case__owner", "need")
    found = rows.filter(pk=pk, case__in=cases.visible_to(by).order_by()).first()
    if found is None:
        raise NotFound(_("There is no such request, or its case is somebody else's."))
    return found


def proposal_of(*, by: Actor, pk: int) -> Proposal:
    """One proposal. Raises NotFound."""
    rows = Proposal.objects.select_related("case__owner")
    found = rows.filter(pk=pk, case__in=cases.visible_to(by).order_by()).first()
    if found is None:
        raise NotFound(_("There is no such proposal, or its case is somebody else's."))
    return found


def link_row(*, by: Actor, pk: int) -> ReturnLink:
    """One way back. Raises NotFound."""
    rows = ReturnLink.objects.select_related("case__owner")
    found = rows.filter(pk=pk, case__in=cases.visible_to(by).order_by()).first()
    if found is None:
        raise NotFound(_("There is no such way back, or its case is somebody else's."))
    return found


def search_cases(*, by: Actor, words: str) -> Sequence[Hit]:
    """Cases for the palette: those that exist for this person."""
    rows = cases.visible_to(by)
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(customer__icontains=word))
    return [
        Hit(
            title=row.title,
            href=reverse("recovery:case", args=[row.pk]),
            detail=_("Case: %(state)s")
            % {"state": row.get_ending_display() if row.ending else row.get_next_kind_display()},
            icon="folder",
        )
        for row in rows.order_by("-opened_at")[:FOUND]
    ]


def case_panel(*, by: Actor, customer: str) -> CasePanel | None:
    """The newest case of a customer, for those who may see it."""
    row = cases.visible_to(by).filter(customer=customer).order_by("-opened_at").first()
    if row is None:
        return None
    page = plan.case_page(by=by, at=clock.now(), case=row)
    return CasePanel(
        id=row.pk,
        title=row.get_ending_display() if row.ending else _("Open"),
        state=row.ending or "open",
        tone="quiet" if row.ending else "busy",
        owner=page.owner,
        todo=page.todo,
        next_when="" if row.ending else page.next_when,
        steps=page.steps,
    )


def touches_page(*, by: Actor, at: datetime) -> TouchesPage:
    """Slow contacts of the cases this person sees: those due, and the next ones."""
    rows = Touch.objects.filter(AHEAD, case__in=cases.visible_to(by).filter(ended_at=None).order_by())
    rows = rows.select_related("case__owner").order_by("due_at", "pk")
    lines = [_due(row, by=by, at=at) for row in rows[:200]]
    return TouchesPage(
        due=tuple(line for line in lines if line.is_due), ahead=tuple(line for line in lines if not line.is_due)
    )


def _due(row: Touch, *, by: Actor, at: datetime) -> TouchDue:
    case: Case = row.case
    return TouchDue(
        id=row.pk,
        case=case.pk,
        href=reverse("recovery:case", args=[case.pk]),
        title=case.title,
        number=row.number,
        how=row.get_how_display(),
        due_at=row.due_at,
        owner=case.owner.name if case.owner else "",
        is_mine=case.owner is not None and case.owner.key == by.key,
        is_due=row.due_at <= at,
        value_lost=Money(case.value_lost, case.currency),
        parked_words=case.parked_words,
    )
