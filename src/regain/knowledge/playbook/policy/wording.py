"""Who may change what is said and written."""

from typing import Any

from regain.foundation.kit.actor import Actor

EDIT = "playbook.edit_wording"


def may_edit(*, by: Actor, **_: Any) -> bool:
    """Those who keep the wording."""
    return by.may(EDIT)
