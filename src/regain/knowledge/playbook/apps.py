"""The playbook's manifest, one section for each part: reasons, wording and offers, guard."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Card, Every, Nav, Panel, Permission, Room

KEEPERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
CALLERS = KEEPERS | {Role.RECOVERY_CALLER, Role.EXECUTIVE, Role.SAVE_AGENT}
READERS = CALLERS | {Role.FRONTLINE_MANAGER, Role.TRUST_MEMBER}

REASONS_PERMISSIONS = (
    Permission("playbook.view_reasons", "See why customers leave", READERS),
    Permission("playbook.edit_reasons", "Change the catalogue of reasons", KEEPERS),
    Permission("playbook.record_causes", "Write down why a customer left", CALLERS),
)
REASONS_ACCESS: tuple[Access, ...] = ()
REASONS_NAV: tuple[Nav, ...] = ()
REASONS_PANELS: tuple[Panel, ...] = ()

WORDING_PERMISSIONS: tuple[Permission, ...] = ()
WORDING_ACCESS: tuple[Access, ...] = ()
WORDING_NAV: tuple[Nav, ...] = ()
WORDING_SCHEDULE: tuple[Every, ...] = ()

GUARD_PERMISSIONS: tuple[Permission, ...] = ()
GUARD_ACCESS: tuple[Access, ...] = ()
GUARD_NAV: tuple[Nav, ...] = ()
GUARD_PANELS: tuple[Panel, ...] = ()
GUARD_SCHEDULE: tuple[Every, ...] = ()


class Playbook(Room):
    """Reasons, wording, offers, and the guard that every outward act asks."""

    name = "regain.knowledge.playbook"
    label = "playbook"
    title = "Playbook"
    prefix = "playbook/"
    api = True
    permissions = (*REASONS_PERMISSIONS, *WORDING_PERMISSIONS, *GUARD_PERMISSIONS)
    access = (*REASONS_ACCESS, *WORDING_ACCESS, *GUARD_ACCESS)
    nav = (*REASONS_NAV, *WORDING_NAV, *GUARD_NAV)
    cards: tuple[Card, ...] = ()
    panels = (*REASONS_PANELS, *GUARD_PANELS)
    schedule = (*WORDING_SCHEDULE, *GUARD_SCHEDULE)
