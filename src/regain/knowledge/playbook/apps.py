"""The playbook's manifest, one section for each part: reasons, wording and offers, guard."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Card, Every, Nav, Panel, Permission, Room

KEEPERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
CALLERS = KEEPERS | {Role.RECOVERY_CALLER, Role.EXECUTIVE, Role.SAVE_AGENT}
READERS = CALLERS | {Role.FRONTLINE_MANAGER, Role.TRUST_MEMBER}

REASONS_PERMISSIONS = (
    Permission("playbook.view_reasons", "See why customers leave", READERS),
    Permission("playbook.edit_reasons", "Change the catalogue of reasons", KEEPERS),
    Permission("playbook.record_causes", "Write down why a customer left", CALLERS),
)
VIEW_REASONS, EDIT_REASONS = {"GET": "playbook.view_reasons"}, {"POST": "playbook.edit_reasons"}
CAUSES = {"GET": "playbook.record_causes", "POST": "playbook.record_causes"}
REASONS_ACCESS = (
    Access("playbook:reasons", VIEW_REASONS),
    Access("playbook:reasons_export", VIEW_REASONS),
    Access("playbook:reason_new", {"GET": "playbook.edit_reasons"} | EDIT_REASONS),
    Access("playbook:reasons_arrange", {"GET": "playbook.edit_reasons"} | EDIT_REASONS),
    Access("playbook:catalogue_loading", EDIT_REASONS),
    Access("playbook:truth", VIEW_REASONS),
    Access("playbook:reason_group", EDIT_REASONS),
    Access("playbook:reason_group_place", EDIT_REASONS),
    Access("playbook:reason", VIEW_REASONS | EDIT_REASONS),
    Access("playbook:reason_place", EDIT_REASONS),
    Access("playbook:reason_retirement", EDIT_REASONS),
    Access("playbook:reason_restoring", EDIT_REASONS),
    Access("playbook:reason_merge", EDIT_REASONS),
    Access("playbook:reason_separation", EDIT_REASONS),
    Access("playbook:causes", CAUSES),
    Access("playbook:causes_withdrawal", {"POST": "playbook.record_causes"}),
)
REASONS_NAV = (Nav("Why they leave", "playbook:reasons", "tags", "playbook.view_reasons", order=24, key="w"),)
REASONS_PANELS = (
    Panel(
        "causes",
        "regain.knowledge.playbook.queries.asking.causes_panel",
        "playbook/_causes_panel.html",
        "playbook.view_reasons",
        order=20,
    ),
)

SAVERS = frozenset({Role.SAVE_AGENT})
OFFERERS = KEEPERS | {Role.RECOVERY_CALLER, Role.EXECUTIVE}
READ_WORDING = {"GET": "playbook.view_wording"}
READ_OFFERS = {"GET": "playbook.view_offers"}
MAKE_OFFERS = {"POST": "playbook.make_offers"}
WORDING_PERMISSIONS = (
    Permission("playbook.view_wording", "Read what is said on calls and written in letters", READERS),
    Permission("playbook.edit_wording", "Change what is said on calls and written in letters", KEEPERS),
    Permission("playbook.view_offers", "Open the list of offers", OFFERERS | SAVERS),
    Permission("playbook.make_offers", "Make and change the offers of one's own desk", KEEPERS | SAVERS),
    Permission("playbook.view_return_offers", "See offers to customers who left", OFFERERS),
    Permission("playbook.edit_return_offers", "Make and change offers to customers who left", KEEPERS),
    Permission("playbook.view_save_offers", "See the Save team's offers", SAVERS),
    Permission("playbook.edit_save_offers", "Make and change the Save team's offers", SAVERS),
)
WORDING_ACCESS = (
    Access("playbook:wording_home", READ_WORDING),
    Access("playbook:wording", READ_WORDING),
    Access("playbook:wording_step", READ_WORDING | {"POST": "playbook.edit_wording"}),
    Access("playbook:wording_version", READ_WORDING),
    Access("playbook:wording_return", {"POST": "playbook.edit_wording"}),
    Access("playbook:offers", READ_OFFERS),
    Access("playbook:offers_export", READ_OFFERS),
    Access("playbook:offer_new", {"GET": "playbook.make_offers"} | MAKE_OFFERS),
    Access("playbook:offer", READ_OFFERS),
    Access("playbook:offer_terms", {"GET": "playbook.make_offers"} | MAKE_OFFERS),
    Access("playbook:offer_retirement", MAKE_OFFERS),
    Access("playbook:offer_reinstatement", MAKE_OFFERS),
    Access("playbook:suggestions", {"GET": "playbook.view_reasons", "POST": "playbook.edit_reasons"}),
    Access("playbook:suggestion_trial", {"POST": "playbook.record_causes"}),
    Access("api-1:playbook_wordings", READ_WORDING),
    Access("api-1:playbook_wording", READ_WORDING | {"PUT": "playbook.edit_wording"}),
    Access("api-1:playbook_wording_return", {"POST": "playbook.edit_wording"}),
    Access("api-1:playbook_offers", READ_OFFERS | MAKE_OFFERS),
    Access("api-1:playbook_offer", READ_OFFERS | {"PUT": "playbook.make_offers"}),
    Access("api-1:playbook_offer_retirement", MAKE_OFFERS | {"DELETE": "playbook.make_offers"}),
    Access("api-1:playbook_suggestions", {"POST": "playbook.record_causes"}),
    Access("api-1:playbook_training", {"GET": "playbook.view_reasons", "POST": "playbook.edit_reasons"}),
)
WORDING_NAV = (
    Nav("Wording", "playbook:wording_home", "quote", "playbook.view_wording", order=64, group="Know-how"),
    Nav("Offers", "playbook:offers", "gift", "playbook.view_offers", order=65, group="Know-how"),
    Nav("Suggestions", "playbook:suggestions", "bulb", "playbook.view_reasons", order=66, group="Know-how"),
)
WORDING_LISTENS = {
    "regain.knowledge.playbook.events.TrainingAsked": ("regain.knowledge.playbook.jobs.suggesting.queue_training",),
}
WORDING_SCHEDULE = (Every("regain.knowledge.playbook.jobs.suggesting.refresh_suggestions", minutes=30),)

GUARD_PERMISSIONS: tuple[Permission, ...] = ()
GUARD_ACCESS: tuple[Access, ...] = ()
GUARD_NAV: tuple[Nav, ...] = ()
GUARD_PANELS: tuple[Panel, ...] = ()
GUARD_SCHEDULE: tuple[Every, ...] = ()


class Playbook(Room):
    """Reasons, wording, offers, and the guard that every outward act asks."""

    name = "regain.knowledge.playbook"
    label = "playbook"
    title = "Playbook"
    prefix = "playbook/"
    api = True
    permissions = (*REASONS_PERMISSIONS, *WORDING_PERMISSIONS, *GUARD_PERMISSIONS)
    access = (*REASONS_ACCESS, *WORDING_ACCESS, *GUARD_ACCESS)
    nav = (*REASONS_NAV, *WORDING_NAV, *GUARD_NAV)
    listens = {**WORDING_LISTENS}
    cards: tuple[Card, ...] = ()
    panels = (*REASONS_PANELS, *GUARD_PANELS)
    schedule = (*WORDING_SCHEDULE, *GUARD_SCHEDULE)
