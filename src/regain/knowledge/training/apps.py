"""The training room's manifest."""

from regain.foundation.kit.roles import EVERYONE, Role
from regain.foundation.kit.room import Access, Card, Every, Nav, Permission, Room

MANAGERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
CALLERS = MANAGERS | {Role.EXECUTIVE, Role.RECOVERY_CALLER, Role.SAVE_AGENT}
PRACTISE, CERTIFY, WRITE = "training.practise", "training.certify", "training.write_scenarios"
COACHING, RAISE, TOTALS = "training.coaching", "training.raise_coaching", "training.coaching_totals"
QUERIES = "regain.knowledge.training.queries"
EVENTS = "regain.knowledge.training.events"


class Training(Room):
    """Certificates, practice calls and coaching."""

    name = "regain.knowledge.training"
    label = "training"
    title = "Training"
    prefix = "training/"
    api = True
    permissions = (
        Permission(PRACTISE, "Practise calls with a colleague", CALLERS | {Role.FRONTLINE_MANAGER}),
        Permission(CERTIFY, "Say who may make recovery calls", MANAGERS),
        Permission(WRITE, "Write practice calls", MANAGERS),
        Permission(COACHING, "See what customers said about oneself and one's own team", EVERYONE),
        Permission(RAISE, "Tell somebody what a customer said about them", CALLERS | {Role.FRONTLINE_MANAGER}),
        Permission(TOTALS, "See how much coaching there is, without names", MANAGERS),
    )
    nav = (
        Nav("Coaching", "training:coaching", "message-report", COACHING, order=40),
        Nav("Practice", "training:practices", "school", PRACTISE, order=42),
    )
    access = (
        Access("training:coaching", {"GET": COACHING}),
        Access("training:said", {"GET": COACHING}),
        Access("training:items", {"GET": COACHING}),
        Access("training:items_export", {"GET": COACHING}),
        Access("training:raising", {"GET": RAISE, "POST": RAISE}),
        Access("training:item", {"GET": COACHING}),
        Access("training:acknowledgement", {"POST": COACHING}),
        Access("training:talk", {"POST": COACHING}),
        Access("training:check", {"POST": COACHING}),
        Access("training:handing_on", {"POST": COACHING}),
        Access("training:comment", {"POST": COACHING}),
        Access("training:addressing", {"POST": RAISE}),
        Access("training:taking_back", {"POST": RAISE}),
        Access("training:practices", {"GET": PRACTISE}),
        Access("training:practices_export", {"GET": PRACTISE}),
        Access("training:beginning", {"GET": PRACTISE, "POST": PRACTISE}),
        Access("training:practice", {"GET": PRACTISE}),
        Access("training:practice_step", {"POST": PRACTISE}),
        Access("training:scoring", {"POST": PRACTISE}),
        Access("training:calling_off", {"POST": PRACTISE}),
        Access("training:scenarios", {"GET": WRITE}),
        Access("training:new_scenario", {"GET": WRITE, "POST": WRITE}),
        Access("training:scenario", {"GET": WRITE, "POST": WRITE}),
        Access("training:retirement", {"POST": WRITE}),
        Access("training:bringing_back", {"POST": WRITE}),
        Access("training:certificates", {"GET": CERTIFY}),
        Access("training:certificates_export", {"GET": CERTIFY}),
        Access("training:standard", {"POST": CERTIFY}),
        Access("training:certificate", {"GET": CERTIFY, "POST": CERTIFY}),
        Access("training:certificate_withdrawal", {"POST": CERTIFY}),
        Access("api-1:training_coaching", {"GET": COACHING, "POST": RAISE}),
        Access("api-1:training_totals", {"GET": TOTALS}),
        Access("api-1:training_item", {"GET": COACHING, "DELETE": RAISE}),
        Access("api-1:training_item_steps", {"POST": COACHING}),
        Access("api-1:training_item_comments", {"POST": COACHING}),
        Access("api-1:training_standing", {"GET": PRACTISE}),
        Access("api-1:training_certificates", {"GET": CERTIFY, "POST": CERTIFY}),
        Access("api-1:training_certificate", {"DELETE": CERTIFY}),
        Access("api-1:training_practices", {"GET": PRACTISE, "POST": PRACTISE}),
        Access("api-1:training_practice", {"GET": PRACTISE, "DELETE": PRACTISE}),
        Access("api-1:training_score", {"POST": PRACTISE}),
        Access("api-1:training_scenarios", {"GET": WRITE}),
    )
    publishes = {
        f"{EVENTS}.Certified": "certificate.given",
        f"{EVENTS}.CertificateWithdrawn": "certificate.withdrawn",
        f"{EVENTS}.PracticeScored": "practice.scored",
        f"{EVENTS}.CoachingRaised": "coaching.raised",
        f"{EVENTS}.CoachingClosed": "coaching.closed",
    }
    schedule = (Every("regain.knowledge.training.jobs.remind_of_overdue_coaching", 60),)
    cards = (
        Card("coaching", f"{QUERIES}.coaching.coaching_card", "training/_card_coaching.html", COACHING, order=16),
        Card("practice", f"{QUERIES}.practice.practice_card", "training/_card_practice.html", PRACTISE, order=18),
    )
    search = f"{QUERIES}.items.search"
    search_permission = COACHING
