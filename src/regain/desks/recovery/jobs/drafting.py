"""Drafting takes a pass over the lives of everybody, so it happens in the background."""

from django.utils.translation import gettext as _
from django_tasks import task

from regain.desks.recovery import actions
from regain.desks.recovery.events import DraftRequested
from regain.desks.recovery.queries import facts, finding
from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock


def queue_draft(event: DraftRequested) -> None:
    """Draft it as soon as a worker is free."""
    draft_period.enqueue(period=event.period, asked_by=event.asked_by)


@task()
def draft_period(*, period: str, asked_by: str) -> dict[str, object]:
    """Draft the period on behalf of who asked; again, it replaces its own draft."""
    report = reporter()
    report(_("Looking at who left, and what they are worth"), 0, 3)
    departed = facts.departed(period=period)
    report(_("Deciding about each of them"), 1, 3)
    cycle = actions.draft_cycle(by=finding.actor_of(asked_by), at=clock.now(), departed=departed)
    report(_("Drafted"), 3, 3)
    return {"period": cycle.period, "departures": len(departed.departures)}
