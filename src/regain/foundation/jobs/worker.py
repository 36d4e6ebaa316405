"""Worker: leases the next job, renews the lease while it runs, and writes down how it ended.

A lease is taken by one UPDATE that must touch exactly one row, so two workers never run the same
attempt, on SQLite and PostgreSQL alike. A killed worker's lease runs out and the job begins again.
"""

import logging
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self

from django.db import close_old_connections, connection
from django.db.models import F, Q

from regain.foundation.jobs.backend import import_task
from regain.foundation.jobs.models import Job, State
from regain.foundation.jobs.progress import Cancelled, following
from regain.foundation.jobs.schedule import come_round
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused

log = logging.getLogger("regain.jobs")

LEASE = timedelta(seconds=30)
HEARTBEAT = 8.0
LOOK_ROUND = 5.0
UNEXPECTED = "Something unexpected went wrong; nothing was left half-done. The log has the details."


class Worker:
    """Runs jobs one at a time, until told to stop."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or f"worker-{uuid.uuid4().hex[:8]}"
        self.stopping = threading.Event()
        self._next_look = 0.0

    def run(self, *, pause: float = 1.0) -> None:
        """Work until `stopping` is set."""
        while not self.stopping.is_set():
            self._look_round()
            if not self.run_next():
                close_old_connections()
                self.stopping.wait(pause)

    def _look_round(self) -> None:
        """Every few seconds, enqueue what comes round."""
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_ROUND
            come_round(clock.now())

    def drain(self) -> int:
        """Run everything that is due; returns how many jobs that was."""
        count = 0
        while self.run_next():
            count += 1
        return count

    def run_next(self) -> bool:
        """Lease and run the next job that is due; False when there is none."""
        job = self.lease(clock.now())
        if job is None:
            return False
        with self._heartbeat(job):
            self._run(job)
        return True

    def lease(self, now: datetime) -> Job | None:
        """The next job that is due, leased to this worker; None when there is none."""
        due = Q(state=State.WAITING, run_after__lte=now) | Q(state=State.RUNNING, leased_until__lt=now)
        for job in Job.objects.filter(due).order_by("-priority", "run_after", "pk")[:5]:
            unchanged = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, leased_by=job.leased_by)
            if job.attempts >= job.attempts_at_most:
                unchanged.update(
                    state=State.FAILED,
                    finished_at=now,
                    sentence=f"Its process ended {job.attempts} times before it was done.",
                )
                continue
            taken = unchanged.update(
                state=State.RUNNING,
                attempts=F("attempts") + 1,
                leased_by=self.name,
                leased_until=now + LEASE,
                started_at=now,
            )
            if taken == 1:
                job.refresh_from_db()
                return job
        return None

    def _run(self, job: Job) -> None:
        started = time.monotonic()
        try:
            task = import_task(job.name)
            with following(job.pk):
                answer = task.func(**job.arguments)
            self._finish(job, state=State.DONE, answer=answer, sentence="")
        except Cancelled:
            self._finish(job, state=State.CANCELLED, sentence="Stopped on request.")
        except Refused as refusal:
            self._finish(job, state=State.FAILED, sentence=refusal.sentence)
        except Exception:
            log.exception("Job %s (%s) failed", job.pk, job.name)
            self._finish(job, state=State.FAILED, sentence=UNEXPECTED, trace=traceback.format_exc())
        log.info("Job %s took %.1f s", job.pk, time.monotonic() - started)

    def _finish(self, job: Job, **ending: object) -> None:
        mine = Job.objects.filter(pk=job.pk, leased_by=self.name, attempts=job.attempts)
        mine.update(finished_at=clock.now(), leased_until=None, **ending)

    def _heartbeat(self, job: Job) -> "Heartbeat":
        return Heartbeat(
            lambda: Job.objects.filter(pk=job.pk, leased_by=self.name, state=State.RUNNING).update(
                leased_until=clock.now() + LEASE
            )
        )


class Heartbeat:
    """Renews a lease from a thread of its own for as long as the job runs."""

    def __init__(self, renew: Callable[[], int]) -> None:
        self.renew = renew
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join(timeout=HEARTBEAT)

    def _beat(self) -> None:
        try:
            while not self.ended.wait(HEARTBEAT):
                self.renew()
        finally:
            connection.close()
