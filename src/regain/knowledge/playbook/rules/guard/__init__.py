"""May we contact this customer, now? The rules as data, and the pure engine that reads them."""

from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope, Verdict

__all__ = ["Channel", "Purpose", "Scope", "Verdict"]
