"""What the tests of the queue begin with: open cases, certified callers, numbers that may be dialled."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case, Cycle
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.story import departed
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.rules.guard import Scope
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.training.models import Certificate

NOW = datetime(2011, 10, 4, 10, 0, tzinfo=UTC)
"""A Tuesday, noon in Paris."""
NIGHT = datetime(2011, 10, 4, 23, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def approved(by: Actor, count: int = 60, *, at: datetime = NOW - DAY) -> Cycle:
    """A cycle people work by."""
    cycle = actions.draft_cycle(by=by, at=at, departed=departed(crowd(count)))
    return actions.approve_cycle(by=by, at=at, cycle=cycle)


def team_cases(cycle: Cycle) -> list[Case]:
    """Its team calls in rank order."""
    return list(Case.objects.filter(decision__cycle=cycle, kind=Kind.TEAM).order_by("rank"))


def certify(*people: Person, until: datetime = NOW + 365 * DAY) -> None:
    """Let them make recovery calls, as if they had practised."""
    for person in people:
        Certificate.objects.create(person=person, given_at=NOW - 30 * DAY, given_by=person, valid_until=until)


def in_paris(by: Actor, cases: Sequence[Case]) -> None:
    """Put these customers in France, in a business, so that the clock alone decides whether they are called."""
    for case in cases:
        describe(by=by, at=NOW - DAY, customer=case.customer, scope=Scope.BUSINESS, country="FR", zone="Europe/Paris")


def give_number(by: Actor, case: Case, text: str = "+33142278186") -> str:
    """A number of theirs; its id."""
    return add_point(by=by, at=NOW - DAY, customer=case.customer, medium=Medium.PHONE, text=text).fingerprint


def call(by: Person, case: Case, outcome: Outcome, *, at: datetime = NOW, ahead: Ahead | None = None) -> Call:
    """A whole attempt: begun, dialled where that belongs to it, and ended."""
    begun = actions.begin_call(by=by, at=at, case=case, kind=CallKind.RECOVERY)
    if outcome is not Outcome.NOT_MADE:
        actions.dial(by=by, at=at, call=begun)
    return actions.end_call(by=by, at=at + timedelta(minutes=5), call=begun, outcome=outcome, next=ahead)
