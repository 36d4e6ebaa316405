"""Jobs as screens show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regain.foundation.jobs.models import Job, State, in_words
from regain.foundation.jobs.schedule import scheduled, slot
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
class RoundRow:
    """One task that comes round: how often, how it went last, when again."""

    title: str
    minutes: int
    last_at: datetime | None
    state: str
    next_at: datetime


@dataclass(frozen=True)
class JobsPage:
    """The newest jobs, and whether something is still going on."""

    jobs: tuple[JobRow, ...]
    rounds: tuple[RoundRow, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether the page should look again by itself."""
        return any(job.is_open for job in self.jobs)


def newest_jobs() -> JobsPage:
    """The last hundred, without the turns of work that comes round and went well."""
    names = [every.task for every in scheduled()]
    told = Job.objects.exclude(name__in=names, state__in=[State.DONE, State.WAITING])
    return JobsPage(tuple(_row(job) for job in told.order_by("-asked_at", "-pk")[:NEWEST]))


def jobs_page(*, at: datetime) -> JobsPage:
    """The newest jobs, and what comes round."""
    return JobsPage(newest_jobs().jobs, _rounds(at))


def _rounds(at: datetime) -> tuple[RoundRow, ...]:
    names = [every.task for every in scheduled()]
    ended = Job.objects.filter(name__in=names, finished_at__isnull=False).order_by("finished_at", "pk")
    last = {job.name: job for job in ended}
    return tuple(
        RoundRow(
            title=in_words(every.task),
            minutes=every.minutes,
            last_at=last[every.task].finished_at if every.task in last else None,
            state=last[every.task].state if every.task in last else "",
            next_at=slot(every, at) + timedelta(minutes=every.minutes),
        )
        for every in scheduled()
    )


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
