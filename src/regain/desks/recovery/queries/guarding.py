"""What the guard would say of a call right now; nothing is stored, the act itself asks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.terms import Kind
from regain.knowledge.playbook.queries.dossier import customer_key, standing_stops
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict

PURPOSES: Final = {Kind.TEAM.value: Purpose.RECOVERY, Kind.EXECUTIVE.value: Purpose.LISTENING}


@dataclass(frozen=True)
class Barred:
    """Why this customer cannot be called at this moment, and until when."""

    case: int
    title: str
    sentence: str
    until: datetime | None


def barred(case: Case, *, at: datetime) -> Barred | None:
    """None where the call may be made."""
    said = may(customer=case.customer, channel=Channel.CALL, purpose=PURPOSES[case.kind], when=at)
    if said.verdict is not Verdict.BLOCK:
        return None
    return Barred(case.pk, case.title, said.sentence, said.until)


def stopped(customers: Sequence[str]) -> frozenset[str]:
    """Those of the customers who asked not to be called."""
    keys = {customer_key(customer): customer for customer in customers}
    stops = standing_stops(list(keys))
    return frozenset(keys[stop.fingerprint] for stop in stops if stop.channel in {"", Channel.CALL.value})
