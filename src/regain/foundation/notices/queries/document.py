"""Rows as documents for programs."""

from dataclasses import asdict
from typing import Any

from regain.foundation.notices.queries.endpoints import DeliveryRow, EndpointRow
from regain.foundation.notices.queries.outbox import MessageRow
from regain.foundation.notices.queries.reminders import ReminderRow
from regain.foundation.notices.queries.subscribable import Subscribable

OF_SCREENS = frozenset({"href"})


def document(row: MessageRow | EndpointRow | DeliveryRow | ReminderRow | Subscribable) -> dict[str, Any]:
    """Every field, without the addresses of our own pages, except where a reminder leads."""
    left_out: frozenset[str] = frozenset() if isinstance(row, ReminderRow) else OF_SCREENS
    return {name: value for name, value in asdict(row).items() if name not in left_out}
