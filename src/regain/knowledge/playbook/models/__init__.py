"""The rows of the playbook; each part has its own files."""

from regain.knowledge.playbook.models.answer import Answer
from regain.knowledge.playbook.models.cause import Cause, Departure, Telling
from regain.knowledge.playbook.models.consent import Consent
from regain.knowledge.playbook.models.lesson import Lesson
from regain.knowledge.playbook.models.offer import Amendment, Offer
from regain.knowledge.playbook.models.point import Party, Point
from regain.knowledge.playbook.models.reason import Reason, ReasonChange, ReasonGroup
from regain.knowledge.playbook.models.screening import Screening
from regain.knowledge.playbook.models.stop import Stop
from regain.knowledge.playbook.models.wording import Wording

__all__ = [
    "Amendment",
    "Answer",
    "Cause",
    "Consent",
    "Departure",
    "Lesson",
    "Offer",
    "Party",
    "Point",
    "Reason",
    "ReasonChange",
    "ReasonGroup",
    "Screening",
    "Stop",
    "Telling",
    "Wording",
]
