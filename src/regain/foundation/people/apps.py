"""The people room's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, Access, Nav, Permission, Room

MANAGERS = frozenset({Role.OWNER, Role.ADMINISTRATOR})


class People(Room):
    """Who works here, what each may do, and how they come in."""

    name = "regain.foundation.people"
    label = "people"
    title = "People"
    prefix = "people/"
    permissions = (
        Permission("people.view", "See who works here and in which roles", MANAGERS),
        Permission("people.manage", "Invite people, change their roles, see them off", MANAGERS),
    )
    nav = (Nav("People", "people:people", "users", "people.view", order=90, group="Set up"),)
    access = (
        Access("people:sign_in", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("people:sign_out", {"POST": PUBLIC}),
        Access("people:forgotten", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("people:reset", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("people:joining", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("people:account", {"GET": SIGNED_IN}),
        Access("people:name", {"POST": SIGNED_IN}),
        Access("people:password", {"POST": SIGNED_IN}),
        Access("people:preferences", {"POST": SIGNED_IN}),
        Access("people:sessions_end", {"POST": SIGNED_IN}),
        Access("people:views", {"POST": SIGNED_IN}),
        Access("people:view_sharing", {"POST": SIGNED_IN}),
        Access("people:view_removal", {"POST": SIGNED_IN}),
        Access("people:people", {"GET": "people.view"}),
        Access("people:export", {"GET": "people.view"}),
        Access("people:rights", {"GET": "people.view"}),
        Access("people:person", {"GET": "people.view"}),
        Access("people:roles", {"POST": "people.manage"}),
        Access("people:deactivation", {"POST": "people.manage"}),
        Access("people:reactivation", {"POST": "people.manage"}),
        Access("people:teams", {"GET": "people.view", "POST": "people.manage"}),
        Access("people:teams_export", {"GET": "people.view"}),
        Access("people:team", {"GET": "people.view"}),
        Access("people:team_name", {"POST": "people.manage"}),
        Access("people:team_lead", {"POST": "people.manage"}),
        Access("people:team_member", {"POST": "people.manage"}),
        Access("people:team_closing", {"POST": "people.manage"}),
        Access("people:team_reopening", {"POST": "people.manage"}),
        Access("people:person_team", {"POST": "people.manage"}),
        Access("people:invitations", {"GET": "people.manage", "POST": "people.manage"}),
        Access("people:renewal", {"POST": "people.manage"}),
        Access("people:withdrawal", {"POST": "people.manage"}),
    )
    listens = {
        "regain.foundation.people.events.PersonInvited": ("regain.foundation.people.jobs.mail_invitation",),
        "regain.foundation.people.events.PasswordForgotten": ("regain.foundation.people.jobs.queue_reset_link",),
    }
