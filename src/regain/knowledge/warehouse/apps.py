"""The warehouse's manifest: facts come in here."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Card, Nav, Permission, Room

IMPORTERS = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.RETENTION_MANAGER})
IMPORT = "warehouse.import"
GET, POST, BOTH = {"GET": IMPORT}, {"POST": IMPORT}, {"GET": IMPORT, "POST": IMPORT}


class Warehouse(Room):
    """Customers, sales, refunds, products, contracts, contacts."""

    name = "regain.knowledge.warehouse"
    label = "warehouse"
    title = "Imports"
    prefix = "imports/"
    api = True
    permissions = (
        Permission(IMPORT, "Import facts and undo an import", IMPORTERS),
        Permission(
            "warehouse.read_databases",
            "Import from a database, by its address",
            frozenset({Role.OWNER, Role.ADMINISTRATOR}),
        ),
    )
    nav = (Nav("Imports", "warehouse:imports", "file-import", IMPORT, order=70, group="Set up", key="i"),)
    access = (
        Access("warehouse:imports", GET),
        Access("warehouse:running", GET),
        Access("warehouse:export", GET),
        Access("warehouse:choice", BOTH),
        Access("warehouse:database", {"GET": "warehouse.read_databases", "POST": "warehouse.read_databases"}),
        Access("warehouse:columns", BOTH),
        Access("warehouse:preview", POST),
        Access("warehouse:saving", POST),
        Access("warehouse:trial", GET),
        Access("warehouse:order", POST),
        Access("warehouse:discarding", POST),
        Access("warehouse:mappings", GET),
        Access("warehouse:renaming", POST),
        Access("warehouse:forgetting", POST),
        Access("warehouse:import", GET),
        Access("warehouse:rejected", GET),
        Access("warehouse:mended", POST),
        Access("warehouse:again", POST),
        Access("warehouse:stop", POST),
        Access("warehouse:resumption", POST),
        Access("warehouse:undo", BOTH),
        Access("api-1:imports", BOTH),
        Access("api-1:import_one", GET),
        Access("api-1:import_rejected", GET),
    )
    listens = {
        "regain.knowledge.warehouse.events.TrialAsked": ("regain.knowledge.warehouse.jobs.queue_trial",),
        "regain.knowledge.warehouse.events.ImportOrdered": ("regain.knowledge.warehouse.jobs.queue_import",),
    }
    cards = (
        Card(
            "import",
            "regain.knowledge.warehouse.queries.listed.import_card",
            "warehouse/card.html",
            IMPORT,
            order=5,
        ),
    )
