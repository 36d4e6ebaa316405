"""The verbs of training."""

from regain.knowledge.training.actions.certificates import certify, set_standard, withdraw_certificate
from regain.knowledge.training.actions.coaching import (
    acknowledge,
    address_coaching,
    coach,
    comment,
    hand_on,
    raise_coaching,
    recheck,
    remind_of_coaching,
    withdraw_coaching,
)
from regain.knowledge.training.actions.practice import call_off, practise, score, walk
from regain.knowledge.training.actions.samples import sample_certificates, sample_coaching
from regain.knowledge.training.actions.scenarios import bring_back_scenario, retire_scenario, write_scenario

__all__ = [
    "acknowledge",
    "address_coaching",
    "bring_back_scenario",
    "call_off",
    "certify",
    "coach",
    "comment",
    "hand_on",
    "practise",
    "raise_coaching",
    "recheck",
    "remind_of_coaching",
    "retire_scenario",
    "sample_certificates",
    "sample_coaching",
    "score",
    "set_standard",
    "walk",
    "withdraw_certificate",
    "withdraw_coaching",
    "write_scenario",
]
