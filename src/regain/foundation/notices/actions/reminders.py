"""Remind people, and let it go."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices import policy
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.models import Message, Reminder
from regain.foundation.notices.queries.words import reminder_mail
from regain.foundation.people.models import Person

STAFF = "staff"
LONGEST_WORDS, LONGEST_KEY = 300, 200


@verb("notices.reminded", allow=policy.may_work)
def remind(*, by: Actor, at: datetime, person: Person, words: str, href: str, due_at: datetime, key: str) -> Reminder:
    """Remind a person when it is due: on their first page and by mail.

    Asking again under the same key changes what is still open, and mails again only if it is due later; what was
    settled stays settled. `href` is a path of ours. Raises Invalid without words or a key.
    """
    said = words.strip()[:LONGEST_WORDS]
    if not said or not key or len(key) > LONGEST_KEY:
        raise Invalid(_("A reminder needs words, and a key of at most 200 characters."))
    if href and not (href.startswith("/") and not href.startswith("//")):
        raise Invalid(_("A reminder leads to a page of this installation; its address begins with /."))
    new = {"person": person, "words": said, "href": href, "due_at": due_at, "made_at": at, "made_by": by.key}
    reminder, made = Reminder.objects.get_or_create(key=key, defaults=new)
    if made or reminder.settled_at:
        return reminder
    if due_at > reminder.due_at or reminder.person_id != person.pk:
        reminder.mailed_at = None
    reminder.person, reminder.words, reminder.href, reminder.due_at = person, said, href, due_at
    reminder.save(update_fields=["person", "words", "href", "due_at", "mailed_at"])
    return reminder


@verb("notices.reminders_settled", allow=policy.may_work)
def settle(*, by: Actor, at: datetime, key: str) -> int:
    """What the reminder of this key, and those whose keys go on from it after a colon, were about is done.

    Returns how many were open.
    """
    meant = Q(key=key) | Q(key__startswith=f"{key}:")
    return Reminder.objects.filter(meant, settled_at=None).update(settled_at=at, settled_by=by.key)


@verb("notices.reminder_dismissed", allow=policy.is_their_own)
def dismiss(*, by: Actor, at: datetime, reminder: Reminder) -> Reminder:
    """Let one's own reminder go. Raises Conflict when it is settled already."""
    if not Reminder.objects.filter(pk=reminder.pk, settled_at=None).update(settled_at=at, settled_by=by.key):
        raise Conflict(_("This reminder is settled already."))
    reminder.refresh_from_db()
    return reminder


@verb("notices.dismissal_undone", allow=policy.is_their_own)
def bring_back(*, by: Actor, at: datetime, reminder: Reminder) -> Reminder:
    """Take back that one let it go. Raises Conflict unless it was they who did."""
    own = Reminder.objects.filter(pk=reminder.pk, settled_at__isnull=False, settled_by=by.key)
    if not own.update(settled_at=None, settled_by=""):
        raise Conflict(_("Only a reminder you dismissed yourself can be brought back."))
    reminder.refresh_from_db()
    return reminder


@verb("notices.reminders_mailed", allow=policy.is_the_system)
def mail_reminders(*, by: Actor, at: datetime, person: Person) -> Message | None:
    """Mail what is due and was not mailed, in one message; None when another worker was first."""
    due = Reminder.objects.filter(person=person, settled_at=None, mailed_at=None, due_at__lte=at)
    ready = list(due.select_for_update().order_by("due_at", "pk"))
    mailed = [one for one in ready if due.filter(pk=one.pk).update(mailed_at=at)]
    if not mailed:
        return None
    subject, text = reminder_mail(mailed, person=person)
    return queue_message(by=by, at=at, to=person.email, subject=subject, text=text, purpose=STAFF)
