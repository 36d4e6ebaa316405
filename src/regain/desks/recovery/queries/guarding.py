"""What the guard would say of a call right now; nothing is stored, the act itself asks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.dateparse import parse_datetime

from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.numbers import numbers
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.models import Entry
from regain.knowledge.playbook.queries.dossier import customer_key, standing_stops
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict

AT_ONCE: Final = 5_000
NEVER: Final = frozenset({"everywhere.stop", "everywhere.deceased", "everywhere.out-of-business"})
"""The rules of the guard that time and signatures do not change."""

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


def waits(case: Case, *, at: datetime) -> str:
    """What the guard says now of a case whose call waits without a reason of ours; empty where it may be made."""
    if not case.is_open or case.next_kind != Next.CALL or case.next_at <= at or case.next_words or case.is_promised:
        return ""
    bar = barred(case, at=at)
    return bar.sentence if bar else ""


def was_put_off(case: Case) -> bool:
    """Whether its moment is the one it was put off to, because the guard barred the call."""
    told = Entry.objects.filter(subject=f"recovery.case:{case.pk}", verb="recovery.put_off").order_by("-at").first()
    return told is not None and parse_datetime(told.details["until"] or "") == case.next_at


def waits_for_number(case: Case) -> bool:
    """Whether the last number was wrong, and there is another one by now."""
    last = case.calls.order_by("-began_at").first()
    is_wrong = last is not None and last.outcome == Outcome.WRONG_NUMBER
    return is_wrong and any(not each.is_wrong for each in numbers(case.customer))


def never(customer: str, *, channel: Channel, at: datetime) -> str:
    """Why they are not reached at all: their own wish, or nobody is left. Empty where neither holds."""
    said = may(customer=customer, channel=channel, purpose=Purpose.RECOVERY, when=at)
    return next((each.sentence for each in said.findings if each.rule in NEVER), "")


def stopped(customers: Sequence[str], *, channel: Channel = Channel.CALL) -> frozenset[str]:
    """Those of the customers who asked not to be called, or not to be reached by this channel."""
    keys = {customer_key(customer): customer for customer in customers}
    every = list(keys)
    stops = [stop for start in range(0, len(every), AT_ONCE) for stop in standing_stops(every[start : start + AT_ONCE])]
    return frozenset(keys[stop.fingerprint] for stop in stops if stop.channel in {"", channel.value})
