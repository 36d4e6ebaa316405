"""What is known when patience asks what comes next; whose touches are due."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from regain.desks.recovery.models import Call, Case, Touch
from regain.desks.recovery.queries.cases import visible_to
from regain.desks.recovery.rules.calls import REACHED
from regain.desks.recovery.rules.cases import FINAL, Ending
from regain.desks.recovery.rules.patience import Due, Made, Patience, Stop, following
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.knowledge.valuation.queries.facts import Facts, NoSuchCustomer, facts_of

COMPLAINT: Final = "complaint"
AHEAD: Final = Q(made_at=None, skipped_at=None)


@dataclass(frozen=True)
class Signs:
    """What the facts say since we became patient."""

    complained_at: datetime | None = None
    bought_on: date | None = None


def patience_of(case: Case, *, signs: Signs = Signs()) -> Patience:
    """The history of one parked case, as the rule reads it."""
    spoke = Call.objects.filter(case=case, outcome__in=REACHED).order_by("-ended_at")
    over = case.touches.filter(~AHEAD)
    return Patience(
        parked_at=case.parked_at or case.opened_at,
        spoke_at=spoke.values_list("ended_at", flat=True).first(),
        made=sorted((_made(touch) for touch in over), key=lambda contact: contact.at),
        left_alone=case.ending in FINAL,
        ended=case.ended_at is not None,
        returned=case.ending == Ending.RETURNED or signs.bought_on is not None,
        complained_at=signs.complained_at,
    )


def next_touch(case: Case, *, signs: Signs = Signs()) -> Due | Stop:
    """What comes next for a parked case."""
    return following(patience_of(case, signs=signs))


def signs_of(case: Case) -> Signs:
    """Complaints and purchases of this customer since the case was parked; read before anybody writes to them."""
    if case.parked_at is None:
        return Signs()
    try:
        facts = facts_of(case.customer)
    except NoSuchCustomer:
        return Signs()
    since = case.parked_at.astimezone(settings.COMPANY.tz).date()
    bought = [day["day"] for day in facts.days if day["day"] > max(since, case.left_on)]
    return Signs(complained_at=_complained(facts, since), bought_on=bought[0] if bought else None)


def without_a_touch() -> QuerySet[Case]:
    """Cases we are patient with that have no contact ahead."""
    ahead = Touch.objects.filter(AHEAD, case=OuterRef("pk"))
    parked = Case.objects.filter(ended_at=None, parked_at__isnull=False).select_related("owner")
    return parked.filter(~Exists(ahead)).order_by("parked_at", "pk")


def due(at: datetime) -> QuerySet[Touch]:
    """Touches that are due and have not come to anybody yet."""
    rows = Touch.objects.filter(AHEAD, due_at__lte=at, raised_at=None).select_related("case__owner")
    return rows.order_by("due_at", "pk")


def no_longer_wanted() -> QuerySet[Touch]:
    """Contacts ahead of cases that ended, or are not parked any more."""
    return Touch.objects.filter(AHEAD, Q(case__parked_at=None) | Q(case__ended_at__isnull=False)).select_related("case")


def touch_row(*, by: Actor, pk: int) -> Touch:
    """One contact of a case this person may see. Raises NotFound."""
    found = Touch.objects.filter(pk=pk, case__in=visible_to(by).order_by()).select_related("case__owner").first()
    if found is None:
        raise NotFound("There is no such contact, or its case is somebody else's.")
    return found


def _made(touch: Touch) -> Made:
    at = touch.made_at or touch.skipped_at or touch.due_at
    return Made(at, touch.answered_at, was_skipped=touch.made_at is None)


def _complained(facts: Facts, since: date) -> datetime | None:
    days = [each["day"] for each in facts.contacts if each["kind"] == COMPLAINT and each["day"] > since]
    if not days:
        return None
    noon = datetime.min.time().replace(hour=12)
    return datetime.combine(days[0], noon, settings.COMPANY.tz)
