"""Schedule: work that comes round, as the rooms' manifests say.

Each task has one slot for every stretch of its minutes. The worker that writes the slot down first enqueues the
task; the others meet the constraint. After a long pause only the present slot is begun, not each one missed.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django_tasks.base import Task

from regain.foundation.jobs.backend import import_task
from regain.foundation.jobs.models import Job, Slot, State
from regain.foundation.kit.room import Every, rooms

log = logging.getLogger("regain.jobs")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPEN = (State.WAITING, State.RUNNING)


def scheduled() -> list[Every]:
    """What comes round, in the order of the rooms."""
    return [every for room in rooms() for every in room.schedule]


def slot(every: Every, at: datetime) -> datetime:
    """When the slot of this moment began."""
    return at - (at - EPOCH) % timedelta(minutes=every.minutes)


def come_round(at: datetime) -> int:
    """Enqueue what this slot is due and nobody has begun; returns how many tasks that was."""
    begun = dict(Slot.objects.values_list("name").annotate(Max("starts_at")))
    due = [every for every in scheduled() if every.task not in begun or begun[every.task] < slot(every, at)]
    return sum(_begin(every, at) for every in due)


def soon(task: "Task[..., Any]", *, at: datetime) -> None:
    """Enqueue a task that comes round ahead of its slot, unless one waits that runs no later."""
    waiting = Job.objects.filter(name=task.module_path, state=State.WAITING, run_after__lte=at)
    if not waiting.exists():
        task.using(run_after=at).enqueue()


def _begin(every: Every, at: datetime) -> bool:
    """Take the slot and enqueue its task; False where another worker was first, or the last turn still runs."""
    jobs = Job.objects.filter(name=every.task)
    try:
        task = import_task(every.task)
        with transaction.atomic():
            Slot.objects.create(name=every.task, starts_at=slot(every, at))
            Slot.objects.filter(name=every.task, starts_at__lt=slot(every, at)).delete()
            if jobs.filter(state__in=OPEN, run_after__lte=at).exists():
                return False
            _forget(every.task)
            task.enqueue()
    except IntegrityError:
        return False
    except ImportError:
        log.exception("A manifest schedules %s, which is no task", every.task)
        return False
    return True


def _forget(name: str) -> None:
    """Keep the last turn that ended; a task of every minute would bury the other jobs."""
    ended = Job.objects.filter(name=name).exclude(state__in=OPEN)
    ended.exclude(pk__in=ended.order_by("-pk").values("pk")[:1]).delete()
