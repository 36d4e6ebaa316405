"""Progress: a running job says how far it is, and hears whether it was asked to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from regain.foundation.jobs.models import Job, State

Progress = Callable[[str, int, int], None]
"""Called with words, steps done, steps in all (0: unknown)."""

EVERY = 0.5
_running: ContextVar[int | None] = ContextVar("running_job", default=None)


class Cancelled(Exception):
    """The job was asked to stop."""


@contextmanager
def following(job_id: int) -> Iterator[None]:
    """Inside, `report` writes to this job."""
    token = _running.set(job_id)
    try:
        yield
    finally:
        _running.reset(token)


def reporter() -> Progress:
    """The progress callback for the job that runs here. Raises Cancelled once the job was cancelled."""
    job_id = _running.get()
    last = 0.0

    def report(words: str, done: int, total: int) -> None:
        nonlocal last
        moment = time.monotonic()
        if job_id is None or (moment - last < EVERY and done < total):
            return
        last = moment
        row = Job.objects.filter(pk=job_id)
        if not row.filter(state=State.RUNNING).update(
            progress_words=words[:200], progress_done=done, progress_total=total
        ):
            raise Cancelled

    return report
