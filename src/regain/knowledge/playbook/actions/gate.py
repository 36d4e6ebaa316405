"""The gate of the outbox: a message to a customer leaves only if the guard lets it, asked as it leaves."""

from datetime import datetime, timedelta
from typing import Final

from regain.foundation.kit.actor import System
from regain.foundation.notices.rules.gate import Leave, Letter, Passing
from regain.knowledge.playbook.actions.guard import MayNotOverride, ask
from regain.knowledge.playbook.models import Answer
from regain.knowledge.playbook.queries.dossier import Address, dossier
from regain.knowledge.playbook.queries.guard import said, weigh
from regain.knowledge.playbook.rules.guard.terms import Act, Channel, Purpose, Verdict

OUTBOX: Final = System("outbox")
SIGNED_FOR: Final = timedelta(days=7)
"""How long a signature given when the message was written counts when it leaves."""

ONE_ATTEMPT: Final = timedelta(days=1)
"""A mail server that says “later” is tried again; within this time it stays one attempt."""


def leave(letter: Letter, at: datetime) -> Leave:
    """Whether this message may leave now; what goes to nobody's customer passes unasked."""
    if not letter.customer:
        return Leave()
    purpose = Purpose(letter.purpose) if letter.purpose in set(Purpose) else Purpose.RECOVERY
    channel = Channel.SURVEY if purpose is Purpose.SURVEY else Channel.EMAIL
    if _still_stands(letter, at, channel, purpose):
        return Leave()
    answer = _asked(letter, at, channel, purpose)
    if answer.is_allowed:
        return Leave()
    if answer.until is not None:
        return Leave(Passing.HOLD, answer.until, answer.sentence)
    return Leave(Passing.CANCEL, None, answer.sentence)


def _still_stands(letter: Letter, at: datetime, channel: Channel, purpose: Purpose) -> bool:
    """Whether this message was allowed lately and nothing forbids it since; asked anew without counting twice."""
    lately = Answer.objects.filter(
        customer=letter.customer,
        channel=channel,
        purpose=purpose,
        subject=_subject(letter),
        asked_by=OUTBOX.key,
        withdrawn_at=None,
        asked_at__gt=at - ONE_ATTEMPT,
    )
    last = lately.order_by("-asked_at", "-pk").first()
    if last is None or not last.is_allowed:
        return False
    act, to = Act(channel, purpose, at, letter.automatic), Address(letter.to)
    now = said(act, weigh(act, dossier(customer=letter.customer, at=at, to=to), point=to.key))
    return now.is_allowed or (bool(last.override) and now.is_overridable)


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
        subject=_subject(letter),
        override=override,
    )


def _subject(letter: Letter) -> str:
    return f"message:{letter.id}"


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
