"""Jobs as screens show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.errors import NotFound

NEWEST = 100


@dataclass(frozen=True)
class JobRow:
    """One job."""

    id: int
    title: str
    state: str
    state_title: str
    asked_at: datetime
    finished_at: datetime | None
    attempts: int
    words: str
    percent: int | None
    sentence: str
    answer: Any

    @property
    def is_open(self) -> bool:
        """Waiting or running."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def can_retry(self) -> bool:
        """Ended without being done."""
        return self.state in {State.FAILED, State.CANCELLED}


@dataclass(frozen=True)
class JobsPage:
    """The newest jobs, and whether something is still going on."""

    jobs: tuple[JobRow, ...]

    @property
    def busy(self) -> bool:
        """Whether the page should look again by itself."""
        return any(job.is_open for job in self.jobs)


def newest_jobs() -> JobsPage:
    """The last hundred."""
    return JobsPage(tuple(_row(job) for job in Job.objects.order_by("-asked_at", "-pk")[:NEWEST]))


def job_row(job_id: int) -> JobRow:
    """One job by number. Raises NotFound."""
    return _row(job(job_id))


def job(job_id: int) -> Job:
    """The row itself, for verbs. Raises NotFound."""
    found = Job.objects.filter(pk=job_id).first()
    if found is None:
        raise NotFound(f"There is no job {job_id}.")
    return found


def _row(job: Job) -> JobRow:
    return JobRow(
        id=job.pk,
        title=job.title,
        state=job.state,
        state_title=State(job.state).label,
        asked_at=job.asked_at,
        finished_at=job.finished_at,
        attempts=job.attempts,
        words=job.progress_words,
        percent=job.percent,
        sentence=job.sentence,
        answer=job.answer,
    )
