"""Backtest: what the ranking of a past date would have caught, beside simple rules and chance."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from regain.foundation.kit.errors import Invalid
from regain.knowledge.ledger.rules import Rule
from regain.knowledge.valuation.queries.learn import SEED, Lesson, View, learn
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.valuation.rules.learning import Absent
from regain.knowledge.valuation.rules.weighing import weighed
from regain.knowledge.warehouse.lake.store import Lake
from regain_value import RANKINGS, Caught, Departed, Difference, NotEnoughEvidence, caught, difference

TOPS = {"top10": 0.1, "top20": 0.2, "top50": 0.5}
BESIDE = {"past_spend": "past_spend", "recency": "recency", "frequency": "frequency"}


@dataclass(frozen=True)
class Ranked:
    """What one ranking caught: shares of all returners and of all returned value, by top share."""

    name: str
    returners: dict[str, float]
    value: dict[str, float]


@dataclass(frozen=True)
class Backtest:
    """Who was gone, who came back, and what each ranking would have caught."""

    as_of: date
    until: date
    rule: Rule
    departed: int
    returned: int
    returned_value: Decimal
    rankings: tuple[Ranked, ...]
    chosen: str
    lead: Difference | None
    rival: str

    @property
    def verdict(self) -> str:
        """By how much Regain is better than the best simple rule, in words."""
        if self.lead is None:
            return "Nobody came back in this time, so no ranking can be told from another."
        if self.chosen == BESIDE.get(self.rival):
            name = self.chosen.replace("_", " ")
            return f"On this company's own past nothing beat the simple rule “{name}”, so Regain ranks by it."
        words = f"{self.lead.value:+.1%} of the returned value, likely {self.lead.low:+.1%} to {self.lead.high:+.1%}"
        if self.lead.low > 0:
            return f"Regain's ranking caught more than the best simple rule ({self.rival}): {words}."
        if self.lead.high < 0:
            return f"The best simple rule ({self.rival}) caught more than Regain's ranking: {words}."
        return f"Regain's ranking and the best simple rule ({self.rival}) cannot be told apart: {words}."


def backtest(lake: Lake, *, as_of: date, until: date, rule: Rule, terms: Terms) -> Backtest:
    """Learn by `as_of`, rank who was gone, and look at what they did until the end of `until`.

    Raises Invalid when `until` precedes `as_of`.
    """
    if until < as_of:
        raise Invalid(f"The end of the test, {until}, must not come before its start, {as_of}.")
    lesson = learn(lake, as_of=as_of, rule=rule, terms=terms)
    absent = View(lake, rule, lesson.patience).absent(as_of, until=until + timedelta(days=1))
    scores = _scores(lesson, absent)
    try:
        ranked = tuple(_ranked(name, score, absent) for name, score in scores.items())
    except NotEnoughEvidence:
        ranked = tuple(_nothing(name) for name in scores)
    rival, lead = _lead(scores, ranked, absent)
    return Backtest(
        as_of=as_of,
        until=until,
        rule=rule,
        departed=len(absent),
        returned=int(absent.returned.sum()),
        returned_value=_money(absent),
        rankings=(*ranked, _by_chance()),
        chosen=lesson.learned.ranking,
        lead=lead,
        rival=rival,
    )


def _scores(lesson: Lesson, absent: Absent) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    chances = lesson.learned.chances(absent.absences)
    departed = Departed.of(
        spend=absent.spent,
        frequency=absent.purchase_days,
        absence=absent.absence,
        chance=chances.chance.value,
        value=weighed(lesson.learned, chances, absent.monthly, absent.monthly)["second_value"],
    )
    scores = {"regain": RANKINGS[lesson.learned.ranking](departed)}
    return scores | {name: RANKINGS[ranking](departed) for name, ranking in BESIDE.items()}


def _ranked(name: str, score: np.ndarray[tuple[int], np.dtype[np.float64]], absent: Absent) -> Ranked:
    result: Caught = caught(score, absent.returned, absent.returned_value, top=tuple(TOPS.values()))
    return Ranked(
        name,
        dict(zip(TOPS, result.returners, strict=True)),
        dict(zip(TOPS, result.value, strict=True)),
    )


def _nothing(name: str) -> Ranked:
    return Ranked(name, dict.fromkeys(TOPS, 0.0), dict.fromkeys(TOPS, 0.0))


def _by_chance() -> Ranked:
    return Ranked("chance", dict(TOPS), dict(TOPS))


def _lead(
    scores: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]],
    ranked: tuple[Ranked, ...],
    absent: Absent,
) -> tuple[str, Difference | None]:
    simple = [each for each in ranked if each.name != "regain"]
    rival = max(simple, key=lambda each: each.value["top20"]).name
    if not absent.returned.any():
        return rival, None
    came, worth = absent.returned, absent.returned_value
    # The best of several in hindsight is partly luck: the interval is wider by their number (Bonferroni).
    level = 1 - 0.05 / len(simple)
    return rival, difference(scores["regain"], scores[rival], came, worth, seed=SEED, level=level)


def _money(absent: Absent) -> Decimal:
    """Exact: each customer's returned value is a sum of amounts with at most four decimals."""
    return sum((Decimal(f"{value:.4f}") for value in absent.returned_value), Decimal(0))
