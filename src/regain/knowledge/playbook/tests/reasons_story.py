"""The catalogue and a few departures, made by our own verbs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from regain.foundation.kit.actor import Actor, System
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.actions.causes import record_causes
from regain.knowledge.playbook.models import Reason, ReasonGroup, Telling
from regain.knowledge.playbook.rules.causes import CauseClass, Standing, evenly

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEFT = date(2026, 1, 15)
INSTALLER = System("installer")
ONE = Decimal(1)


def filled() -> dict[str, Reason]:
    """The shipped catalogue, by key."""
    load_catalogue(by=INSTALLER, at=AT)
    return {reason.key: reason for reason in Reason.objects.select_related("group")}


def told(
    by: Actor, *reasons: Reason, customer: str = "C-1", left_on: date = LEFT, standing: Standing = Standing.STATED
) -> Telling:
    """Reasons of one departure, all weighing the same; none: could not say."""
    return record_causes(
        by=by,
        at=AT,
        customer=customer,
        left_on=left_on,
        standing=standing,
        weights=evenly([reason.pk for reason in reasons]),
        could_not_say=not reasons,
    )


def as_it_is(reason: Reason) -> dict[str, Any]:
    """What a form would send to change nothing."""
    return {
        "group": ReasonGroup.objects.get(pk=reason.group_id),
        "title": reason.title,
        "words": reason.words,
        "cause_class": CauseClass(reason.cause_class),
        "is_changeable": reason.is_changeable,
        "is_ours": reason.is_ours,
    }
