"""What the routes of this room are asked with."""

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from tests.access_samples import Filled
from tests.cast import Cast


def waiting(cast: Cast, actor: Person | None) -> Filled:
    """A job that has not begun."""
    return _job(State.WAITING)


def failed(cast: Cast, actor: Person | None) -> Filled:
    """A job that failed."""
    return _job(State.FAILED)


def _job(state: State) -> Filled:
    now = clock.now()
    job = Job.objects.create(name="nothing", arguments={}, asked_at=now, run_after=now, priority=0, state=state)
    return Filled({"job_id": job.pk})


SAMPLES = {"jobs:cancellation": waiting, "jobs:retry": failed}
