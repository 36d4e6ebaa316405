"""The story of an issue or an action: every move is a line of it, and whoever watches hears of it."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.actions.reminders import STAFF
from regain.foundation.notices.queries.words import absolute
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Issue, Remark
from regain.meetings.lossreview.queries.moves import href_of, in_words
from regain.meetings.lossreview.rules.story import Move

LONGEST_WORDS: Final = 4_000
QUIET: Final = frozenset({Move.PLACED, Move.ATTACHED, Move.DETACHED})
"""Moves nobody gets a mail for; the story has them."""


class NothingSaid(Invalid):
    """A comment without words."""


@verb("lossreview.commented", allow=policy.may_comment)
def comment(*, by: Actor, at: datetime, issue: Issue | None = None, action: Action | None = None, words: str) -> Remark:
    """Say something about an issue or an action. Raises NothingSaid."""
    about = issue or action
    if about is None or not words.strip():
        raise NothingSaid(_("Write what you want to say first."))
    return tell(about, "", words, by, at)


def tell(about: Issue | Action, move: Move | str, words: str, by: Actor, at: datetime) -> Remark:
    """Add a line to the story, an empty move for a comment, and mail it to those who watch and the owner.

    A move of an action is told in the story of its issue as well. Nobody is told of what they did themselves.
    """
    issue, action = (about, None) if isinstance(about, Issue) else (about.issue, about)
    remark = Remark.objects.create(
        issue=issue,
        action=action,
        at=at,
        by=by.key,
        by_name=by.name,
        move=str(move),
        words=words.strip()[:LONGEST_WORDS],
    )
    if move not in QUIET:
        for person in _listeners(about, by):
            _mail(person, about, remark, by, at)
    return remark


def _listeners(about: Issue | Action, by: Actor) -> list[Person]:
    """Whoever watches the issue, and the owners, as far as they may still take part."""
    issue = about if isinstance(about, Issue) else about.issue
    owners = {about.owner_id, issue.owner_id if issue else None}
    rows = Person.objects.filter(pk__in={pk for pk in owners if pk is not None})
    if issue is not None:
        rows |= Person.objects.filter(issue_watches__issue=issue)
    found = rows.distinct().order_by("pk").prefetch_related("holdings")
    return [person for person in found if person.key != by.key and person.may(policy.ATTEND)]


def _mail(person: Person, about: Issue | Action, remark: Remark, by: Actor, at: datetime) -> None:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title = about.title if isinstance(about, Issue) else about.what
        given = {
            "person": person.name,
            "title": title,
            "by": remark.by_name,
            "move": in_words(remark.move),
            "words": remark.words,
            "address": absolute(href_of(about)),
        }
        mail = render_to_string("lossreview/mail/move.txt", given)
    subject, text = mail.strip().split("\n", 1)
    queue_message(by=by, at=at, to=person.email, subject=_line(subject), text=text.strip() + "\n", purpose=STAFF)


def _line(subject: str) -> str:
    """One line that may be a subject."""
    return "".join(sign if sign.isprintable() else " " for sign in subject).strip()[:150]
