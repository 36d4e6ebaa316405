"""When to go on: later with a reason, at a moment the customer was told, on a day of one's own, or patiently."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.closing import locked_case, refuse_open_call
from regain.desks.recovery.actions.following import come_next
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.models import Case
from regain.desks.recovery.rules import clocks
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.outcomes import Ahead
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.people.models import Person

LONGEST: Final = timedelta(days=366)


class NotAhead(Invalid):
    """It lies in the past, or further ahead than anybody plans."""


class NoSuchMoment(Invalid):
    """No clock shows this time on this day."""


@verb("recovery.snooze", allow=policy.works_case)
def snooze(*, by: Actor, at: datetime, case: Case, until: datetime, words: str) -> Case:
    """Do not offer it before then, and why. Raises NotAhead, ReasonMissing, CaseHasEnded, InACall, SomebodyHasIt."""
    why = reason_from(words, _("Say why it waits; whoever calls next will want to know."))
    row = _row(case, by=by, at=at, when=until)
    come_next(row, Ahead(Next(row.next_kind), until, words=why))
    return _let_go(row)


@verb("recovery.call_back", allow=policy.works_case)
def call_back(*, by: Actor, at: datetime, case: Case, day: date, on: time, zone: str, words: str = "") -> Case:
    """Promise to call at this time of the customer's wall clock; it comes before everything else then.

    Whoever promises owns the case unless somebody does. Raises NoSuchMoment, NotAhead, CaseHasEnded, InACall,
    SomebodyHasIt.
    """
    when = agreed(day=day, on=on, zone=zone)
    row = _row(case, by=by, at=at, when=when)
    come_next(row, Ahead(Next.CALL_BACK, when, words=words.strip(), is_promised=True, zone=zone))
    if row.owner_id is None and isinstance(by, Person):
        row.owner = by
    return _let_go(row)


@verb("recovery.schedule", allow=policy.works_case)
def schedule(*, by: Actor, at: datetime, case: Case, when: datetime) -> Case:
    """Set a moment to call that the customer was not told. Raises NotAhead, CaseHasEnded, InACall, SomebodyHasIt."""
    row = _row(case, by=by, at=at, when=when)
    row.scheduled_for = when
    if not row.is_promised:
        row.next_at = when
    return _let_go(row)


@verb("recovery.park", allow=policy.works_case)
def park(*, by: Actor, at: datetime, case: Case, until: datetime, words: str) -> Case:
    """Be patient: only slow contact until then, or until the customer gives a sign.

    Raises NotAhead, ReasonMissing, CaseHasEnded, InACall, SomebodyHasIt.
    """
    why = reason_from(words, _("Say why we wait; it stays with the case."))
    row = _row(case, by=by, at=at, when=until)
    row.parked_at, row.parked_words = at, why
    come_next(row, Ahead(Next.STAY_IN_TOUCH, until, words=why))
    return _let_go(row)


@verb("recovery.unpark", allow=policy.works_case)
def unpark(*, by: Actor, at: datetime, case: Case) -> Case:
    """Patience is over; it may be called now. Raises CaseHasEnded."""
    row = locked_case(case, by=by)
    refuse_ended(row)
    row.parked_at, row.parked_words = None, ""
    come_next(row, Ahead(Next.CALL, at))
    row.save()
    return row


def agreed(*, day: date, on: time, zone: str) -> datetime:
    """The moment the customer's clock shows this time. Raises NoSuchMoment."""
    try:
        return clocks.moment(day=day, at=on, zone=zone)
    except clocks.NoSuchZone as unknown:
        raise NoSuchMoment(
            _("There is no clock called “%(zone)s”; choose one of the list.") % {"zone": zone}
        ) from unknown
    except clocks.NoSuchTime as jumped:
        raise NoSuchMoment(
            _("On that day the clocks in %(zone)s jump over %(time)s. Choose another time.")
            % {"zone": zone, "time": f"{on:%H:%M}"}
        ) from jumped


def _row(case: Case, *, by: Actor, at: datetime, when: datetime) -> Case:
    """The open case, held until the verb ends, with nobody in a call on it."""
    if when <= at:
        raise NotAhead(_("That moment is over already. Choose a later one."))
    if when > at + LONGEST:
        raise NotAhead(_("That is more than a year ahead. Choose an earlier day."))
    row = locked_case(case, by=by)
    refuse_ended(row)
    refuse_open_call(row, by=by)
    return row


def _let_go(row: Case) -> Case:
    """Written, and off the screen."""
    row.held_by, row.held_until = None, None
    row.save()
    return row
