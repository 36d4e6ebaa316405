"""The gate of the outbox: a message to a customer leaves only if the guard lets it, asked as it leaves."""

from datetime import datetime, timedelta
from typing import Final

from regain.foundation.kit.actor import System
from regain.foundation.notices.rules.gate import Leave, Letter, Passing
from regain.knowledge.playbook.actions.guard import MayNotOverride, ask
from regain.knowledge.playbook.models import Answer
from regain.knowledge.playbook.queries.dossier import Address
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Verdict

OUTBOX: Final = System("outbox")
SIGNED_FOR: Final = timedelta(days=7)
"""How long a signature given when the message was written counts when it leaves."""


def leave(letter: Letter, at: datetime) -> Leave:
    """Whether this message may leave now; what goes to nobody's customer passes unasked."""
    if not letter.customer:
        return Leave()
    purpose = Purpose(letter.purpose) if letter.purpose in set(Purpose) else Purpose.RECOVERY
    channel = Channel.SURVEY if purpose is Purpose.SURVEY else Channel.EMAIL
    answer = _asked(letter, at, channel, purpose)
    if answer.is_allowed:
        return Leave()
    if answer.until is not None:
        return Leave(Passing.HOLD, answer.until, answer.sentence)
    return Leave(Passing.CANCEL, None, answer.sentence)


def _asked(letter: Letter, at: datetime, channel: Channel, purpose: Purpose) -> Answer:
    signed = _signature(letter, at, channel, purpose)
    try:
        return _answer(letter, at, channel, purpose, override=signed)
    except MayNotOverride:
        return _answer(letter, at, channel, purpose, override="")


def _answer(letter: Letter, at: datetime, channel: Channel, purpose: Purpose, *, override: str) -> Answer:
    return ask(
        by=OUTBOX,
        at=at,
        customer=letter.customer,
        channel=channel,
        purpose=purpose,
        to=Address(letter.to),
        automatic=letter.automatic,
        subject=f"message:{letter.id}",
        override=override,
    )


def _signature(letter: Letter, at: datetime, channel: Channel, purpose: Purpose) -> str:
    """The reason somebody signed with for this kind of message to this customer, lately."""
    signed = Answer.objects.filter(
        customer=letter.customer,
        channel=channel,
        purpose=purpose,
        verdict=Verdict.WARN,
        withdrawn_at=None,
        asked_at__gt=at - SIGNED_FOR,
        asked_by__startswith="person:",
    ).exclude(override="")
    newest = signed.order_by("-asked_at").first()
    return newest.override if newest else ""
