import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django_tasks import task

from regain.foundation.audit.models import Entry
from regain.foundation.jobs import actions, queries
from regain.foundation.jobs.models import Job, State
from regain.foundation.jobs.progress import reporter
from regain.foundation.jobs.worker import LEASE, Worker
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Conflict, Invalid

NOW = datetime(2011, 9, 9, 12, tzinfo=UTC)
TESTER = System("tests")


@task()
def add(*, left: int, right: int) -> int:
    reporter()("Adding", 1, 1)
    return left + right


@task()
def refuse(*, why: str) -> None:
    raise Invalid(why)


@task()
def break_down() -> None:
    raise ZeroDivisionError


@task()
def stop_midway() -> None:
    report = reporter()
    Job.objects.update(state=State.CANCELLED)
    report("Never seen", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once_and_keeps_its_answer() -> None:
    add.enqueue(left=2, right=3)

    assert Worker().drain() == 1

    job = queries.newest_jobs().jobs[0]
    assert (job.state, job.answer, job.attempts, job.words) == ("done", 5, 1, "Adding")


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_was() -> None:
    with transaction.atomic():
        add.enqueue(left=2, right=3)
        transaction.set_rollback(True)

    assert Worker().drain() == 0


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_told_in_its_own_words() -> None:
    refuse.enqueue(why="Line 7 has no customer.")
    Worker().drain()

    assert queries.newest_jobs().jobs[0].sentence == "Line 7 has no customer."


@pytest.mark.django_db(transaction=True)
def test_a_breakdown_is_told_without_its_trace() -> None:
    break_down.enqueue()
    Worker().drain()

    job = queries.newest_jobs().jobs[0]
    assert job.state == "failed"
    assert "ZeroDivisionError" not in job.sentence
    assert "ZeroDivisionError" in Job.objects.get().trace


@pytest.mark.django_db(transaction=True)
def test_a_running_job_hears_that_it_was_stopped() -> None:
    stop_midway.enqueue()
    Worker().drain()

    assert queries.newest_jobs().jobs[0].state == "cancelled"


@pytest.mark.django_db
def test_two_workers_never_hold_the_same_job() -> None:
    for number in range(20):
        add.enqueue(left=number, right=1)
    first, second = Worker("first"), Worker("second")

    held = [worker.lease(clock.now()) for _ in range(10) for worker in (first, second)]

    assert len({job.pk for job in held if job}) == 20


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_taken_over_and_a_live_one_is_not() -> None:
    add.enqueue(left=1, right=1)
    now = clock.now()
    assert Worker("first").lease(now) is not None

    assert Worker("second").lease(now) is None
    taken = Worker("second").lease(now + LEASE + timedelta(seconds=1))

    assert taken is not None
    assert (taken.leased_by, taken.attempts) == ("second", 2)


@pytest.mark.django_db
def test_a_job_whose_process_keeps_dying_is_given_up() -> None:
    add.enqueue(left=1, right=1)
    now = clock.now()
    for attempt in range(4):
        Worker().lease(now + attempt * (LEASE + timedelta(seconds=1)))

    job = Job.objects.get()
    assert job.state == State.FAILED
    assert "3 times" in job.sentence


@pytest.mark.django_db
def test_an_ended_job_is_not_stopped_and_a_done_one_not_run_again() -> None:
    add.enqueue(left=1, right=1)
    job = Job.objects.get()
    actions.cancel_job(by=TESTER, at=NOW, job=job)

    with pytest.raises(Conflict):
        actions.cancel_job(by=TESTER, at=NOW, job=job)
    actions.retry_job(by=TESTER, at=NOW, job=job)
    with pytest.raises(Conflict):
        actions.retry_job(by=TESTER, at=NOW, job=job)

    assert Entry.objects.count() == 2


PROGRAM = """
import django; django.setup()
from datetime import timedelta
from regain.foundation.jobs import worker
worker.LEASE, worker.HEARTBEAT = timedelta(seconds=1), 0.3
from regain.foundation.jobs.models import Job
import time
original = worker.import_task
def slow(name):
    found = original(name)
    print("running", flush=True)
    time.sleep({seconds})
    return found
worker.import_task = slow
worker.Worker("{name}").run_next()
"""


@pytest.mark.django_db(transaction=True)
def test_a_job_survives_the_death_of_its_worker() -> None:
    add.enqueue(left=2, right=3)
    first = _process("doomed", seconds=60)
    assert first.stdout is not None
    assert first.stdout.readline() == b"running\n"
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    time.sleep(1.2)

    second = _process("heir", seconds=0)
    assert second.wait(timeout=30) == 0

    job = Job.objects.get()
    assert (job.state, job.answer, job.leased_by, job.attempts) == (State.DONE, 5, "heir", 2)


def _process(name: str, *, seconds: int) -> subprocess.Popen[bytes]:
    database = connection.settings_dict["NAME"]
    swap = f"""
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {str(database)!r}
"""
    program = swap + PROGRAM.format(name=name, seconds=seconds)
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
