"""The warehouse's manifest: facts come in here."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Permission, Room

IMPORTERS = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.RETENTION_MANAGER})


class Warehouse(Room):
    """Customers, sales, refunds, products, contracts, contacts."""

    name = "regain.knowledge.warehouse"
    label = "warehouse"
    title = "Imports"
    prefix = "imports/"
    permissions = (Permission("warehouse.import", "Import facts and undo an import", IMPORTERS),)
