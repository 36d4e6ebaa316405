"""Who may see why customers leave, write it down, and change the catalogue."""

from typing import Any

from regain.foundation.kit.actor import Actor

VIEW = "playbook.view_reasons"
EDIT = "playbook.edit_reasons"
RECORD = "playbook.record_causes"


def may_edit(*, by: Actor, **_: Any) -> bool:
    """Those who keep the catalogue."""
    return by.may(EDIT)


def may_record(*, by: Actor, **_: Any) -> bool:
    """Those who speak with customers who left."""
    return by.may(RECORD)
