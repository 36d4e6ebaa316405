"""The shell's manifest: the home page, search, health."""

from regain.foundation.kit.room import PUBLIC, SIGNED_IN, Access, Room


class Shell(Room):
    """The front of the house."""

    name = "regain.shell"
    label = "shell"
    title = "Home"
    access = (
        Access("shell:home", {"GET": SIGNED_IN}),
        Access("shell:search", {"GET": SIGNED_IN}),
        Access("shell:health", {"GET": PUBLIC}),
        Access("api-1:openapi-json", {"GET": SIGNED_IN}),
        Access("api-1:openapi-view", {"GET": SIGNED_IN}),
        Access("api-1:api-root", {"GET": SIGNED_IN}),
    )
