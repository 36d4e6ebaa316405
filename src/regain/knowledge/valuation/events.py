"""Facts the valuation announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ValuesAsked:
    """Somebody wants everybody valued anew."""

    asked_by: str


@dataclass(frozen=True)
class LookAsked:
    """Somebody wants a look back that takes longer than a page may: `kind` is lives or backtest."""

    asked_by: str
    kind: str
    rule: str
    as_of: str
    until: str = ""
