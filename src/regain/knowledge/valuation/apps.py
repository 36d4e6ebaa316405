"""The valuation's manifest: customers, who left, and how good the numbers are."""

from regain.foundation.kit.roles import EVERYONE, Role
from regain.foundation.kit.room import Permission, Room

MANAGERS = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.RETENTION_MANAGER})


class Valuation(Room):
    """Every customer and what they are worth."""

    name = "regain.knowledge.valuation"
    label = "valuation"
    title = "Customers"
    prefix = "customers/"
    permissions = (
        Permission("valuation.view_customers", "See customers and what they are worth", EVERYONE),
        Permission("valuation.export_customers", "Take lists of customers out of the system", MANAGERS),
        Permission("valuation.compute", "Have every customer valued anew", MANAGERS),
    )
