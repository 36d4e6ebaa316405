"""What the tests of executives' calls begin with: Ada owns the calls of an approved cycle, and may dial the first."""

from datetime import datetime, timedelta

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.queue_story import DAY, NOW, approved, give_number, in_paris
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from tests.cast import Cast


def calls_of(cast: Cast, person: Person, *, count: int = 3) -> list[Case]:
    """The executive calls of a cycle Dev approved a day ago; the first are this person's."""
    rows = Case.objects.filter(decision__cycle=approved(cast.dev, 40), kind=Kind.EXECUTIVE).order_by("rank")
    found = list(rows)
    for case in found[:count]:
        actions.hand_over(by=cast.dev, at=NOW - DAY, case=case, person=person)
    return list(rows)


def listening(cast: Cast, case: Case, *, by: Person, at: datetime = NOW, number: str = "+33142278186") -> Call:
    """A listening call with a customer in Paris, dialled."""
    if catalogue_is_empty():
        load_catalogue(by=cast.dev, at=NOW)
    in_paris(cast.dev, [case])
    point = give_number(cast.dev, case, number)
    call = actions.begin_call(by=by, at=at, case=case, kind=CallKind.LISTENING)
    answer = actions.dial(by=by, at=at, call=call, point=point)
    assert answer.is_allowed, answer.sentence
    return Call.objects.select_related("case").get(pk=call.pk)


def spoken(cast: Cast, case: Case, *, by: Person, at: datetime = NOW, number: str = "+33142278186") -> Call:
    """The same, with somebody who talked for nine minutes."""
    call = listening(cast, case, by=by, at=at, number=number)
    return actions.end_call(by=by, at=at + timedelta(minutes=9), call=call, outcome=Outcome.SPOKE)
