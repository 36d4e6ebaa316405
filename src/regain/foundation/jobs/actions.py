"""Stop a job, or run it again."""

from datetime import datetime

from regain.foundation.audit.verb import verb
from regain.foundation.jobs import policy
from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict


@verb("jobs.job_cancelled", allow=policy.may_manage)
def cancel_job(*, by: Actor, at: datetime, job: Job) -> Job:
    """Ask a waiting or running job to stop. Raises Conflict when it has ended."""
    open_job = Job.objects.filter(pk=job.pk, state__in=[State.WAITING, State.RUNNING])
    if not open_job.update(state=State.CANCELLED, finished_at=at, sentence="Stopped on request."):
        raise Conflict("This job has already ended.")
    job.refresh_from_db()
    return job


@verb("jobs.job_retried", allow=policy.may_manage)
def retry_job(*, by: Actor, at: datetime, job: Job) -> Job:
    """Queue an ended job again. Raises Conflict while it is still open."""
    ended = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    again = {"attempts": 0, "leased_by": "", "sentence": "", "trace": "", "finished_at": None}
    if not ended.update(state=State.WAITING, run_after=at, **again):
        raise Conflict("Only a job that failed or was stopped can be run again.")
    job.refresh_from_db()
    return job
