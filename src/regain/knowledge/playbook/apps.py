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
PUT_REASONS = {"PUT": "playbook.edit_reasons"}
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
    Access("api-1:playbook_reasons", VIEW_REASONS | EDIT_REASONS),
    Access("api-1:playbook_reason", VIEW_REASONS | PUT_REASONS),
    Access("api-1:playbook_reason_retirement", EDIT_REASONS | {"DELETE": "playbook.edit_reasons"}),
    Access("api-1:playbook_reason_merge", EDIT_REASONS | {"DELETE": "playbook.edit_reasons"}),
    Access("api-1:playbook_reason_place", PUT_REASONS),
    Access("api-1:playbook_reason_groups", EDIT_REASONS),
    Access("api-1:playbook_reason_group", PUT_REASONS),
    Access("api-1:playbook_reason_group_place", PUT_REASONS),
    Access("api-1:playbook_reasons_by_revenue", VIEW_REASONS | {"POST": "playbook.view_reasons"}),
    Access("api-1:playbook_truth", VIEW_REASONS),
    Access("api-1:playbook_told", {"PUT": "playbook.record_causes", "DELETE": "playbook.record_causes"}),
    Access("api-1:playbook_causes", VIEW_REASONS),
)
REASONS_NAV = (
    Nav("Why they leave", "playbook:reasons", "tags", "playbook.view_reasons", order=61, group="Know-how", key="w"),
)
REASONS_PUBLISHES = {"regain.knowledge.playbook.events.CausesRecorded": "causes.recorded"}
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
    Nav("Suggested reasons", "playbook:suggestions", "bulb", "playbook.view_reasons", order=66, group="Know-how"),
)
WORDING_LISTENS = {
    "regain.knowledge.playbook.events.TrainingAsked": ("regain.knowledge.playbook.jobs.suggesting.queue_training",),
}
WORDING_SCHEDULE = (Every("regain.knowledge.playbook.jobs.suggesting.refresh_suggestions", minutes=30),)

LISTKEEPERS, LIFTERS = KEEPERS | {Role.ADMINISTRATOR}, frozenset({Role.OWNER, Role.ADMINISTRATOR})
VIEW_GUARD, KEEP_STOPS = {"GET": "playbook.view_guard"}, {"POST": "playbook.keep_stops"}
RECORD_POINTS, SEE_STOPS = {"POST": "playbook.record_points"}, {"GET": "playbook.keep_stops"}
GUARD_PERMISSIONS = (
    Permission("playbook.view_guard", "Read the rules of the guard", READERS | {Role.ADMINISTRATOR}),
    Permission("playbook.ask_guard", "See whether a customer may be contacted now", READERS),
    Permission("playbook.stop", "Leave a customer alone", READERS),
    Permission("playbook.record_points", "Write down numbers, addresses and consents of customers", CALLERS),
    Permission("playbook.override_guard", "Sign against the guard where the law lets one", KEEPERS | {Role.EXECUTIVE}),
    Permission("playbook.view_answers", "See everything the guard answered", LISTKEEPERS),
    Permission("playbook.keep_stops", "Keep the do-not-contact list and what registers said", LISTKEEPERS),
    Permission("playbook.lift_stops", "Lift a stop, on the customer's wish", LIFTERS),
)
GUARD_ACCESS = (
    Access("playbook:may", {"GET": "playbook.ask_guard"}),
    Access("playbook:may_stop", {"POST": "playbook.stop"}),
    Access("playbook:may_lift", {"POST": "playbook.lift_stops"}),
    Access("playbook:may_point", RECORD_POINTS),
    Access("playbook:may_point_wrong", RECORD_POINTS),
    Access("playbook:may_party", RECORD_POINTS),
    Access("playbook:may_consent", RECORD_POINTS),
    Access("playbook:may_consent_withdrawal", RECORD_POINTS),
    Access("playbook:rules", VIEW_GUARD),
    Access("playbook:rules_export", VIEW_GUARD),
    Access("playbook:answers", {"GET": "playbook.view_answers"}),
    Access("playbook:answers_export", {"GET": "playbook.view_answers"}),
    Access("playbook:stops", SEE_STOPS),
    Access("playbook:stops_export", SEE_STOPS),
    Access("playbook:stops_import", SEE_STOPS | KEEP_STOPS),
    Access("playbook:stop_lifting", {"POST": "playbook.lift_stops"}),
    Access("playbook:screenings", SEE_STOPS | KEEP_STOPS),
    Access("api-1:playbook_may", {"GET": "playbook.ask_guard"}),
    Access("api-1:playbook_ask", {"POST": "playbook.ask_guard"}),
    Access("api-1:playbook_answer", {"DELETE": "playbook.ask_guard"}),
    Access("api-1:playbook_stops", {"POST": "playbook.stop"}),
    Access("api-1:playbook_consents", {"GET": "playbook.ask_guard"} | RECORD_POINTS),
    Access("api-1:playbook_consent", {"DELETE": "playbook.record_points"}),
    Access("api-1:playbook_points", {"GET": "playbook.ask_guard"} | RECORD_POINTS),
    Access("api-1:playbook_point_wrong", RECORD_POINTS),
    Access("api-1:playbook_rules", VIEW_GUARD),
)
GUARD_NAV = (
    Nav("Do not contact", "playbook:stops", "hand-stop", "playbook.keep_stops", order=67, group="Know-how"),
    Nav("Guard", "playbook:rules", "shield-check", "playbook.view_guard", order=68, group="Know-how"),
)
GUARD_PANELS = (
    Panel(
        "may",
        "regain.knowledge.playbook.queries.may_page.may_panel",
        "playbook/_may_panel.html",
        "playbook.ask_guard",
        order=10,
    ),
)
GUARD_GATE = "regain.knowledge.playbook.actions.gate.leave"
GUARD_PUBLISHES = {
    "regain.knowledge.playbook.events.ContactStopped": "contact.stopped",
    "regain.knowledge.playbook.events.ContactResumed": "contact.resumed",
}


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
    schedule = (*WORDING_SCHEDULE,)
    gate = GUARD_GATE
    publishes = {**REASONS_PUBLISHES, **GUARD_PUBLISHES}
