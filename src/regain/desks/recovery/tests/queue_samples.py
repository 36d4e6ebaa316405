"""What the routes of the queue and of its cases are asked with."""

from datetime import date, timedelta

from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.cases import HOLD, Ending
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.queue_story import approved, certify, team_cases
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from tests.access_samples import Filled, Sample
from tests.cast import Cast

WHY = "They know each other"


def a_list(cast: Cast, actor: Person | None) -> Filled:
    """One of the lists of cases."""
    return Filled({"whose": "free"})


def several_cases(cast: Cast, actor: Person | None) -> Filled:
    """Two cases to be given to somebody."""
    rows = [row.pk for row in _cases(cast)[:2]]
    return Filled({"whose": "all"}, {"do": "person", "rows": rows})


def a_case(*, as_json: bool = False, held: bool = False, **form: object) -> Sample:
    """A case that exists for whoever asks, and what a form or a program sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        case = next(iter(_cases(cast)))
        if actor is not None and actor.may("recovery.work_cases"):
            kind = Kind.TEAM if actor.may("recovery.work_queue") else Kind.EXECUTIVE
            holder = {"held_by": actor, "held_until": clock.now() + HOLD} if held else {}
            Case.objects.filter(pk=case.pk).update(owner=actor, kind=kind, **holder)
        return Filled({"case_id": case.pk}, form, as_json=as_json)

    return filled


def an_ended_case(cast: Cast, actor: Person | None) -> Filled:
    """A case to open again."""
    filled = a_case(words=WHY)(cast, actor)
    ended = {"ended_at": clock.now(), "ended_by": "Dev Patel", "ending": Ending.DECLINED}
    Case.objects.filter(pk=str(filled.parameters["case_id"])).update(**ended)
    return filled


def the_next_by_program(cast: Cast, actor: Person | None) -> Filled:
    """Somebody who may be handed a call."""
    if actor is not None:
        certify(actor, until=clock.now() + timedelta(days=365))
    return Filled({}, {}, as_json=True)


def the_next(cast: Cast, actor: Person | None) -> Filled:
    """The same by a form."""
    the_next_by_program(cast, actor)
    return Filled()


def _cases(cast: Cast) -> list[Case]:
    return team_cases(approved(cast.dev, at=clock.now()))


def _ahead() -> date:
    return clock.now().date() + timedelta(days=7)


SAMPLES = {
    "recovery:next": the_next,
    "recovery:cases": a_list,
    "recovery:cases_export": a_list,
    "recovery:handing": several_cases,
    "recovery:keep": a_case(held=True),
    "recovery:release": a_case(),
    "recovery:take_over": a_case(),
    "recovery:snooze": a_case(day=_ahead(), words=WHY),
    "recovery:call_back": a_case(day=_ahead(), time="10:30", zone="Europe/Paris"),
    "recovery:park": a_case(day=_ahead(), words=WHY),
    "recovery:unpark": a_case(),
    "recovery:hand_over": a_case(person=""),
    "recovery:end_case": a_case(ending="declined", words=WHY),
    "recovery:reopen_case": an_ended_case,
    "api-1:recovery_queue_next": the_next_by_program,
    "api-1:recovery_hold": a_case(as_json=True),
    "api-1:recovery_snooze": a_case(as_json=True, until=f"{_ahead()}T10:00:00Z", words=WHY),
    "api-1:recovery_callback": a_case(as_json=True, day=str(_ahead()), time="10:30", zone="Europe/Paris"),
    "api-1:recovery_owner": a_case(as_json=True, person=None),
    "api-1:recovery_ending": a_case(as_json=True, ending="declined", words=WHY),
}
