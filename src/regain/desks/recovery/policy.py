"""Who may do what with a cycle and with a case. Each verb names one of these.

A case belongs to its owner; while it has none, to whoever of its team picks it up. Those who prepare cycles see
every case. To everybody else a case that is neither theirs nor free for them does not exist.
"""

from typing import Any, Final

from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Person

VIEW = "recovery.view_cycle"
DRAFT = "recovery.draft_cycle"
APPROVE = "recovery.approve_cycle"
QUEUE = "recovery.work_queue"
EXECUTIVE = "recovery.executive_calls"

CALLS: Final = {Kind.EXECUTIVE.value: EXECUTIVE, Kind.TEAM.value: QUEUE}
"""The right it takes to make the calls of a kind."""


def may_draft(*, by: Actor, **_: Any) -> bool:
    """Those who prepare a cycle: draft it, swap, move, assign; and who see and reassign every case."""
    return by.may(DRAFT)


def may_approve(*, by: Actor, **_: Any) -> bool:
    """Those who put a cycle to work."""
    return by.may(APPROVE)


def may_work_queue(*, by: Actor, **_: Any) -> bool:
    """Those who make the team's calls."""
    return by.may(QUEUE)


def may_call(*, by: Actor, **_: Any) -> bool:
    """Those who make calls of either kind."""
    return by.may(QUEUE) or by.may(EXECUTIVE)


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """A process of the installation: what customers did is nobody's opinion."""
    return isinstance(by, System)


def sees_control(by: Actor) -> bool:
    """Whether to show who is held out. Nobody who calls customers may know, or the comparison is spoilt."""
    return by.may(DRAFT)


def sees_every_case(by: Actor) -> bool:
    """Whether the cases of others exist for this person."""
    return by.may(DRAFT)


def sees_case(*, by: Actor, case: Case, **_: Any) -> bool:
    """Whether this case exists for this person; the same as `queries.cases.visible_to` says of rows."""
    if sees_every_case(by):
        return True
    if case.owner_id is not None:
        return is_them(by, case.owner_id)
    return case.is_open and by.may(CALLS[case.kind]) and is_open_to_team_of(by, case)


def works_case(*, by: Actor, case: Case, **_: Any) -> bool:
    """Whoever sees a case may work on it: its owner, those it is free for, those who manage."""
    return sees_case(by=by, case=case)


def works_its_case(*, by: Actor, **given: Any) -> bool:
    """Whoever works on the case that what is changed belongs to."""
    return all(works_case(by=by, case=row.case) for row in given.values() if getattr(row, "case_id", None))


def may_offer(*, by: Actor, **given: Any) -> bool:
    """Who makes recovery calls may offer something; who only listens offers nothing."""
    case = given.get("case") or given["proposal"].case
    return by.may(QUEUE) and works_case(by=by, case=case)


def may_claim(*, by: Actor, case: Case, **_: Any) -> bool:
    """Whoever sees it and makes calls of its kind."""
    return sees_case(by=by, case=case) and by.may(CALLS[case.kind])


def may_help(*, by: Actor, support: Any, **_: Any) -> bool:
    """Whoever was asked to help, and whoever works on the case."""
    return is_them(by, support.owner_id) or sees_case(by=by, case=support.case)


def may_undo_leave_alone(*, by: Actor, case: Case, **_: Any) -> bool:
    """Whoever let the customer be, and those who manage."""
    return case.ended_by == by.name or by.may(DRAFT)


def may_hand_over(*, by: Actor, case: Case, **_: Any) -> bool:
    """The owner, and those who manage."""
    return by.may(DRAFT) or is_them(by, case.owner_id)


def is_open_to_team_of(by: Actor, case: Case) -> bool:
    """Whether anybody may take it, or this person's team."""
    return case.team_id is None or case.team_id == team_of(by)


def is_them(by: Actor, person: int | None) -> bool:
    """Whether this is the number of the person who asks; a process is nobody."""
    return person is not None and person == number_of(by)


def number_of(by: Actor) -> int | None:
    """The number of the person who asks."""
    kind, _sign, number = by.key.partition(":")
    return int(number) if kind == "person" else None


def team_of(by: Actor) -> int | None:
    """The team of the person who asks."""
    return by.team_id if isinstance(by, Person) else None
