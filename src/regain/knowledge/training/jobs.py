"""Reminding of coaching that waits too long."""

from django.utils import timezone
from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.training.actions import remind_of_coaching
from regain.knowledge.training.queries.coaching import overdue


@task()
def remind_of_overdue_coaching() -> None:
    """Remind whoever should have taken the next step; once for each day that passed."""
    at = clock.now()
    for item in overdue(today=timezone.localdate(at)):
        remind_of_coaching(by=System("worker"), at=at, coaching=item)
