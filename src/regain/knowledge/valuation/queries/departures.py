"""The departed of a time, each with what was lost and what trying is worth, as of a date."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import Rule
from regain.knowledge.valuation.queries.costing import serve
from regain.knowledge.valuation.queries.learn import QUESTIONS, Lesson, learn
from regain.knowledge.valuation.queries.risk import warn
from regain.knowledge.valuation.rules.estimates import Terms, estimate
from regain.knowledge.valuation.rules.learning import WINDOW
from regain.knowledge.valuation.rules.risk import Warnings
from regain.knowledge.valuation.rules.worth import Departure, Estimate, Likeness
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.store import Lake

SHRUNK = {"contract": 1.0}
"""Below which share of the usual a customer has partly left: any smaller plan, or half the usual spend."""


def value_bucket(connection: Connection, lesson: Lesson, *, warnings: Warnings | None = None) -> None:
    """Make the temporary table `valued` from the `lives` of a connection: everything known and estimated."""
    warned = warnings or Warnings()
    warn(connection, warned, as_of=lesson.as_of, rule=lesson.rule, patience=lesson.patience)
    terms, serving = lesson.learned.terms, lesson.serving
    serve(connection, as_of=lesson.as_of, rule=lesson.rule, terms=terms, is_served=serving.is_known)
    expected = {"share": serving.share, "weight": serving.weight}
    QUESTIONS.keep(connection, "numbered", "numbered", as_of=lesson.as_of, **expected)
    QUESTIONS.score(connection, "estimates", "numbers", partial(estimate, lesson.learned), as_of=lesson.as_of)
    shrunk = SHRUNK.get(lesson.rule.kind, 0.5)
    QUESTIONS.keep(connection, "valued", "values", as_of=lesson.as_of, shrunk=shrunk)


def departures(
    *,
    as_of: date,
    left_from: date,
    left_until: date,
    rule: Rule,
    terms: Terms,
    lake: Lake | None = None,
) -> list[Departure]:
    """Everybody whose life ended from `left_from` to before `left_until`, as known at `as_of`.

    A customer who left and was back by `as_of` is no departure any more. Largest loss first.
    """
    lake = lake or warehouse.lake()
    lesson = learn(lake, as_of=as_of, rule=rule, terms=terms)
    found = [row for rows in _valued(lake, lesson, left_from, left_until) for row in rows]
    return sorted((_departure(row) for row in found), key=lambda each: (-each.value_lost, each.customer))


def period_end(lake: Lake, until: date) -> date:
    """The date to look from for a period that ends before `until`: then, or when the facts end."""
    return min(until, ledger.as_of_default(lake))


def _valued(lake: Lake, lesson: Lesson, left_from: date, left_until: date) -> Iterator[list[dict[str, Any]]]:
    for number in ledger.sweeps(lake):
        with ledger.lives(lake, number, as_of=lesson.as_of, rule=lesson.rule, patience=lesson.patience) as connection:
            value_bucket(connection, lesson)
            answer = QUESTIONS.ask(connection, "departed", left_from=left_from, left_until=left_until)
            names = [column[0] for column in answer.description or ()]
            yield [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _departure(row: Mapping[str, Any]) -> Departure:
    return Departure(
        customer=row["customer"],
        name=row["name"],
        country=row["country"],
        kind=row["kind"],
        left_on=row["left_on"],
        last_day=row["last_day"],
        first_day=row["first_day"],
        absence_days=int(row["silence"]),
        purchase_days=int(row["purchase_days"]),
        lives=int(row["lives"]),
        spent=Decimal(row["spent"]),
        value_lost=Decimal(row["spent_year"]),
        refunded=Decimal(row["refunded"]),
        recoverable=bool(row["recoverable"]),
        chance=three(row, "chance"),
        chance_called=three(row, "chance_called"),
        second_value=three(row, "second_value"),
        maximum_spend=three(row, "maximum_spend"),
        like=Likeness(alike=int(row["alike"]), returned=int(row["alike_returned"]), days=WINDOW),
        confidence=row["confidence"],
        score=float(row["score"]),
    )


def three(row: Mapping[str, Any], name: str) -> Estimate:
    """The estimate in the columns `name`, `name_low`, `name_high`."""
    return Estimate(float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"]))
