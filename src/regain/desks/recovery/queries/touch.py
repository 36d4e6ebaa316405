"""A person's touch: while somebody works with a customer, nothing automatic reaches them."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Call, Case
from regain.foundation.notices.rules.gate import Leave, Letter, Passing

AFTER_A_PROMISE: Final = timedelta(days=1)
"""A call that was promised comes first; what was agreed in it decides what follows."""

IN_A_CALL: Final = timedelta(hours=1)


def touched_until(*, customer: str, at: datetime) -> datetime | None:
    """Until when a person comes first: in a call, on a screen, or with a promise to keep; none where nobody does."""
    in_call = Exists(Call.objects.filter(case=OuterRef("pk"), ended_at=None))
    case = Case.objects.annotate(in_call=in_call).filter(customer=customer, ended_at=None).first()
    if case is None:
        return None
    if case.__dict__["in_call"]:
        return at + IN_A_CALL
    ends = [case.held_until] if case.held_by_id is not None and case.held_until else []
    ends += [case.next_at + AFTER_A_PROMISE] if case.is_promised else []
    return max((end for end in ends if end > at), default=None)


def leave(letter: Letter, at: datetime) -> Leave:
    """The gate of the outbox: what is automatic waits for the person."""
    until = touched_until(customer=letter.customer, at=at) if letter.automatic and letter.customer else None
    if until is None:
        return Leave()
    return Leave(Passing.HOLD, until, _("Somebody is in touch with this customer; what is automatic waits."))
