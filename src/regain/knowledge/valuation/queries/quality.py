"""How good the numbers are, as of a date: what the models said of a time held back, and what came."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import CONTRACT, GRACE, Rule, fixed_patience
from regain.knowledge.valuation.rules import quality as rules
from regain.knowledge.valuation.rules.contracts import SeenContracts
from regain.knowledge.valuation.rules.quality import Quality, Seen
from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake
from regain_value.calibration import Groups
from regain_value.holdout import Scored, top_share

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")
ENOUGH_CUSTOMERS: Final = 100_000
"""Customers to test on; buckets are random samples, so a few of them suffice."""
PARTS: Final = {
    "held_back": ("frequency", "recency", "age", "spent", "bought", "bought_for"),
    "held_back_weeks": ("week", "week_bought"),
    "held_back_began": ("began", "began_count"),
}
CONTRACTS: Final = ("age", "frequency", "bought")


def judged(lake: Lake, *, as_of: date, rule: Rule) -> Quality:
    """Hold back the newest part of what is known by `as_of` and test every model on it; later facts are not seen."""
    of_contracts = rule.kind == CONTRACT
    first = _first_day(lake, "first_contract" if of_contracts else "first_day")
    if first is None or first >= as_of:
        why = "There are no contracts to learn from." if of_contracts else "There are no purchases to learn from."
        return rules.untested(as_of, why, of_contracts=of_contracts)
    cut = rules.held_back(first=first, as_of=as_of)
    if cut is None:
        why = f"The past is {(as_of - first).days} days long; at least {2 * rules.SHORTEST} are needed."
        return rules.untested(as_of, why, of_contracts=of_contracts)
    if of_contracts:
        return rules.judge(contracts_seen(lake, cut=cut, as_of=as_of))
    return rules.judge(_seen(lake, cut=cut, as_of=as_of))


def contracts_seen(lake: Lake, *, cut: date, as_of: date) -> SeenContracts:
    """The contracts begun before a cut, and what became of them by `as_of`."""
    parts: list[Mapping[str, Any]] = []
    for bucket in ledger.sweeps(lake):
        with ledger.sweep(lake, bucket) as connection:
            ledger.mark(connection, as_of=as_of, rule=Rule(CONTRACT), patience=fixed_patience(GRACE))
            told = QUESTIONS.ask(connection, "contract_held_back", cut=cut, as_of=as_of, grace=GRACE)
            parts.append(told.fetchnumpy())
        if sum(len(part["age"]) for part in parts) >= ENOUGH_CUSTOMERS:
            break
    columns = {name: np.concatenate([part[name] for part in parts]).astype(float) for name in CONTRACTS}
    return SeenContracts(cut, as_of, **columns)


def _first_day(lake: Lake, name: str) -> date | None:
    with ledger.sweep(lake, ledger.sweeps(lake)[0]) as connection:
        row = QUESTIONS.ask(connection, name).fetchone()
    return row[0] if row else None


def _seen(lake: Lake, *, cut: date, as_of: date) -> Seen:
    parts: dict[str, list[Mapping[str, Any]]] = {name: [] for name in PARTS}
    for bucket in ledger.sweeps(lake):
        with ledger.sweep(lake, bucket) as connection:
            for name, rows in parts.items():
                rows.append(QUESTIONS.ask(connection, name, cut=cut, as_of=as_of).fetchnumpy())
        if sum(len(part["age"]) for part in parts["held_back"]) >= ENOUGH_CUSTOMERS:
            break
    columns = {
        column: np.concatenate([np.ma.filled(np.ma.asarray(part[column], dtype=float), 0.0) for part in parts[name]])
        for name, names in PARTS.items()
        for column in names
    }
    return Seen(cut, as_of, **columns)


def quality_document(quality: Quality) -> dict[str, Any]:
    """The test as JSON: every model's score, the choice, and what the chosen one said beside what came."""
    seen, selected = quality.seen, quality.selected
    if seen is None or selected is None:
        return {"as_of": quality.as_of.isoformat(), "why_not": quality.why_not}
    chosen = selected.chosen
    told = {
        "as_of": quality.as_of.isoformat(),
        "of": "purchases" if isinstance(seen, Seen) else "renewals",
        "cut": seen.cut.isoformat(),
        "days": seen.days,
        "customers": len(seen.age),
        "bought": int(chosen.holdout.bought.sum()),
        "came_back": int((chosen.holdout.bought > 0).sum()),
        "chosen": chosen.name,
        "best": selected.best.name,
        "lead": _three(selected.lead.parts(), 0),
        "refused": dict(selected.refused),
        "models": [_model(each, chosen) for each in selected.scored],
        "by_past_purchases": _groups(rules.by_past_purchases(chosen)),
        "by_chance": _groups(rules.by_chance(chosen)),
        "tenths": _groups(rules.tenths(chosen)),
    }
    if isinstance(seen, Seen):
        told |= {"rankings": rules.rankings(seen, chosen), "weeks": _weeks(seen, chosen)}
    return told


def _model(scored: Scored, chosen: Scored) -> dict[str, Any]:
    low, high = scored.total_likely
    return {
        "name": scored.name,
        "expected": scored.total,
        "expected_low": low,
        "expected_high": high,
        "miss": scored.miss,
        "surprise": scored.surprise,
        "lead_of_chosen": _three(chosen.lead_over(scored).parts(), 0),
        "top_tenth": top_share(scored.expected, scored.holdout),
        "params": scored.model.params,
        "at_edge": list(scored.model.at_edge),
    }


def _groups(groups: Groups) -> list[dict[str, float]]:
    return [
        {
            "at": float(groups.at[row]),
            "customers": int(groups.customers[row]),
            "said": float(groups.said[row]),
            "happened": _three(groups.happened.parts(), row)["value"],
            "low": _three(groups.happened.parts(), row)["low"],
            "high": _three(groups.happened.parts(), row)["high"],
        }
        for row in range(len(groups))
    ]


def _weeks(seen: Seen, chosen: Scored) -> list[dict[str, Any]]:
    told = rules.weeks(seen, chosen.model)
    return [
        {"until": (seen.cut + timedelta(days=int(end))).isoformat(), "bought": int(bought), "expected": float(expected)}
        for end, bought, expected in zip(told.ends, told.bought, told.expected, strict=True)
    ]


def _three(parts: tuple[Any, Any, Any], row: int) -> dict[str, float]:
    return dict(zip(("value", "low", "high"), (float(part[row]) for part in parts), strict=True))
