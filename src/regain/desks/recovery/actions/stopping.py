"""Whoever is left alone is in nobody's work: their case ends with the stop itself, wherever it was said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.desks.recovery.actions.closing import finish
from regain.desks.recovery.actions.ending import close_call
from regain.desks.recovery.actions.touching import key_of
from regain.desks.recovery.models import Case, Letter, ReturnLink, Touch
from regain.desks.recovery.queries.patience import AHEAD
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.kit.actor import System
from regain.foundation.notices.actions.reminders import settle
from regain.knowledge.playbook.events import ContactStopped

DESK: Final = System("recovery")
"""The event names no one; who said it stands with the stop."""


def end_work_of(event: ContactStopped) -> None:
    """End the open case with its calls; settle its reminders; drop what was planned, and letters not made yet.

    Kept in the transaction of the stop. A case that was ended with it is not ended again.
    """
    customer, at = event.customer, event.at
    for case in Case.objects.select_for_update(of=("self",)).filter(customer=customer, ended_at=None):
        for call in case.calls.select_related("case").filter(ended_at=None):
            close_call(call, outcome=Outcome.LEFT_ALONE, at=at)
        finish(case, by=DESK, at=at, ending=Ending.LEFT_ALONE, words=_("Asked to be left alone."))
    _drop_touches(Touch.objects.filter(AHEAD, case__customer=customer), at=at)
    _settle_reminders(customer, at=at)
    for way in ({"case__customer": customer}, {"decision__customer": customer}):
        rows = Letter.objects.filter(made_at=None, dropped_at=None, **way).values_list("pk", flat=True)
        Letter.objects.filter(pk__in=list(rows)).update(dropped_at=at, dropped_because=_("Wants to be left alone"))


def _drop_touches(rows: Iterable[Touch], *, at: datetime) -> None:
    for touch in rows:
        touch.skipped_at, touch.skipped_by, touch.skipped_because = at, DESK.name, _("Wants to be left alone")
        touch.save(update_fields=["skipped_at", "skipped_by", "skipped_because"])
        settle(by=DESK, at=at, key=key_of(touch))


def _settle_reminders(customer: str, *, at: datetime) -> None:
    for case in Case.objects.filter(customer=customer).values_list("pk", flat=True):
        settle(by=DESK, at=at, key=f"recovery:stopped:{case}")
    for link in ReturnLink.objects.filter(case__customer=customer).values_list("pk", flat=True):
        settle(by=DESK, at=at, key=f"recovery.way_back:{link}")
