"""Who of the living may leave: learnt from past days of the lake, said of everybody, and shown with its proof."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import CONTRACT, RHYTHM, Patience, Rule
from regain.knowledge.valuation.queries.costing import QUESTIONS
from regain.knowledge.valuation.rules.risk import (
    CUTS,
    LEVELS,
    SIGNALS,
    WITHIN,
    Warnings,
    Window,
    cells,
    learn_warnings,
)
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.store import Lake

TABLE: Final = "values"
Document = Mapping[str, Any]


def learn_risk(lake: Lake, *, as_of: date, rule: Rule, patience: Patience) -> Warnings:
    """Warnings from past windows before `as_of`, from as few buckets as suffice."""
    windows = [window(lake, cut, rule=rule, patience=patience) for cut in cuts(as_of)]
    return learn_warnings([each for each in windows if len(each.alike)])


def cuts(as_of: date) -> list[date]:
    """The past days looked back to, the newest first; the customers of each are watched until the next."""
    return [as_of - timedelta(days=WITHIN * number) for number in range(1, CUTS + 1)]


def window(lake: Lake, cut: date, *, rule: Rule, patience: Patience) -> Window:
    """The living of a day by their signals, and how many left within the time a warning is for."""
    found: list[tuple[Any, ...]] = []
    seen, until = 0, cut + timedelta(days=WITHIN)
    for number in ledger.sweeps(lake):
        with ledger.lives(lake, number, as_of=cut, rule=rule, patience=patience) as connection:
            watch(connection, as_of=cut, rule=rule, patience=patience)
            ledger.mark(connection, as_of=until, rule=rule, patience=patience)
            found += QUESTIONS.ask(connection, "risk_window", cut=cut, until=until).fetchall()
        seen = int(sum(row[-2] for row in found))
        if seen >= ledger.ENOUGH_CUSTOMERS:
            break
    table = np.array(found, dtype=np.int64).reshape(-1, len(SIGNALS) + 2)
    return Window(table[:, :-2], table[:, -2].astype(float), table[:, -1].astype(float))


def watch(connection: Connection, *, as_of: date, rule: Rule, patience: Patience) -> None:
    """Make the temporary table `watched` from `lives`: the signals of every living customer."""
    QUESTIONS.keep(
        connection,
        "watched",
        "risk_signals",
        as_of=as_of,
        is_contract=rule.kind == CONTRACT,
        is_rhythm=rule.kind == RHYTHM,
        r=patience.r,
        alpha=patience.alpha,
        alarm=patience.alarm,
    )


def warn(connection: Connection, warnings: Warnings, *, as_of: date, rule: Rule, patience: Patience) -> None:
    """Make the temporary table `warned` from `lives`: the early warning of every living customer."""
    watch(connection, as_of=as_of, rule=rule, patience=patience)
    QUESTIONS.keep(connection, "risk_cells", "risk_cells", **cells(warnings))
    QUESTIONS.keep(connection, "warned", "warned")


def risk_document(warnings: Warnings, *, as_of: date) -> dict[str, Any]:
    """What is called what, and how that did: `called` on the day `cut`, those who left by the day before `until`."""
    cut = cuts(as_of)[0]
    card = warnings.scorecard
    return {
        "is_measured": warnings.is_measured,
        "why_not": warnings.why_not,
        "cut": cut.isoformat(),
        "until": (cut + timedelta(days=WITHIN)).isoformat(),
        "within_days": WITHIN,
        "above_high": warnings.above_high,
        "above_medium": warnings.above_medium,
        "called": [asdict(each) | {"share": each.share} for each in warnings.called],
        "promises": [asdict(each) for each in warnings.promises],
        "learnt_from": warnings.learnt_from,
        "learnt_left": warnings.learnt_left,
        "points": {} if card is None else _points(card.weights),
    }


def _points(weights: np.ndarray[Any, Any]) -> dict[str, list[float]]:
    """How much each step of each signal multiplies the odds of leaving, beside the calm step."""
    odds, place, found = np.exp(weights), 1, {}
    for name, size in SIGNALS.items():
        found[name] = [1.0, *(round(float(each), 4) for each in odds[place : place + size - 1])]
        place += size - 1
    return found


@lru_cache(maxsize=8)
def _levels(lake: Lake, number: int) -> dict[str, tuple[int, Any]]:
    with lake.reader(lake.snapshot(number)) as connection:
        found = QUESTIONS.ask(connection, "risk_levels").fetchall()
    return {str(level): (int(customers), value) for level, customers, value in found}


def levels(lake: Lake) -> dict[str, tuple[int, Any]]:
    """How many of the living have each level now, and what they bought in their last year."""
    snapshot = lake.current()
    told = _levels(lake, snapshot.number) if TABLE in snapshot.tables else {}
    return {level: told[level] for level in (*LEVELS, "") if level in told}
