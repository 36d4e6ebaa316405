"""Work that comes round: once a slot, whoever looks first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django_tasks import task
from pytest_django import DjangoAssertNumQueries

from regain.foundation.jobs import queries, schedule
from regain.foundation.jobs.backend import import_task
from regain.foundation.jobs.models import Job, Slot, State
from regain.foundation.jobs.worker import Worker
from regain.foundation.kit.room import Every, Room, rooms
from tests.cast import Cast

AT = datetime(2011, 9, 9, 12, 3, 20, tzinfo=UTC)
NAME = f"{__name__}.tidy"


@task()
def tidy() -> str:
    """What comes round in these tests."""
    return "tidied"


@pytest.fixture(autouse=True)
def only_tidying(monkeypatch: pytest.MonkeyPatch) -> None:
    """One task comes round, every five minutes."""
    for room in rooms():
        monkeypatch.setattr(room, "schedule", ())
    monkeypatch.setattr(apps.get_app_config("jobs"), "schedule", (Every(NAME, 5),))


def test_a_slot_begins_on_the_whole_stretch() -> None:
    assert schedule.slot(Every("x", 5), AT) == datetime(2011, 9, 9, 12, 0, tzinfo=UTC)
    assert schedule.slot(Every("x", 1440), AT) == datetime(2011, 9, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_each_slot_is_begun_once() -> None:
    assert [schedule.come_round(AT), schedule.come_round(AT)] == [1, 0]
    Job.objects.update(state=State.DONE)

    assert schedule.come_round(AT + timedelta(minutes=4)) == 1


@pytest.mark.django_db
def test_a_worker_that_comes_second_in_the_same_moment_begins_nothing() -> None:
    Slot.objects.create(name=NAME, starts_at=schedule.slot(Every(NAME, 5), AT))

    assert schedule._begin(Every(NAME, 5), AT) is False
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_long_gap_is_made_up_for_by_one_turn() -> None:
    schedule.come_round(AT)
    Job.objects.update(state=State.DONE)

    assert schedule.come_round(AT + timedelta(days=3)) == 1
    assert Job.objects.filter(state=State.WAITING).count() == 1
    assert Slot.objects.count() == 1


@pytest.mark.django_db
def test_a_turn_that_still_runs_is_not_overtaken() -> None:
    schedule.come_round(AT)
    Job.objects.update(state=State.RUNNING, run_after=AT)

    assert schedule.come_round(AT + timedelta(minutes=5)) == 0


@pytest.mark.django_db
def test_a_task_that_is_none_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    both = (Every("regain.nowhere.nothing", 5), Every(NAME, 5))
    monkeypatch.setattr(apps.get_app_config("jobs"), "schedule", both)

    assert schedule.come_round(AT) == 1


@pytest.mark.django_db
def test_only_the_last_turn_is_kept() -> None:
    for turn in range(4):
        schedule.come_round(AT + turn * timedelta(minutes=5))
        Job.objects.filter(state=State.WAITING).update(state=State.DONE, finished_at=AT)

    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_looking_round_costs_one_question_when_nothing_is_due(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    schedule.come_round(AT)

    with django_assert_num_queries(1):
        schedule.come_round(AT)


@pytest.mark.django_db
def test_a_task_is_hurried_once() -> None:
    schedule.soon(tidy, at=AT)
    schedule.soon(tidy, at=AT + timedelta(seconds=5))
    assert Job.objects.count() == 1

    schedule.soon(tidy, at=AT - timedelta(seconds=5))
    assert Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_jobs_page_tells_what_comes_round_and_is_not_buried_under_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.nia)
    schedule.come_round(AT)
    Worker().drain()

    page = client.get("/jobs/").content.decode()

    assert "Comes round" in page
    assert "Every 5 minutes" in page
    assert not queries.newest_jobs().jobs


def test_everything_the_rooms_schedule_is_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    tasks = [every.task for room in apps.get_app_configs() if isinstance(room, Room) for every in room.schedule]

    assert [import_task(name).module_path for name in tasks] == tasks
