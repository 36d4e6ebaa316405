"""Actions: agreed on, worked on, put off, handed on, done or dropped. Each has one owner and one day."""

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import settle
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.events import ActionAgreed, ActionDone
from regain.meetings.lossreview.models import Action, Issue, Review
from regain.meetings.lossreview.queries.reminding import root_of
from regain.meetings.lossreview.rules.keeping import UNDONE_WITHIN, may_be_taken_back
from regain.meetings.lossreview.rules.story import Move

LONGEST_WHAT, LONGEST_WORDS = 500, 2000


class WhatMissing(Invalid):
    """An action says what is done."""


class CannotOwn(Invalid):
    """Its owner must be somebody who can take part in reviews."""


class WrongDay(Invalid):
    """The day does not fit."""


class ReasonMissing(Invalid):
    """This takes a reason."""


class NotAPercentage(Invalid):
    """Progress is 0 to 100."""


class ActionIsOver(Conflict):
    """It is done or dropped already."""


class ActionIsOpen(Conflict):
    """It was not finished."""


class TooLate(Conflict):
    """It can no longer be taken back."""


class NothingToActOn(Conflict):
    """The issue or the review is over."""


@verb("lossreview.agree_action", allow=policy.may_agree)
def agree_action(
    *,
    by: Actor,
    at: datetime,
    what: str,
    owner: Person,
    due_on: date,
    issue: Issue | None = None,
    review: Review | None = None,
) -> Action:
    """One person does something by a day, for an issue or not, decided by a review or not.

    What is agreed for a merged issue belongs to the one it was merged into. Raises WhatMissing, CannotOwn, WrongDay,
    NothingToActOn.
    """
    words = _what(what)
    _refuse_owner(owner)
    if due_on < timezone.localdate(at):
        raise WrongDay(_("Choose a day that is still to come; %(day)s is over.") % {"day": formats.day(due_on)})
    if review is not None and review.called_off_at is not None:
        raise NothingToActOn(_("This review was called off. Agree on the action without it."))
    row = Action.objects.create(
        issue=_open_issue(issue),
        review=review,
        what=words,
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
        made_at=at,
        made_by=by.name,
    )
    told = _("%(name)s, by %(day)s") % {"name": owner.name, "day": formats.day(due_on)}
    tell(row, Move.AGREED, told, by=by, at=at)
    stir_meetings()
    announce(ActionAgreed(action=row.pk, what=row.what, owner=owner.name, due_on=due_on))
    return row


@verb("lossreview.take_action_back", allow=policy.may_do)
def take_action_back(*, by: Actor, at: datetime, action: Action) -> None:
    """It was agreed on by mistake, within the hour: it never was. Raises TooLate, ActionIsOver."""
    row = _open(action)
    is_touched = row.said_at is not None or row.due_on != row.first_due_on
    if not may_be_taken_back(made_at=row.made_at, is_touched=is_touched, at=at):
        raise TooLate(_("Others have seen this action by now. Drop it and say why."))
    settle(by=by, at=at, key=root_of(row))
    row.delete()
    stir_meetings()


@verb("lossreview.reword_action", allow=policy.may_do)
def reword_action(*, by: Actor, at: datetime, action: Action, what: str) -> Action:
    """Say better what is to be done. Raises WhatMissing, ActionIsOver."""
    row, words = _open(action), _what(what)
    if words == row.what:
        return row
    tell(row, Move.RENAMED, _("Before: %(what)s") % {"what": row.what}, by=by, at=at)
    row.what = words
    return _saved(row, "what")


@verb("lossreview.say_progress", allow=policy.may_do)
def say_progress(*, by: Actor, at: datetime, action: Action, percent: int, words: str = "") -> Action:
    """How far it is. A hundred percent still waits to be called done. Raises NotAPercentage, ActionIsOver."""
    row = _open(action)
    if not 0 <= percent <= 100:
        raise NotAPercentage(_("Progress is between 0 and 100 percent."))
    said = words.strip()[:LONGEST_WORDS]
    if percent != row.progress or said:
        share = formats.percent(percent / 100)
        tell(row, Move.PROGRESS, f"{share}: {said}" if said else share, by=by, at=at)
    row.progress, row.said_at = percent, at
    return _saved(row, "progress", "said_at")


@verb("lossreview.put_off_action", allow=policy.may_do)
def put_off(*, by: Actor, at: datetime, action: Action, due_on: date, because: str) -> Action:
    """A later day, with a reason; the day first agreed stays. Raises WrongDay, ReasonMissing, ActionIsOver."""
    row = _open(action)
    if due_on <= row.due_on or due_on < timezone.localdate(at):
        raise WrongDay(_("Choose a day after %(day)s, and not one that is over.") % {"day": formats.day(row.due_on)})
    why = _reason(because, _("Say why it is put off."))
    told = _("From %(before)s to %(day)s: %(why)s")
    tell(
        row,
        Move.PUT_OFF,
        told % {"before": formats.day(row.due_on), "day": formats.day(due_on), "why": why},
        by=by,
        at=at,
    )
    settle(by=by, at=at, key=root_of(row))
    row.due_on = due_on
    return _saved(row, "due_on")


@verb("lossreview.hand_action", allow=policy.may_do)
def hand_action(*, by: Actor, at: datetime, action: Action, owner: Person, because: str = "") -> Action:
    """Somebody else answers for it, by the same day. Raises CannotOwn, ActionIsOver."""
    row = _open(action)
    if owner.pk == row.owner_id:
        return row
    _refuse_owner(owner)
    told = _("From %(before)s to %(name)s") % {"before": row.owner.name, "name": owner.name}
    why = because.strip()[:LONGEST_WORDS]
    row.owner = owner
    tell(row, Move.HANDED, f"{told}: {why}" if why else told, by=by, at=at)
    settle(by=by, at=at, key=root_of(row))
    return _saved(row, "owner")


@verb("lossreview.finish_action", allow=policy.may_do)
def finish_action(*, by: Actor, at: datetime, action: Action, words: str = "") -> Action:
    """It is done. Raises ActionIsOver."""
    row = _open(action)
    row.done_at, row.done_by = at, by.name
    tell(row, Move.DONE, words.strip()[:LONGEST_WORDS], by=by, at=at)
    settle(by=by, at=at, key=root_of(row))
    in_time = timezone.localdate(at) <= row.first_due_on
    announce(ActionDone(action=row.pk, what=row.what, owner=row.owner.name, in_time=in_time))
    return _saved(row, "done_at", "done_by")


@verb("lossreview.drop_action", allow=policy.may_do)
def drop_action(*, by: Actor, at: datetime, action: Action, because: str) -> Action:
    """It is not done at all, with a reason. Raises ReasonMissing, ActionIsOver."""
    row = _open(action)
    row.dropped_at, row.dropped_because = at, _reason(because, _("Say why it is not done."))
    tell(row, Move.DROPPED, row.dropped_because, by=by, at=at)
    settle(by=by, at=at, key=root_of(row))
    return _saved(row, "dropped_at", "dropped_because")


@verb("lossreview.reopen_action", allow=policy.may_do)
def reopen_action(*, by: Actor, at: datetime, action: Action, because: str = "") -> Action:
    """It was not done, or is to be done after all; within two weeks. Raises ActionIsOpen, TooLate."""
    row = _locked(action)
    over_at = row.done_at or row.dropped_at
    if over_at is None:
        raise ActionIsOpen(_("“%(what)s” is still open.") % {"what": row.what})
    if at - over_at > UNDONE_WITHIN:
        raise TooLate(
            _("This has been over since %(day)s. Agree on a new action instead.") % {"day": formats.day(over_at)}
        )
    row.done_at = row.dropped_at = None
    row.done_by = row.dropped_because = ""
    tell(row, Move.UNDONE, because.strip()[:LONGEST_WORDS], by=by, at=at)
    return _saved(row, "done_at", "done_by", "dropped_at", "dropped_because")


def stir_meetings() -> None:
    """Whoever sits in a review right now sees it at once."""
    Review.objects.filter(began_at__isnull=False, adjourned_at=None).update(beat=F("beat") + 1)


def _what(what: str) -> str:
    words = " ".join(what.split())
    if not words:
        raise WhatMissing(_("Say what is to be done."))
    if len(words) > LONGEST_WHAT:
        raise WhatMissing(_("Say it in at most 500 characters; details go into a comment."))
    return words


def _reason(because: str, sentence: str) -> str:
    why = because.strip()[:LONGEST_WORDS]
    if not why:
        raise ReasonMissing(sentence)
    return why


def _refuse_owner(owner: Person) -> None:
    if not owner.is_active:
        raise CannotOwn(_("%(name)s no longer works here. Choose somebody else.") % {"name": owner.name})
    if not owner.may(policy.ATTEND):
        raise CannotOwn(
            _("%(name)s does not take part in Loss Reviews. Choose somebody who does, or give them a role that may.")
            % {"name": owner.name}
        )


def _open_issue(issue: Issue | None) -> Issue | None:
    if issue is None:
        return None
    while issue.merged_into is not None:
        issue = issue.merged_into
    if not issue.is_open:
        raise NothingToActOn(_("“%(title)s” is over. Open it again first.") % {"title": issue.title})
    return issue


def _locked(action: Action) -> Action:
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    return Action.objects.select_related("owner", "issue", "review").get(pk=action.pk)


def _open(action: Action) -> Action:
    row = _locked(action)
    if not row.is_open:
        over = _("done") if row.done_at else _("dropped")
        raise ActionIsOver(_("“%(what)s” is %(over)s already. Open it again first.") % {"what": row.what, "over": over})
    return row


def _saved(row: Action, *fields: str) -> Action:
    row.save(update_fields=fields)
    stir_meetings()
    return row
