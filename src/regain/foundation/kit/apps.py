"""The kit's manifest."""

from regain.foundation.kit.room import Room


class Kit(Room):
    """Values and machinery; no pages of its own."""

    name = "regain.foundation.kit"
    label = "kit"
    title = "Kit"
