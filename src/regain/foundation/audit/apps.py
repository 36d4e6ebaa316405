"""The audit room's manifest."""

from regain.foundation.kit.room import Room


class Audit(Room):
    """An append-only trail of every change of state."""

    name = "regain.foundation.audit"
    label = "audit"
    title = "Audit"
