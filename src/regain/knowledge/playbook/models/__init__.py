"""The rows of the playbook; each part has its own files."""

from regain.knowledge.playbook.models.cause import Cause, Departure, Telling
from regain.knowledge.playbook.models.lesson import Lesson
from regain.knowledge.playbook.models.offer import Amendment, Offer
from regain.knowledge.playbook.models.reason import Reason, ReasonChange, ReasonGroup
from regain.knowledge.playbook.models.wording import Wording

__all__ = [
    "Amendment",
    "Cause",
    "Departure",
    "Lesson",
    "Offer",
    "Reason",
    "ReasonChange",
    "ReasonGroup",
    "Telling",
    "Wording",
]
