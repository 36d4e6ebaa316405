"""The database behind Django's tasks interface: `enqueue` writes a row in the caller's transaction."""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit import clock

STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.CANCELLED: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Queues tasks as `Job` rows; `worker.Worker` runs them."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue a task. Arguments are passed by name only and must be JSON."""
        if args:
            raise TypeError(f"{task.name} takes its arguments by name.")
        self.validate_task(task)
        now = clock.now()
        job = Job.objects.create(
            name=task.module_path,
            arguments=kwargs,
            asked_by=str(kwargs.get("asked_by", "")),
            asked_at=now,
            run_after=task.run_after or now,
            priority=task.priority,
        )
        return _result(task, job, self.alias)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The job as Django's tasks interface shows it."""
        try:
            job = Job.objects.get(pk=int(result_id))
        except (Job.DoesNotExist, ValueError) as missing:
            raise TaskResultDoesNotExist(result_id) from missing
        return _result(import_task(job.name), job, self.alias)


def import_task(path: str) -> Task[Any, Any]:
    """The task at a dotted name. Raises ImportError when the code no longer has it."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise ImportError(f"{path} is not a task")
    return found


def _result(task: Task[Any, Any], job: Job, alias: str) -> TaskResult[Any]:
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[State(job.state)],
        enqueued_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=[],
        kwargs=job.arguments,
        backend=alias,
        errors=[],
        worker_ids=[job.leased_by] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.answer)
    return result
