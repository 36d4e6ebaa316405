"""Left alone, wherever it was said: the case ends once, with everything that hung on it."""

from datetime import timedelta

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.touching import key_of, plan_touch
from regain.desks.recovery.models import Case, Letter, Touch
from regain.desks.recovery.tests.call_story import dialled
from regain.desks.recovery.tests.plan_story import DAY, NOW, cases
from regain.foundation.notices.actions.reminders import remind
from regain.foundation.notices.models import Reminder
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.rules.guard import Channel
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def parked(cast: Cast, case: Case) -> Touch:
    """A case we are patient with, a contact ahead that somebody is reminded of, and a letter that waits."""
    actions.park(by=cast.dev, at=NOW, case=case, until=NOW + 90 * DAY, words="Hurt")
    plan_touch(by=cast.dev, at=NOW, case=case)
    touch = case.touches.get()
    remind(
        by=cast.dev, at=NOW, person=cast.ben, words="Stay in touch", href="/recovery/", due_at=NOW, key=key_of(touch)
    )
    Letter.objects.create(case=case, touch=touch, about="touch", customer=case.customer, prepared_at=NOW)
    return touch


def test_a_stop_said_elsewhere_ends_the_case_and_all_that_hung_on_it(cast: Cast) -> None:
    case, other = cases(cast.dev)[:2]
    touch = parked(cast, case)

    stop(by=cast.dev, at=NOW + DAY, customer=case.customer, words="Leave me alone", source="customer page")

    case.refresh_from_db()
    assert (case.ended_at, case.ending, case.ended_words) == (NOW + DAY, "left_alone", "Asked to be left alone.")
    touch.refresh_from_db()
    assert touch.skipped_at == NOW + DAY
    assert Letter.objects.get().dropped_at == NOW + DAY
    assert not Reminder.objects.filter(settled_at=None).exists()
    assert Case.objects.get(pk=other.pk).is_open


def test_a_stop_said_elsewhere_ends_the_call_that_goes_on(cast: Cast) -> None:
    made = dialled(cast)

    stop(by=cast.dev, at=NOW + DAY, customer=made.case.customer, words="No more", source="way back")

    assert (made.fresh().outcome, made.fresh().ended_at) == ("left_alone", NOW + DAY)
    assert (made.fresh().case.ending, made.fresh().case.held_by) == ("left_alone", None)


def test_a_stop_of_one_channel_ends_no_case(cast: Cast) -> None:
    case = cases(cast.dev)[0]

    stop(by=cast.dev, at=NOW, customer=case.customer, words="No mail", source="unsubscribe", channel=Channel.EMAIL)

    assert Case.objects.get(pk=case.pk).is_open


def test_left_alone_at_the_desk_ends_the_case_once_and_a_wrong_key_brings_all_of_it_back(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    touch = parked(cast, case)

    actions.leave_alone(by=cast.dev, at=NOW, case=case, words="Stop calling")

    case.refresh_from_db()
    assert (case.ended_by, case.ended_words) == (cast.dev.name, "Stop calling")
    touch.refresh_from_db()
    assert (touch.skipped_at, Letter.objects.get().dropped_at) == (NOW, NOW)

    actions.undo_leave_alone(by=cast.dev, at=NOW + timedelta(seconds=30), case=case)

    touch.refresh_from_db()
    assert Case.objects.get(pk=case.pk).is_open
    assert (touch.skipped_at, Letter.objects.get().dropped_at) == (None, None)
