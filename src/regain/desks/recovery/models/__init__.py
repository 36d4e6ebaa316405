"""What the recovery desk leaves in the database: cycles and decisions, cases and calls, promises and needs."""

from regain.desks.recovery.models.call import Aside, Call, Quote, Words
from regain.desks.recovery.models.case import Case
from regain.desks.recovery.models.comeback import Comeback, FollowUp
from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.models.decision import Decision
from regain.desks.recovery.models.letter import Letter, Mailing
from regain.desks.recovery.models.patience import Notes, Touch
from regain.desks.recovery.models.promise import Need, Proposal, Requirement, ReturnLink, Support
from regain.desks.recovery.models.swap import Swap

__all__ = [
    "Aside",
    "Call",
    "Case",
    "Comeback",
    "Cycle",
    "Decision",
    "FollowUp",
    "Letter",
    "Mailing",
    "Need",
    "Notes",
    "Proposal",
    "Quote",
    "Requirement",
    "ReturnLink",
    "Support",
    "Swap",
    "Touch",
    "Words",
]
