"""The training room's manifest."""

from regain.foundation.kit.room import Room


class Training(Room):
    """Certificates, practice calls and coaching."""

    name = "regain.knowledge.training"
    label = "training"
    title = "Training"
    prefix = "training/"
