"""Follow the executives' calls up before a pack is frozen: remind who has some left, and tell the chair who."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery.queries.callers import Caller
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.convening import refuse_over
from regain.meetings.lossreview.actions.sitting import held
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries import calls as queries
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.order import today
from regain.meetings.lossreview.queries.planned import is_frozen, language_of, path_of
from regain.meetings.lossreview.queries.reviews import title_of

NAMED: Final = 8
"""People the chair reads by name; the page has all."""


class NobodyToRemind(Conflict):
    """All calls are made, everybody has heard of theirs today, or the pack is frozen."""


@verb("lossreview.remind_executives", allow=policy.may_run)
def remind_executives(*, by: Actor, at: datetime, review: Review) -> int:
    """Remind whoever has calls to make now, each once a day; how many people. Raises NobodyToRemind, HasBegun."""
    row = held(review)
    refuse_over(row)
    if is_frozen(row):
        raise NobodyToRemind(_("The pack of %(month)s is frozen already.") % {"month": title_of(row.period)})
    left = queries.behind(queries.calls_of(row, at=at))
    if not left:
        raise NobodyToRemind(_("Nobody has a call left to make."))
    fresh = [each for each in left if not queries.told_today(row, each, at=at)]
    if not fresh:
        raise NobodyToRemind(_("Everybody with calls to make was reminded today already. Try again tomorrow."))
    return _remind(row, fresh, by=by, at=at)


@verb("lossreview.follow_up", allow=policy.is_the_system)
def follow_up(*, by: Actor, at: datetime, review: Review) -> int:
    """Remind as the days come, tell the chair who is behind, and let go of what is done; how many executives heard."""
    row = held(review)
    due = queries.due(row, at=at)
    for key in due.past:
        settle(by=by, at=at, key=key)
    if due.tells_chair:
        _tell_chair(row, due.left, by=by, at=at)
    return _remind(row, due.unheard, by=by, at=at)


def _remind(row: Review, callers: Sequence[Caller], *, by: Actor, at: datetime) -> int:
    people = Person.objects.in_bulk([each.person for each in callers if each.person is not None])
    for each in callers:
        person = people[each.person or 0]
        key = keys.calls(row, person.pk)
        settle(by=by, at=at, key=key)
        with translation.override(language_of(person)):
            words = ngettext(
                "You still have %(count)s call to make before the pack of %(month)s is frozen on %(day)s.",
                "You still have %(count)s calls to make before the pack of %(month)s is frozen on %(day)s.",
                each.to_make,
            ) % {"count": each.to_make, "month": title_of(row.period), "day": _frozen_on(row)}
        _tell(person, words, reverse("recovery:calls"), key, by=by, at=at)
    return len(callers)


def _tell_chair(row: Review, left: Sequence[Caller], *, by: Actor, at: datetime) -> None:
    if row.chair is None:
        return
    settle(by=by, at=at, key=keys.behind(row))
    with translation.override(language_of(row.chair)):
        named = ", ".join(f"{each.name} {each.to_make}" for each in left[:NAMED])
        words = _("Calls still to be made before the pack of %(month)s is frozen on %(day)s: %(who)s.") % {
            "month": title_of(row.period),
            "day": _frozen_on(row),
            "who": named if len(left) <= NAMED else f"{named} …",
        }
    _tell(row.chair, words, path_of(row), keys.behind(row, row.chair.pk), by=by, at=at)


def _tell(person: Person, words: str, href: str, key: str, *, by: Actor, at: datetime) -> None:
    remind(by=by, at=at, person=person, words=words, href=href, due_at=at, key=f"{key}:{today(at)}")


def _frozen_on(row: Review) -> str:
    return formats.day(row.freeze_at, "full")
