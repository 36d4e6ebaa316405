"""The jobs room's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Nav, Permission, Room


class Jobs(Room):
    """What the installation is doing in the background."""

    name = "regain.foundation.jobs"
    label = "jobs"
    title = "Jobs"
    prefix = "jobs/"
    permissions = (
        Permission(
            "jobs.view",
            "See what runs in the background, stop it or run it again",
            frozenset({Role.OWNER, Role.ADMINISTRATOR}),
        ),
    )
    nav = (Nav("Jobs", "jobs:jobs", "activity", "jobs.view", order=92, group="Set up"),)
    access = (
        Access("jobs:jobs", {"GET": "jobs.view"}),
        Access("jobs:cancellation", {"POST": "jobs.view"}),
        Access("jobs:retry", {"POST": "jobs.view"}),
    )
