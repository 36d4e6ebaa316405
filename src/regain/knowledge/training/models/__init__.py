"""Certificate, Standard, Scenario, Practice, Coaching, Remark."""

from regain.knowledge.training.models.certificate import Certificate, Standard
from regain.knowledge.training.models.coaching import Coaching, Remark
from regain.knowledge.training.models.practice import Practice
from regain.knowledge.training.models.scenario import Scenario

__all__ = ["Certificate", "Coaching", "Practice", "Remark", "Scenario", "Standard"]
