"""The playbook's manifest."""

from regain.foundation.kit.room import Room


class Playbook(Room):
    """Reasons, wording, offers, and the guard that every outward act asks."""

    name = "regain.knowledge.playbook"
    label = "playbook"
    title = "Playbook"
    prefix = "playbook/"
