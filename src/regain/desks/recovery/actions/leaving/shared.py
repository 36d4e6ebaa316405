"""What several verbs do as something leaves: write it down, ask the guard, put the personal address in, send it."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.actions.meeting import telling_key
from regain.desks.recovery.models import Case, Decision, Letter, Proposal, Requirement, ReturnLink, Touch
from regain.desks.recovery.queries import composing
from regain.desks.recovery.queries.wayback import digest
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.letters import About, Way, leaving
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.actions.reminders import settle
from regain.knowledge.playbook.actions import guard
from regain.knowledge.playbook.rules.guard import Purpose, Verdict

PURPOSE: Final = "recovery"
LASTS: Final = timedelta(days=60)
LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""None of them looks like another."""


class AlreadyWritten(Conflict):
    """It goes once."""


class AddressMissing(Conflict):
    """Nobody said where customers reach this installation."""


class UnknownWay(Invalid):
    """Neither a letter nor an e-mail."""


def written(letter: Letter, words: composing.Composed, *, by: Actor, at: datetime, how: str, text: str = "") -> Letter:
    """A letter with its words, saved; the database refuses a second one. Raises AlreadyWritten, UnknownWay."""
    if how not in set(Way):
        raise UnknownWay(_("Choose a letter or an e-mail."))
    case = letter.case
    assert case is not None
    letter.customer, letter.name, letter.how = case.customer, case.name, how
    letter.subject, letter.text = words.subject, text.strip() or words.text
    letter.prepared_at, letter.prepared_by = at, by.name
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as twice:
        raise AlreadyWritten(
            _("%(name)s was written to about this already; it is among the letters of the case.") % {"name": case.title}
        ) from twice
    return letter


def write_touch(touch: Touch, *, by: Actor, at: datetime, how: str, news: str, is_automatic: bool = False) -> Letter:
    """A short word in writing, inside the verb that makes the touch."""
    words = composing.for_touch(touch.case, sender=by.name, news=news)
    letter = written(Letter(about=About.TOUCH, touch=touch, case=touch.case), words, by=by, at=at, how=how)
    return made(letter, by=by, at=at, is_automatic=is_automatic)


def made(letter: Letter, *, by: Actor, at: datetime, is_automatic: bool = False) -> Letter:
    """Ask the guard at this moment, keep its answer, and send or make ready what it allows."""
    point = composing.point_for(letter.customer, letter.how)
    letter.address = point.value if point else ""
    answer = guard.ask(
        by=by,
        at=at,
        customer=letter.customer,
        channel=composing.CHANNELS[letter.how],
        purpose=Purpose.RECOVERY,
        point=point.id if point else None,
        subject=f"letter:{letter.pk}",
        automatic=is_automatic,
        makes_offer=letter.about == About.PROPOSAL,
    )
    letter.answer, letter.verdict, letter.sentence = answer.pk, answer.verdict, answer.sentence
    letter.rule = (answer.rules or [""])[0][:80]
    letter.held_until = answer.until if answer.verdict == Verdict.BLOCK else None
    if answer.verdict != Verdict.BLOCK:
        leave(letter, by=by, at=at, is_automatic=is_automatic)
    letter.save()
    return letter


def leave(letter: Letter, *, by: Actor, at: datetime, is_automatic: bool) -> None:
    """An e-mail goes to the outbox with the way back in it; a letter is ready to be printed."""
    letter.made_at = at
    if letter.touch_id is not None:
        ahead = Touch.objects.filter(pk=letter.touch_id, made_at=None, skipped_at=None)
        ahead.update(made_at=at, made_by=by.name, how=letter.how, answer=letter.answer)
    if letter.how != Way.EMAIL:
        return
    link = new_link(by=by, at=at, case=letter.case, decision=None if letter.case else letter.decision)
    link.save()
    address = address_of(link.key)
    message = queue_message(
        by=by,
        at=at,
        to=letter.address,
        subject=letter.subject,
        text=leaving(letter.text, way_back=address),
        purpose=PURPOSE,
        customer=letter.customer,
        automatic=is_automatic,
        unsubscribe=f"{address}stop/" if address.startswith("https://") else "",
    )
    letter.message, letter.sent_at = message.pk, at
    letter.save()
    gone(letter, by=by, at=at)


def gone(letter: Letter, *, by: Actor, at: datetime) -> None:
    """What follows from a letter being on its way."""
    if letter.proposal_id is not None:
        Proposal.objects.filter(pk=letter.proposal_id, sent_at=None).update(sent_at=at, sent_how=letter.how)
    case = letter.case
    if letter.about == About.TELL and case is not None:
        told(case, by=by, at=at, how=letter.how, asked_again=True)
        Case.objects.filter(pk=case.pk, next_kind=Next.TELL).update(next_kind=Next.WAIT, next_words="")


def told(case: Case, *, by: Actor, at: datetime, how: str, asked_again: bool) -> int:
    """Mark whatever was met for this case and not told as told; how many."""
    rows = case.requirements.filter(Requirement.MET, told_at=None, withdrawn_at=None)
    again = {"asked_again_at": at} if asked_again else {}
    if case.ending == Ending.RETURNED:
        for need in rows.filter(need__isnull=False).values_list("need", flat=True).distinct():
            settle(by=by, at=at, key=telling_key(need=need, case=case.pk))
    return Requirement.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        told_at=at, told_how=how, told_by=by.name, **again
    )


def new_link(*, by: Actor, at: datetime, case: Case | None = None, decision: Decision | None = None) -> ReturnLink:
    """A link with a key that can be typed from paper, unsaved."""
    letters = [secrets.choice(LETTERS) for _place in range(24)]
    key = "-".join("".join(letters[place : place + 4]) for place in range(0, 24, 4))
    made = ReturnLink(case=case, decision=decision, digest=digest(key), made_at=at, made_by=by.name, until=at + LASTS)
    made.key = key
    return made


def address_of(key: str) -> str:
    """The customer's personal address, in full. Raises AddressMissing."""
    return public_address() + reverse("recovery:way_back", args=[key])


def public_address() -> str:
    """Where customers reach this installation. Raises AddressMissing: a letter with half an address helps nobody."""
    base: str = settings.CONFIGURATION.web.address.rstrip("/")
    if not base:
        raise AddressMissing(
            _("Letters carry a personal address. Say in regain.toml, under [web] address, where customers reach us.")
        )
    return base
