"""The manifest of notices."""

from regain.foundation.kit.room import Room


class Notices(Room):
    """E-mail through an outbox, webhooks, calendar feeds, reminders."""

    name = "regain.foundation.notices"
    label = "notices"
    title = "Notices"
    prefix = "notices/"
