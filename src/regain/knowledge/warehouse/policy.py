"""Who may bring facts in."""

from regain.foundation.kit.actor import Actor


def may_import(*, by: Actor, **_: object) -> bool:
    """Import, try, undo."""
    return by.may("warehouse.import")
