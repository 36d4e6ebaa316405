"""The gates of the rooms, asked together."""

import logging
from datetime import datetime, timedelta

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from regain.foundation.kit.room import rooms
from regain.foundation.notices.models import Message
from regain.foundation.notices.rules.gate import Leave, Letter, Passing, strictest

log = logging.getLogger("regain.notices")

UNSURE = timedelta(minutes=10)


def leave_of(*, message: Message, at: datetime) -> Leave:
    """Whether a message may leave now. A gate that fails holds it: nothing leaves unasked."""
    letter = Letter(
        id=message.pk,
        to=message.to,
        subject=message.subject,
        purpose=message.purpose,
        customer=message.customer,
        automatic=message.automatic,
        queued_at=message.queued_at,
        tried=message.attempts,
    )
    return strictest(_asked(room.gate, letter, at) for room in rooms() if room.gate)


def _asked(gate: str, letter: Letter, at: datetime) -> Leave:
    try:
        answer: Leave = import_string(gate)(letter, at)
    except Exception:
        log.exception("The gate %s failed for message %s", gate, letter.id)
        return Leave(Passing.HOLD, at + UNSURE, _("It could not be asked whether this may be sent now."))
    return answer
