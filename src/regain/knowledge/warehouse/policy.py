"""Who may bring facts in."""

from regain.foundation.kit.actor import Actor
from regain.knowledge.warehouse.models import Import

IMPORT = "warehouse.import"
DATABASES = "warehouse.read_databases"


def may_import(*, by: Actor, **_: object) -> bool:
    """Import, try, undo."""
    return by.may(IMPORT)


def may_read_databases(*, by: Actor, **_: object) -> bool:
    """Import from a database; its address opens more than one table."""
    return by.may(IMPORT) and by.may(DATABASES)


def may_prepare(*, by: Actor, draft: Import, **_: object) -> bool:
    """Say how something is to be read, try it and import it."""
    return may_read_databases(by=by) if draft.table else may_import(by=by)
