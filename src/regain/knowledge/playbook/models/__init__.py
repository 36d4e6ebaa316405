"""The rows of the playbook; each part has its own files."""

from regain.knowledge.playbook.models.cause import Cause, Departure, Telling
from regain.knowledge.playbook.models.reason import Reason, ReasonChange, ReasonGroup

__all__ = ["Cause", "Departure", "Reason", "ReasonChange", "ReasonGroup", "Telling"]
