"""Send what is due in the outbox, one message at a time, outside any transaction."""

import logging
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.actions import outbox, sending
from regain.foundation.notices.jobs.post import Answered, Post, Unreachable
from regain.foundation.notices.queries.gates import leave_of
from regain.foundation.notices.queries.mails import mail_of
from regain.foundation.notices.rules.gate import Passing
from regain.foundation.notices.rules.message import PAUSES

if TYPE_CHECKING:
    from regain.foundation.notices.models import Message

log = logging.getLogger("regain.notices")

WORKER = System("worker")
SHORTEST_HOLD = timedelta(minutes=1)
AT_ONCE = 1000
"""Messages of one turn; the next begins within a minute, and other jobs get theirs in between."""


@task(priority=10)
def send_mail() -> dict[str, int]:
    """Send every message that is due. Returns how many were sent, and how many were looked at."""
    worker = f"mail-{uuid.uuid4().hex[:12]}"
    looked_at = sent = 0
    with Post() as post:
        while looked_at < AT_ONCE:
            message = sending.lease_next(worker=worker, at=clock.now())
            if message is None:
                break
            looked_at += 1
            try:
                sent += _send(post, message, worker)
            except Unreachable as lost:
                _try_later(message, _("The mail server cannot be reached: %(why)s") % {"why": lost})
                break
    return {"sent": sent, "looked_at": looked_at}


def _send(post: Post, message: "Message", worker: str) -> bool:
    at = clock.now()
    if message.attempts > len(PAUSES):
        _refuse(message, _("Its sending was interrupted too often; look at the mail server, then try again."))
        return False
    post.open()
    leave = leave_of(message=message, at=at)
    if leave.verdict is Passing.HOLD and leave.until is not None:
        until = max(leave.until, at + SHORTEST_HOLD)
        sending.hold(message=message, at=at, until=until, because=leave.sentence)
        return False
    if leave.verdict is Passing.CANCEL:
        _cancel(message, leave.sentence)
        return False
    try:
        sent = post.send(
            mail_of(message),
            may_leave=lambda: sending.hand_over(message=message, worker=worker, at=clock.now()),
        )
    except Answered as answer:
        sentence = _("The mail server said: %(words)s") % {"words": answer}
        if answer.is_final:
            _refuse(message, sentence)
        else:
            _try_later(message, sentence)
        return False
    except ValueError as unwritable:
        _refuse(message, _("It cannot be written as a mail: %(why)s") % {"why": unwritable})
        return False
    if sent:
        sending.note_sent(by=WORKER, at=clock.now(), message=message)
    return sent


def _try_later(message: "Message", sentence: str) -> None:
    if not sending.put_off(message=message, at=clock.now(), sentence=sentence):
        _refuse(message, sentence)


def _refuse(message: "Message", sentence: str) -> None:
    sending.note_refused(by=WORKER, at=clock.now(), message=message, sentence=sentence)


def _cancel(message: "Message", sentence: str) -> None:
    try:
        outbox.cancel_message(by=WORKER, at=clock.now(), message=message, because=sentence)
    except outbox.AlreadyOut:
        log.info("Message %s was cancelled by somebody else meanwhile", message.pk)
