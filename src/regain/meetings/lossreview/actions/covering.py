"""Say which departures fall to an issue: all of a reason, or single ones."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, NotFound
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.queries.counted import counted_causes
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked_open
from regain.meetings.lossreview.models import Cover, Issue, Placement
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.issues import reason_row, titles
from regain.meetings.lossreview.rules.story import Move


class ReasonTaken(Conflict):
    """Another issue covers it; nothing may be counted twice."""


class NotCovered(NotFound):
    """It does not fall to this issue."""


class NobodyNamedIt(NotFound):
    """This departure was not told for this reason."""


@verb("lossreview.reason_covered", allow=policy.may_work)
def cover_reason(*, by: Actor, at: datetime, issue: Issue, reason: int) -> Issue:
    """All departures for a reason fall to this issue. Raises NotFound, ReasonTaken, IssueIsOver."""
    row = locked_open(issue)
    if falls_to().covers.get(reason_row(reason).pk) == row.pk:
        return row
    named = cover(row, [reason], at)
    tell(row, Move.COVERED, _("Covers “%(reason)s” now.") % {"reason": named[0]}, by, at)
    return row


@verb("lossreview.reason_uncovered", allow=policy.may_work)
def uncover_reason(*, by: Actor, at: datetime, issue: Issue, reason: int) -> Issue:
    """Departures for a reason fall to no issue any more. Raises NotCovered, IssueIsOver."""
    row = locked_open(issue)
    uncover(row, [reason], at)
    tell(row, Move.COVERED, _("No longer covers “%(reason)s”.") % {"reason": reason_row(reason).title}, by, at)
    return row


@verb("lossreview.departure_placed", allow=policy.may_work)
def place_departure(*, by: Actor, at: datetime, issue: Issue, reason: int, customer: str, left_on: date) -> Placement:
    """One departure's reason falls to this issue, whichever covers the reason. Raises NobodyNamedIt, IssueIsOver."""
    row = locked_open(issue)
    placed = place(row, reason_row(reason), (customer, left_on), by, at)
    tell(row, Move.PLACED, f"{placed.reason.title}: {customer}", by, at)
    return placed


@verb("lossreview.placement_taken_back", allow=policy.may_work)
def take_placement_back(*, by: Actor, at: datetime, issue: Issue, reason: int, customer: str, left_on: date) -> Issue:
    """A single departure falls where its reason falls again. Raises NotCovered, IssueIsOver."""
    row = locked_open(issue)
    counted = reason_row(reason)
    family = falls_to().family(row.pk)
    placed = Placement.objects.filter(issue__in=family, reason=counted, customer=customer, left_on=left_on)
    if not placed.delete()[0]:
        raise NotCovered(_("This departure was not placed under “%(title)s” by itself.") % {"title": row.title})
    tell(row, Move.PLACED, _("Taken back: %(what)s") % {"what": f"{counted.title}: {customer}"}, by, at)
    return row


def cover(row: Issue, reasons: Sequence[int], at: datetime) -> list[str]:
    """Let all departures for these reasons fall to the issue; returns their names. Raises NotFound, ReasonTaken."""
    known = falls_to()
    named = []
    for counted in dict.fromkeys(reason_row(reason) for reason in reasons):
        taken = known.covers.get(counted.pk)
        if taken is None:
            made, is_new = Cover.objects.get_or_create(
                reason=counted, ended_at=None, defaults={"issue": row, "since_at": at}
            )
            taken = None if is_new else made.issue_id
        if taken is not None and taken != row.pk:
            raise ReasonTaken(
                _("“%(reason)s” falls to the issue “%(title)s” already. Work there, or take the reason out there.")
                % {"reason": counted.title, "title": titles([taken])[taken]}
            )
        named.append(counted.title)
    return named


def uncover(row: Issue, reasons: Sequence[int], at: datetime) -> list[Reason]:
    """End the issue's covers of these reasons, merged ones with them. Raises NotCovered."""
    known = falls_to()
    ended = []
    for counted in dict.fromkeys(reason_row(reason) for reason in reasons):
        if known.covers.get(counted.pk) != row.pk:
            raise NotCovered(
                _("“%(reason)s” does not fall to “%(title)s”.") % {"reason": counted.title, "title": row.title}
            )
        names = [counted.pk, *(merged for merged, into in known.counted_as.items() if into == counted.pk)]
        Cover.objects.filter(issue__in=known.family(row.pk), reason__in=names, ended_at=None).update(ended_at=at)
        ended.append(counted)
    return ended


def place(row: Issue, reason: Reason, departure: tuple[str, date], by: Actor, at: datetime) -> Placement:
    """Let one departure's reason fall to the issue. Raises NobodyNamedIt."""
    customer, left_on = departure
    told = counted_causes().filter(customer=customer, left_on=left_on, counted_reason=reason.pk)
    if not told.exists():
        raise NobodyNamedIt(
            _("%(customer)s did not leave for “%(reason)s” as far as anybody told. Look at the departure first.")
            % {"customer": customer, "reason": reason.title}
        )
    placed, _made = Placement.objects.update_or_create(
        reason=reason,
        customer=customer,
        left_on=left_on,
        defaults={"issue": row, "placed_at": at, "placed_by": by.name},
    )
    return placed
