"""The ledger's verbs: record a return, take it back, hold it against the sales, keep what was measured."""

from regain.knowledge.ledger.actions.measuring import keep_measured
from regain.knowledge.ledger.actions.returns import match_returns, record_return, withdraw_return

__all__ = ["keep_measured", "match_returns", "record_return", "withdraw_return"]
