"""The recovery desk's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Permission, Room

PREPARES = frozenset({Role.RETENTION_MANAGER, Role.OWNER})


class Recovery(Room):
    """Rescue cycles: whom to call, whom to write to, whom to leave alone, and who is held out."""

    name = "regain.desks.recovery"
    label = "recovery"
    title = "Recovery"
    prefix = "recovery/"
    permissions = (
        Permission(
            "recovery.view_cycle",
            "See rescue cycles and what was decided",
            PREPARES | {Role.EXECUTIVE, Role.ADMINISTRATOR},
        ),
        Permission("recovery.draft_cycle", "Draft a cycle, swap customers and assign calls", PREPARES),
        Permission("recovery.approve_cycle", "Approve a cycle", PREPARES),
        Permission("recovery.work_queue", "Make the team's recovery calls", PREPARES | {Role.RECOVERY_CALLER}),
        Permission("recovery.executive_calls", "Make an executive's calls", PREPARES | {Role.EXECUTIVE}),
    )
