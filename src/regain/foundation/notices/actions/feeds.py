"""One's own calendar address: open it, renew it, close it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices import policy
from regain.foundation.notices.models import Feed
from regain.foundation.people.models import Person

TO_THE_HOUR = timedelta(hours=1)


@verb("notices.feed_opened", allow=policy.is_oneself)
def open_feed(*, by: Person, at: datetime) -> Feed:
    """Make one's calendar address. The returned row alone knows its key. Raises Conflict when there is one."""
    feed = Feed(person=by)
    feed.issue(at=at)
    try:
        with transaction.atomic():
            feed.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Your calendar has an address already; renew it if you no longer know it.")) from None
    return feed


@verb("notices.feed_renewed", allow=policy.is_oneself)
def renew_feed(*, by: Person, at: datetime) -> Feed:
    """Make a new address; the one before stops working at once. The returned row alone knows its key."""
    Feed.objects.filter(person=by, closed_at=None).update(closed_at=at)
    feed = Feed(person=by)
    feed.issue(at=at)
    feed.save(force_insert=True)
    return feed


@verb("notices.feed_closed", allow=policy.is_oneself)
def close_feed(*, by: Person, at: datetime) -> Feed:
    """Let one's address stop working. Raises Conflict when there is none."""
    feed = Feed.objects.select_for_update().filter(person=by, closed_at=None).first()
    if feed is None:
        raise Conflict(_("Your calendar has no address."))
    feed.closed_at = at
    feed.save(update_fields=["closed_at"])
    return feed


@verb("notices.feeds_of_person_closed", allow=policy.is_the_system)
def close_feeds_of(*, by: Actor, at: datetime, person: int) -> int:
    """Close the address of somebody who left, for good: coming back, they make a new one."""
    return Feed.objects.filter(person=person, closed_at=None).update(closed_at=at)


def note_read(*, feed: Feed, at: datetime) -> None:
    """Remember, to the hour, that a calendar program still asks."""
    if feed.read_at is None or at - feed.read_at >= TO_THE_HOUR:
        Feed.objects.filter(pk=feed.pk).update(read_at=at)
