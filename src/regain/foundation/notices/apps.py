"""The manifest of notices."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, Access, Card, Every, Nav, Permission, Room
from regain.foundation.notices.web.quiet import keep_keys_out

MANAGERS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
OUTBOX, WEBHOOKS = "notices.outbox", "notices.webhooks"
JOBS = "regain.foundation.notices.jobs"
QUERIES = "regain.foundation.notices.queries"


class Notices(Room):
    """E-mail through an outbox, webhooks, calendar feeds, reminders."""

    name = "regain.foundation.notices"
    label = "notices"
    title = "Notices"
    prefix = "notices/"
    api = True
    permissions = (
        Permission(
            OUTBOX,
            "See what is mailed to whom, cancel it or send it again",
            MANAGERS | {Role.RETENTION_MANAGER},
        ),
        Permission(WEBHOOKS, "Connect other programs and see what they are told", MANAGERS),
    )
    nav = (
        Nav("Outbox", "notices:outbox", "mail", OUTBOX, order=93, group="Set up"),
        Nav("Webhooks", "notices:endpoints", "webhook", WEBHOOKS, order=94, group="Set up"),
    )
    access = (
        Access("notices:outbox", {"GET": OUTBOX}),
        Access("notices:outbox_export", {"GET": OUTBOX}),
        Access("notices:message", {"GET": OUTBOX}),
        Access("notices:message_cancellation", {"POST": OUTBOX}),
        Access("notices:message_retry", {"POST": OUTBOX}),
        Access("notices:endpoints", {"GET": WEBHOOKS}),
        Access("notices:new_endpoint", {"GET": WEBHOOKS, "POST": WEBHOOKS}),
        Access("notices:new_chat_room", {"GET": WEBHOOKS, "POST": WEBHOOKS}),
        Access("notices:endpoint", {"GET": WEBHOOKS}),
        Access("notices:endpoint_change", {"GET": WEBHOOKS, "POST": WEBHOOKS}),
        Access("notices:endpoint_secret", {"POST": WEBHOOKS}),
        Access("notices:endpoint_pause", {"POST": WEBHOOKS}),
        Access("notices:endpoint_resumption", {"POST": WEBHOOKS}),
        Access("notices:endpoint_removal", {"POST": WEBHOOKS}),
        Access("notices:endpoint_ping", {"POST": WEBHOOKS}),
        Access("notices:deliveries_export", {"GET": WEBHOOKS}),
        Access("notices:delivery", {"GET": WEBHOOKS}),
        Access("notices:delivery_retry", {"POST": WEBHOOKS}),
        Access("notices:calendar", {"GET": SIGNED_IN}),
        Access("notices:calendar_opening", {"POST": SIGNED_IN}),
        Access("notices:calendar_renewal", {"POST": SIGNED_IN}),
        Access("notices:calendar_closing", {"POST": SIGNED_IN}),
        Access("notices:calendar_file", {"GET": PUBLIC}),
        Access("notices:reminders", {"GET": SIGNED_IN}),
        Access("notices:reminder_dismissal", {"POST": SIGNED_IN}),
        Access("notices:reminder_return", {"POST": SIGNED_IN}),
        Access("api-1:notices_outbox", {"GET": OUTBOX}),
        Access("api-1:notices_message", {"GET": OUTBOX, "DELETE": OUTBOX}),
        Access("api-1:notices_message_retry", {"POST": OUTBOX}),
        Access("api-1:notices_events", {"GET": WEBHOOKS}),
        Access("api-1:notices_endpoints", {"GET": WEBHOOKS, "POST": WEBHOOKS}),
        Access("api-1:notices_chat_rooms", {"POST": WEBHOOKS}),
        Access("api-1:notices_chat_room", {"PUT": WEBHOOKS}),
        Access("api-1:notices_endpoint", {"GET": WEBHOOKS, "PUT": WEBHOOKS, "DELETE": WEBHOOKS}),
        Access("api-1:notices_endpoint_secret", {"POST": WEBHOOKS}),
        Access("api-1:notices_endpoint_pause", {"POST": WEBHOOKS, "DELETE": WEBHOOKS}),
        Access("api-1:notices_deliveries", {"GET": WEBHOOKS}),
        Access("api-1:notices_delivery_retry", {"POST": WEBHOOKS}),
        Access("api-1:notices_reminders", {"GET": SIGNED_IN}),
        Access("api-1:notices_reminder", {"DELETE": SIGNED_IN}),
    )
    keeps = {
        "*": (f"{JOBS}.webhooks.keep",),
        "regain.foundation.people.events.PersonDeactivated": (f"{JOBS}.leaving.close_calendar",),
    }
    publishes = {
        "regain.foundation.notices.events.MessageSent": "message.sent",
        "regain.foundation.notices.events.MessageRefused": "message.refused",
    }
    schedule = (
        Every(f"{JOBS}.mail.send_mail", 1),
        Every(f"{JOBS}.webhooks.tell_programs", 1),
        Every(f"{JOBS}.reminders.remind_by_mail", 5),
    )
    cards = (Card("reminders", f"{QUERIES}.reminders.reminders_card", "notices/_card.html", SIGNED_IN, order=5),)

    def ready(self) -> None:
        """Keep the keys of calendars out of the logs."""
        keep_keys_out()
