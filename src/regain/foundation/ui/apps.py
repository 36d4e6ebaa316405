"""The manifest of the user interface."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, Access, Nav, Permission, Room


class Ui(Room):
    """How everything looks; its only page is the gallery of components."""

    name = "regain.foundation.ui"
    label = "ui"
    title = "Interface"
    prefix = "gallery/"
    permissions = (Permission("ui.see_gallery", "See the gallery of components", frozenset({Role.ADMINISTRATOR})),)
    nav = (Nav("Gallery", "ui:gallery", "sparkles", "ui.see_gallery", order=95, group="Administration"),)
    access = (
        Access("ui:gallery", {"GET": "ui.see_gallery"}),
        Access("ui:gallery_export", {"GET": "ui.see_gallery"}),
        Access("ui:theme", {"POST": PUBLIC}),
    )
