"""Fix an issue, and close it once its effect is measured; open it again where the reason comes back."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.handing import taken_back
from regain.meetings.lossreview.actions.issues import remind_owner, reminder_key
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked, locked_open, reason_from
from regain.meetings.lossreview.events import IssueClosed, IssueFixed, IssueReopened
from regain.meetings.lossreview.models import Issue, Proof
from regain.meetings.lossreview.queries.measuring import measured
from regain.meetings.lossreview.queries.moves import href_of
from regain.meetings.lossreview.queries.reminding import preparers
from regain.meetings.lossreview.rules.proof import Measured
from regain.meetings.lossreview.rules.story import Move

CLOSED: Final = "closed"
REOPENED: Final = "reopened"


class DayToCome(Invalid):
    """Nobody has met the fix yet."""


class AlreadyFixed(Conflict):
    """Its effect is measured already."""


class NotFixed(Conflict):
    """There is nothing to measure, and nothing to take back."""


class NotProven(Conflict):
    """What was measured does not show that the fix works."""


class NotClosed(Conflict):
    """It is open."""


@verb("lossreview.issue_fixed", allow=policy.may_answer_for)
def fix_issue(*, by: Actor, at: datetime, issue: Issue, fixed_on: date, change: str) -> Issue:
    """Customers meet a fix since this day; its effect is measured from there, and those who asked for it are told.

    Raises ReasonMissing, DayToCome, AlreadyFixed, IssueIsOver.
    """
    said = reason_from(change, _("Say what changed, in a sentence for the customers who asked."))
    row = locked_open(issue)
    if row.fixed_on is not None:
        raise AlreadyFixed(
            _("“%(title)s” was fixed on %(day)s already. Take that back first.")
            % {"title": row.title, "day": formats.day(row.fixed_on)}
        )
    if fixed_on > timezone.localdate(at):
        raise DayToCome(
            _("%(day)s is still to come. Record the fix on the day customers meet it.") % {"day": formats.day(fixed_on)}
        )
    row.fixed_on, row.fixed_by, row.change = fixed_on, by.name, said
    row.save(update_fields=["fixed_on", "fixed_by", "change"])
    settle(by=by, at=at, key=reminder_key(row))
    tell(row, Move.FIXED, _("Since %(day)s: %(change)s") % {"day": formats.day(fixed_on), "change": said}, by, at)
    announce(IssueFixed(issue=row.pk, title=row.title, fixed_on=fixed_on, change=said))
    return row


@verb("lossreview.fix_taken_back", allow=policy.may_answer_for)
def take_fix_back(*, by: Actor, at: datetime, issue: Issue, because: str) -> Issue:
    """It is not fixed after all. Customers who were told stay told; the others are no longer to be.

    Raises ReasonMissing, NotFixed, IssueIsOver.
    """
    why = reason_from(because, _("Say why the fix is taken back."))
    row = locked_open(issue)
    if row.fixed_on is None:
        raise NotFixed(_("“%(title)s” was not fixed.") % {"title": row.title})
    back = taken_back(row, at=at)
    _unfix(row)
    remind_owner(row, by=by, at=at)
    tell(row, Move.UNFIXED, f"{why} {back}".strip(), by, at)
    return row


@verb("lossreview.issue_closed", allow=policy.may_answer_for)
def close_issue(*, by: Actor, at: datetime, issue: Issue) -> Issue:
    """The fix works: it was measured, and the measurement is kept. Raises NotFixed, NotProven, IssueIsOver."""
    row = locked_open(issue)
    if row.fixed_on is None:
        raise NotFixed(_("“%(title)s” was not fixed yet. Record the fix first.") % {"title": row.title})
    found = measured(issue=row)
    if not found.is_proven:
        told = {"title": row.title, "sentence": found.sentence}
        raise NotProven(_("“%(title)s” stays open until its effect is shown. %(sentence)s") % told)
    keep(row, found, by, at, CLOSED)
    row.closed_at, row.closed_by = at, by.name
    row.save(update_fields=["closed_at", "closed_by"])
    settle(by=by, at=at, key=reminder_key(row))
    tell(row, Move.CLOSED, found.sentence, by, at)
    announce(IssueClosed(issue=row.pk, title=row.title, sentence=found.sentence))
    return row


@verb("lossreview.issue_reopened", allow=policy.may_answer_for)
def reopen_issue(*, by: Actor, at: datetime, issue: Issue, because: str) -> Issue:
    """The fix does not hold, somebody says; another one is needed. Raises ReasonMissing, NotClosed."""
    why = reason_from(because, _("Say what shows that the fix does not hold."))
    row = locked(issue)
    _refuse_open(row)
    return _reopen(row, why, by=by, at=at)


@verb("lossreview.proof_kept", allow=policy.is_the_system)
def keep_proof(*, by: Actor, at: datetime, issue: Issue, found: Measured) -> Proof:
    """What is known about a fix has changed, and whoever watches the issue hears of it. Raises NotFixed."""
    row = locked(issue)
    if row.fixed_on is None:
        raise NotFixed(_("“%(title)s” was not fixed.") % {"title": row.title})
    kept = keep(row, found, by, at)
    if found.gap is None:
        tell(row, Move.MEASURED, found.sentence, by, at)
    return kept


@verb("lossreview.issue_came_back", allow=policy.is_the_system)
def bring_back(*, by: Actor, at: datetime, issue: Issue, found: Measured) -> Issue:
    """The reason is back beyond chance, so the issue opens by itself. Raises NotClosed."""
    row = locked(issue)
    _refuse_open(row)
    keep(row, found, by, at, REOPENED)
    words = _("“%(title)s” is open again: customers leave for it again") % {"title": row.title}
    _reopen(row, found.sentence, by=by, at=at)
    for person in preparers():
        key = f"{reminder_key(row)}:back:{person.pk}:{at:%Y%m%d%H%M%S}"
        remind(by=by, at=at, person=person, words=words, href=href_of(row), due_at=at, key=key)
    return row


def keep(row: Issue, found: Measured, by: Actor, at: datetime, moved: str = "") -> Proof:
    """Keep one measurement as it stands now."""
    return Proof.objects.create(
        issue=row,
        measured_at=at,
        measured_by=by.name,
        as_of=found.as_of,
        verdict=found.verdict,
        sentence=found.sentence,
        document=found.document,
        moved=moved,
    )


def _refuse_open(row: Issue) -> None:
    if row.closed_at is None:
        raise NotClosed(_("“%(title)s” is not closed, so there is nothing to open again.") % {"title": row.title})


def _reopen(row: Issue, why: str, *, by: Actor, at: datetime) -> Issue:
    row.closed_at, row.closed_by, row.reopened_at = None, "", at
    row.save(update_fields=["closed_at", "closed_by", "reopened_at"])
    _unfix(row)
    remind_owner(row, by=by, at=at)
    tell(row, Move.REOPENED, why, by, at)
    announce(IssueReopened(issue=row.pk, title=row.title, sentence=why))
    return row


def _unfix(row: Issue) -> None:
    row.fixed_on, row.fixed_by, row.change = None, "", ""
    row.save(update_fields=["fixed_on", "fixed_by", "change"])
