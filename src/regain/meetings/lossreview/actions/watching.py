"""Watch an issue, and stop watching it."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.shared import refuse_owner
from regain.meetings.lossreview.models import Issue, Watch


class NobodyWatches(Conflict):
    """Programs do not watch."""


@verb("lossreview.issue_watched", allow=policy.may_watch)
def watch_issue(*, by: Actor, at: datetime, issue: Issue, person: Person | None = None) -> Watch:
    """Hear of every move of an issue; those who work on issues may let somebody else in.

    Raises NobodyWatches, CannotAnswer.
    """
    watcher = _person(person, by)
    refuse_owner(watcher)
    return Watch.objects.get_or_create(issue=issue, person=watcher, defaults={"since_at": at})[0]


@verb("lossreview.issue_unwatched", allow=policy.may_watch)
def unwatch_issue(*, by: Actor, at: datetime, issue: Issue, person: Person | None = None) -> Issue:
    """Hear no more of it; doing so twice changes nothing. Raises NobodyWatches."""
    Watch.objects.filter(issue=issue, person=_person(person, by)).delete()
    return issue


def _person(person: Person | None, by: Actor) -> Person:
    if person is not None:
        return person
    if not isinstance(by, Person):
        raise NobodyWatches(_("Say who is to hear of it."))
    return by
