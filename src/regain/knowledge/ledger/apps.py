"""The ledger's manifest."""

from regain.foundation.kit.room import Room


class Ledger(Room):
    """Lives, departures and returns; its screens are the valuation's, its doors the command line and the API."""

    name = "regain.knowledge.ledger"
    label = "ledger"
    title = "Lives"
