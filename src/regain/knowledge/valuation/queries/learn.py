"""Learning from the facts by a date. Buckets are random samples of customers, so a few of them suffice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import CONTRACT, Patience, Rule
from regain.knowledge.valuation.queries.costing import learn_serving
from regain.knowledge.valuation.queries.quality import contracts_seen, judged
from regain.knowledge.valuation.rules.costs import Serving
from regain.knowledge.valuation.rules.estimates import Learned, Terms
from regain.knowledge.valuation.rules.learning import (
    CUTS,
    WINDOW,
    Absent,
    Away,
    FloatArray,
    Living,
    fit_contracts,
    fit_living,
)
from regain.knowledge.valuation.rules.quality import Quality
from regain.knowledge.valuation.rules.returning import PAST, fit_returning, seasons_ahead
from regain.knowledge.valuation.rules.second import fit_second
from regain.knowledge.valuation.rules.weighing import weighed
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake
from regain_value import YEAR, BadInput, Choice, Departed, NotEnoughEvidence, choose, learn_uplift
from regain_value.absences import Absences
from regain_value.holdout import Model

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")
ENOUGH_CUSTOMERS = 200_000
"""Customers to learn from; more would not move a published digit."""
ENOUGH_ENDED = 10_000
"""Ended lives of a bucket to learn returns from; an interval is as wide as chances drift between quarters."""
SIMPLE = "spend_over_root_absence"
"""Money spent, fading with the time away: on past windows of two companies it stayed closest to the best of all."""
SEED = 20_110_909


@dataclass(frozen=True)
class Lesson:
    """What was learnt by a date, and by which rule and ranking."""

    as_of: date
    rule: Rule
    patience: Patience
    learned: Learned
    choice: Choice | None
    quality: Quality
    serving: Serving = field(default_factory=Serving)


def learn(lake: Lake, *, as_of: date, rule: Rule, terms: Terms) -> Lesson:
    """Everything the company's past teaches by `as_of`; nothing later is looked at."""
    patience = ledger.patience(lake, as_of=as_of, rule=rule)
    view = View(lake, rule, patience)
    quality = judged(lake, as_of=as_of, rule=rule)
    living, away, seconds = view.living(as_of, quality.model)
    pasts = view.pasts(as_of, days=WINDOW, cuts=CUTS)
    returning = fit_returning(pasts, away, as_of=as_of)
    second = fit_second(seconds, returning.now, horizon=terms.second_years * YEAR)
    learned = Learned(as_of, living, returning, second, SIMPLE, terms, learn_uplift(terms.attempts))
    choice = choose_ranking(pasts, learned)
    if choice is not None:
        learned = replace(learned, ranking=choice.name)
    served = learn_serving(lake, as_of=as_of, rule=rule, patience=patience, terms=terms)
    return Lesson(as_of, rule, patience, learned, choice, quality, served)


def choose_ranking(pasts: list[Absent], learned: Learned) -> Choice | None:
    """The ranking that caught most in the newest window; what it needs to have learnt comes from older ones."""
    if not pasts or not pasts[0].returned.any():
        return None
    newest, older = pasts[0], pasts[1:]
    departed = Departed.of(**_told(newest, learned, older))
    try:
        return choose(departed, newest.returned, newest.returned_value, seed=SEED, simple=SIMPLE)
    except NotEnoughEvidence:
        return None


def _told(newest: Absent, learned: Learned, older: list[Absent]) -> dict[str, Any]:
    told = {"spend": newest.spent, "frequency": newest.purchase_days, "absence": newest.absence}
    before = learned.returning.before
    if before is None or not any(past.returned.any() for past in older):
        return told
    chances = before.chances(newest.absences, months=seasons_ahead(newest.cut))
    value = weighed(learned, chances, newest.monthly, newest.monthly)["second_value"]
    return {**told, "chance": chances.chance.value, "value": value}


@dataclass(frozen=True)
class View:
    """The lake under one rule, looked at as of different dates."""

    lake: Lake
    rule: Rule
    patience: Patience

    @contextmanager
    def bucket(self, number: int | None, as_of: date) -> Iterator[Connection]:
        """One bucket with marks and lives as of a date."""
        with ledger.lives(self.lake, number, as_of=as_of, rule=self.rule, patience=self.patience) as connection:
            yield connection

    def living(self, as_of: date, model: Model) -> tuple[Living, Away, dict[str, FloatArray]]:
        """The purchase models, the absences and the second lives, from as many buckets as are needed."""
        histories: list[dict[str, Any]] = []
        aways: list[dict[str, Any]] = []
        seconds: list[dict[str, Any]] = []
        seen, drawn = 0, {"periods": PAST, "most": ENOUGH_ENDED}
        for number in ledger.sweeps(self.lake):
            with self.bucket(number, as_of) as connection:
                histories.append(QUESTIONS.ask(connection, "histories", as_of=as_of).fetchnumpy())
                self._gone(connection, as_of)
                aways.append(QUESTIONS.ask(connection, "away", as_of=as_of, **drawn).fetchnumpy())
                QUESTIONS.keep(connection, "back", self._name("back"), as_of=as_of)
                seconds.append(QUESTIONS.ask(connection, "second_lives", as_of=as_of).fetchnumpy())
            seen += len(histories[-1]["age"])
            if seen >= ENOUGH_CUSTOMERS:
                break
        told = {name: together(histories, name) for name in ("frequency", "recency", "age", "spend")}
        bands = {name: together(aways, name) for name in aways[0]}
        away = Away(Absences.of_bands(bands), bands["period"], bands["at_risk"], bands["returned"])
        return self._living(as_of, model, told), away, {name: together(seconds, name) for name in seconds[0]}

    def _living(self, as_of: date, model: Model, told: dict[str, FloatArray]) -> Living:
        if self.rule.kind != CONTRACT:
            return fit_living(**told, model=model)
        seen = contracts_seen(self.lake, cut=as_of, as_of=as_of)
        try:
            return fit_contracts(seen.summary(), model=model)
        except BadInput as refusal:
            return Living(why_not=str(refusal))

    def _gone(self, connection: Connection, as_of: date) -> None:
        """Let the connection see `gone`: every life that ended by the date, with what it had been."""
        QUESTIONS.keep(connection, "ended", self._name("ended"), as_of=as_of)
        QUESTIONS.keep(connection, "gone", "gone")

    def _name(self, question: str) -> str:
        return f"contract_{question}" if self.rule.kind == CONTRACT else question

    def pasts(self, as_of: date, *, days: int, cuts: int) -> list[Absent]:
        """Who was gone at cuts `days` apart and what they did until the next one, newest first."""
        found = []
        for step in range(1, cuts + 1):
            cut = as_of - timedelta(days=days * step)
            past = self.absent(cut, until=cut + timedelta(days=days), enough=ENOUGH_CUSTOMERS)
            if len(past):
                found.append(past)
        return found

    def absent(self, cut: date, *, until: date, enough: int | None = None) -> Absent:
        """Everybody gone at the cut, from all buckets or until `enough` were seen; `until` itself is not looked at."""
        parts: list[dict[str, Any]] = []
        seen = 0
        for number in ledger.sweeps(self.lake):
            with ledger.sweep(self.lake, number) as connection:
                ledger.mark(connection, as_of=cut, rule=self.rule, patience=self.patience)
                self._gone(connection, cut)
                parts.append(QUESTIONS.ask(connection, self._name("absent"), cut=cut, until=until).fetchnumpy())
            seen += len(parts[-1]["absence"])
            if enough is not None and seen >= enough:
                break
        columns = {name: together(parts, name) for name in parts[0] if name not in {"customer", "returned"}}
        return Absent(
            cut=cut,
            customer=np.concatenate([part["customer"] for part in parts]),
            returned=together(parts, "returned").astype(bool),
            **columns,
        )


def together(parts: list[dict[str, Any]], name: str) -> FloatArray:
    """One column of several answers as floating-point numbers."""
    columns: list[FloatArray] = [np.ma.filled(np.ma.asarray(part[name], dtype=float), np.nan) for part in parts]
    return np.concatenate(columns) if columns else np.empty(0)
