"""Put messages into the outbox, and take them out again."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices import policy
from regain.foundation.notices.models import Enclosure, Message
from regain.foundation.notices.models.message import OPEN
from regain.foundation.notices.rules.message import (
    LARGEST_ATTACHMENTS,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Attachment,
    Standing,
)


class NotAMessage(Invalid):
    """It has no address, subject or text that can be sent."""


class AttachmentsTooLarge(Invalid):
    """No mail server would take it."""


class AlreadyOut(Conflict):
    """It was sent, refused or cancelled already."""


@verb("notices.message_queued", allow=policy.may_work)
def queue_message(
    *,
    by: Actor,
    at: datetime,
    to: str,
    subject: str,
    text: str,
    purpose: str = "",
    customer: str = "",
    not_before: datetime | None = None,
    automatic: bool = True,
    attachments: Sequence[Attachment] = (),
    unsubscribe: str = "",
) -> Message:
    """Write an e-mail down to be sent after this transaction; the text goes out as it is.

    `automatic` says that nobody wrote it to this one person. `unsubscribe` is an https address for the header of
    that name. Raises NotAMessage, AttachmentsTooLarge.
    """
    _refuse_nonsense(to=to, subject=subject, text=text, unsubscribe=unsubscribe)
    _refuse_large(attachments)
    message = Message.objects.create(
        to=to.strip(),
        subject=subject.strip(),
        text=text,
        purpose=purpose,
        customer=customer,
        automatic=automatic,
        unsubscribe=unsubscribe,
        message_id=f"<{secrets.token_hex(16)}@{_domain()}>",
        queued_at=at,
        queued_by=by.key,
        queued_by_name=by.name,
        due_at=max(at, not_before or at),
    )
    Enclosure.objects.bulk_create(
        Enclosure(message=message, name=each.name, kind=each.kind, body=each.body) for each in attachments
    )
    return message


@verb("notices.messages_cancelled", allow=policy.may_work)
def cancel_messages(*, by: Actor, at: datetime, customer: str, because: str) -> int:
    """Cancel whatever waits for this customer; returns how many. Raises Invalid without a customer or a reason.

    One UPDATE: a message that is being sent asks once more right before its text leaves, so at most those whose
    text is on the wire at this very moment still arrive.
    """
    if not customer or not because.strip():
        raise Invalid(_("Say which customer, and why nothing more is sent."))
    waiting = Message.objects.filter(OPEN, customer=customer)
    return waiting.update(cancelled_at=at, cancelled_by=by.key, cancelled_because=because.strip())


@verb("notices.message_cancelled", allow=policy.may_mind_the_outbox)
def cancel_message(*, by: Actor, at: datetime, message: Message, because: str = "") -> Message:
    """Cancel one message. Raises AlreadyOut."""
    reason = because.strip() or _("Cancelled by %(name)s.") % {"name": by.name}
    waiting = Message.objects.filter(OPEN, pk=message.pk)
    if not waiting.update(cancelled_at=at, cancelled_by=by.key, cancelled_because=reason):
        raise AlreadyOut(_("This message has left the outbox already, so it cannot be cancelled."))
    message.refresh_from_db()
    return message


@verb("notices.message_tried_again", allow=policy.may_mind_the_outbox)
def try_again(*, by: Actor, at: datetime, message: Message) -> Message:
    """Send a refused message again, or one that waits at once; the gates are asked as always. Raises AlreadyOut."""
    if message.standing not in {Standing.REFUSED, Standing.HELD, Standing.WAITING}:
        raise AlreadyOut(_("This message was sent or cancelled; write a new one instead."))
    still = Message.objects.filter(pk=message.pk, sent_at=None, cancelled_at=None)
    if not still.update(refused_at=None, attempts=0, due_at=at, held_at=None, held_because=""):
        raise AlreadyOut(_("This message was sent or cancelled meanwhile."))
    message.refresh_from_db()
    return message


def _refuse_nonsense(*, to: str, subject: str, text: str, unsubscribe: str) -> None:
    try:
        validate_email(to.strip())
    except ValidationError:
        raise NotAMessage(_("“%(to)s” is not an e-mail address; correct it.") % {"to": to.strip()[:80]}) from None
    if not subject.strip() or len(subject) > LONGEST_SUBJECT or not subject.strip().isprintable():
        raise NotAMessage(_("The message needs a subject of one line, at most 200 characters."))
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise NotAMessage(_("The message needs a text of at most 100,000 characters."))
    if unsubscribe and not (unsubscribe.startswith("https://") and unsubscribe.isascii() and unsubscribe.isprintable()):
        raise NotAMessage(_("The address to unsubscribe at must begin with https."))


def _refuse_large(attachments: Sequence[Attachment]) -> None:
    if sum(len(each.body) for each in attachments) > LARGEST_ATTACHMENTS:
        raise AttachmentsTooLarge(_("The attachments are larger than 15 MB together; send a link instead."))
    if len({each.name for each in attachments}) < len(attachments):
        raise NotAMessage(_("Two attachments have the same name; rename one."))


def _domain() -> str:
    """The sender's domain: a Message-ID is unique under it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
