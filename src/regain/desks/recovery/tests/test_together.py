"""What happens when two do something at the same moment."""

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.approving import AlreadyApproved
from regain.desks.recovery.actions.claiming import SomebodyHasIt
from regain.desks.recovery.actions.drafting import PeriodsOverlap
from regain.desks.recovery.models import Case, Cycle, Swap
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.queue_story import NOW, approved, team_cases
from regain.desks.recovery.tests.story import AT, draft, one
from regain.foundation.audit.models import Entry
from tests.cast import Cast, gather
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(quick_passwords: None) -> Cast:
    """The cast, committed, so that every connection sees it."""
    return gather()


def test_of_two_approvals_one_holds(people: Cast) -> None:
    cycle = draft(people.dev, crowd(60))

    answers = together(
        lambda: actions.approve_cycle(by=people.dev, at=AT, cycle=cycle),
        lambda: actions.approve_cycle(by=people.olive, at=AT, cycle=cycle),
    )

    assert sorted(type(answer).__name__ for answer in answers) == [AlreadyApproved.__name__, "Cycle"]
    assert Entry.objects.filter(verb="recovery.approve_cycle").count() == 1


def test_of_two_cycles_that_share_days_one_is_approved(people: Cast) -> None:
    month, quarter = draft(people.dev, crowd(60)), draft(people.dev, crowd(60), name="2011-Q3")

    answers = together(
        lambda: actions.approve_cycle(by=people.dev, at=AT, cycle=month),
        lambda: actions.approve_cycle(by=people.olive, at=AT, cycle=quarter),
    )

    assert sum(isinstance(answer, PeriodsOverlap) for answer in answers) == 1
    assert Cycle.objects.filter(approved_at__isnull=False).count() == 1


def test_two_drafts_of_one_period_leave_one(people: Cast) -> None:
    answers = together(lambda: draft(people.dev, crowd(60)), lambda: draft(people.olive, crowd(60)))

    assert any(isinstance(answer, Cycle) for answer in answers)
    assert Cycle.objects.count() == 1
    assert Cycle.objects.get().decisions.count() == 60


def test_a_case_is_claimed_by_one_of_two(people: Cast) -> None:
    case = team_cases(approved(people.dev))[0]

    answers = together(
        lambda: actions.claim(by=people.ben, at=NOW, case=Case.objects.get(pk=case.pk)),
        lambda: actions.claim(by=people.olive, at=NOW, case=Case.objects.get(pk=case.pk)),
    )

    assert sum(isinstance(answer, SomebodyHasIt) for answer in answers) == 1
    assert Case.objects.filter(held_by__isnull=False).count() == 1


def test_one_person_in_two_windows_holds_one_case(people: Cast) -> None:
    first, second = team_cases(approved(people.dev))[:2]

    together(
        *(lambda case=case: actions.claim(by=people.ben, at=NOW, case=case) for case in (first, second)),
    )

    assert Case.objects.filter(held_by=people.ben).count() == 1


def test_one_place_on_the_executives_list_is_swapped_once(people: Cast) -> None:
    cycle = draft(people.dev, crowd(100))
    leaves = one(cycle, Kind.EXECUTIVE)

    answers = together(
        *(
            lambda place=place: actions.swap_customer(
                by=people.dev, at=AT, leaves=leaves, enters=one(cycle, Kind.TEAM, place), reason="Friends"
            )
            for place in (0, 1)
        )
    )

    assert sum(isinstance(answer, Swap) for answer in answers) == 1
    assert cycle.decisions.filter(kind=Kind.EXECUTIVE).count() == 10
