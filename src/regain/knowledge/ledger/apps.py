"""The ledger's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Permission, Room

ANSWERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})


class Ledger(Room):
    """Lives, departures and returns; the rooms above show them."""

    name = "regain.knowledge.ledger"
    label = "ledger"
    title = "Lives"
    permissions = (
        Permission(
            "ledger.record_return",
            "Record that a customer is back",
            ANSWERS | {Role.EXECUTIVE, Role.RECOVERY_CALLER, Role.SAVE_AGENT},
        ),
        Permission("ledger.withdraw_return", "Take back a recorded return", ANSWERS),
    )
    listens = {"regain.knowledge.warehouse.events.FactsImported": ("regain.knowledge.ledger.jobs.queue_matching",)}
    publishes = {
        "regain.knowledge.ledger.events.ReturnRecorded": "return.recorded",
        "regain.knowledge.ledger.events.ReturnConfirmed": "return.confirmed",
    }
