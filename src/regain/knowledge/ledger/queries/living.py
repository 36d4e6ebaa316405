"""Lives as of any date: the head count, the balance of in and out, and every life of one customer."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from regain.foundation.kit.errors import NotFound
from regain.knowledge.ledger.rules import lives as rules
from regain.knowledge.ledger.rules.lives import Judgement, Month, Patience, Rule
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake
from regain_value import (
    BadInput,
    FitFailed,
    FittedRhythm,
    GammaPoissonRhythm,
    NotEnoughEvidence,
    Past,
    Silences,
    tune,
)

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")
COUNTED = ("customers", "departed", "returned", "returns")
COUNTS = ("new", "returned", "departed")
ENOUGH_CUSTOMERS = 200_000
"""Customers to learn a rhythm from; more would not move a published digit."""
AT_ONCE = 2_000_000
"""Purchase days that one connection goes through at once."""
VALUES = ("value_new", "value_returned", "value_left", "value_moved")


@dataclass(frozen=True)
class Census:
    """The head count as of a date. `returned` are customers who left and came back at least once by then."""

    as_of: date
    rule: Rule
    judgement: Judgement
    customers: int
    alive: int
    departed: int
    returned: int
    returns: int
    months: tuple[Month, ...]

    @property
    def patience(self) -> Patience:
        """How long a silence may last."""
        return self.judgement.patience


@dataclass(frozen=True)
class Life:
    """One life of one customer. `left_on` is empty while it lasts."""

    number: int
    began_on: date
    last_day: date
    purchase_days: int
    spent: Decimal
    left_on: date | None


def as_of_default(lake: Lake) -> date:
    """The day after the last known sale: what comes later is not known. Raises NotFound without any sale."""
    last = warehouse.last_day(lake)
    if last is None:
        raise NotFound("There are no sales yet. Import some first: regain import sales FILE")
    return last + timedelta(days=1)


def patience(lake: Lake, *, as_of: date, rule: Rule) -> Patience:
    """How long a silence may last under the rule; the rhythm is learnt from what is known by `as_of`."""
    if rule.kind != rules.RHYTHM:
        return rules.fixed_patience(rule.days or rules.GRACE)
    return judge(lake, as_of=as_of, rule=rule).patience


def judge(lake: Lake, *, as_of: date, rule: Rule) -> Judgement:
    """The patience in use, tuned to the company's past, and what it would have got wrong on past days.

    Nothing from `as_of` on is looked at.
    """
    now = _sampled(lake, "rhythm", as_of=as_of)
    gaps, span = (float(now[name] @ now["customers"]) for name in ("gaps", "span"))
    watched = rules.watch(gaps=gaps, span=span)
    silences = _silences(lake, as_of=as_of, rule=rule, watched=watched)
    if rule.kind != rules.RHYTHM:
        fixed = rules.fixed_patience(rule.days or rules.GRACE)
        tested = ((day, each.errors(np.full(len(each.gaps), float(fixed.at_most)))) for day, each in silences.items())
        return Judgement(fixed, learnt=False, watched=watched, days=rules.told(tested))
    pasts = {day: Past(each, rhythm) for day, each in silences.items() if (rhythm := _rhythm(each)) is not None}
    tuned = tune(tuple(pasts.values()), price=float(settings.COMPANY.false_alarm))
    try:
        fitted = GammaPoissonRhythm().fit(now["gaps"], now["span"], count=now["customers"]).params
    except NotEnoughEvidence:
        fitted = {"r": rules.PRIOR_R, "alpha": rules.PRIOR_ALPHA}
    return Judgement(
        rules.rhythm_patience(r=fitted["r"], alpha=fitted["alpha"], limits=tuned.limits),
        learnt=tuned.learnt,
        watched=watched,
        days=rules.told((day, past.errors(tuned.limits)) for day, past in pasts.items()),
    )


def _silences(lake: Lake, *, as_of: date, rule: Rule, watched: int) -> dict[date, Silences]:
    """What became of the silences on past days, newest first; days with too short a past before them are left out."""
    name = "contract_silences" if rule.kind == rules.CONTRACT else "silences"
    told = {"as_of": as_of, "watched": watched, "days": rules.PAST_DAYS, "active": rules.ACTIVE}
    found = _sampled(lake, name, **told)
    silences = {}
    for step in range(1, rules.PAST_DAYS + 1):
        rows = found["step"] == step
        known = {name: found[name][rows] for name in ("gaps", "span", "silence", "stayed", "left_for_good")}
        if rows.any() and (known["span"] + known["silence"]).max() >= watched:
            left = known.pop("left_for_good")
            each = Silences.of(**known, left=left, count=found["customers"][rows])
            silences[as_of - timedelta(days=step * watched)] = each
    return silences


def _rhythm(known: Silences) -> FittedRhythm | None:
    """The company's rhythm as it was known on a past day; none where it could not be told."""
    again = (known.gaps > 0) & (known.span > 0)
    try:
        return GammaPoissonRhythm().fit(known.gaps[again], known.span[again], count=known.count[again])
    except (BadInput, FitFailed):
        return None


def _sampled(lake: Lake, name: str, **values: Any) -> dict[str, Any]:
    """The rows of a question that counts customers; buckets are random samples, so a few of them suffice."""
    parts: list[dict[str, Any]] = []
    for bucket in sweeps(lake):
        with sweep(lake, bucket) as connection:
            parts.append(QUESTIONS.ask(connection, name, **values).fetchnumpy())
        if sum(part["customers"].sum() for part in parts) >= ENOUGH_CUSTOMERS:
            break
    return {column: np.concatenate([part[column] for part in parts]).astype(float) for column in parts[0]}


def mark(connection: Connection, *, as_of: date, rule: Rule, patience: Patience, customer: str = "") -> None:
    """Let the connection see `marks`: every purchase (or contract span) with what it begins and ends.

    Of everybody the connection sees, or of one customer alone.
    """
    if rule.kind == rules.CONTRACT:
        grace = {"as_of": as_of, "grace": rules.GRACE, "customer": customer}
        QUESTIONS.keep(connection, "contract_spans", "contract_spans", **grace)
        QUESTIONS.keep(connection, "marks", "contract_marks", **grace)
    else:
        QUESTIONS.keep(connection, "terms", "terms", as_of=as_of, customer=customer, **patience.parameters())
        QUESTIONS.look(connection, "marks", "marks")


def live(connection: Connection, *, as_of: date, rule: Rule) -> None:
    """Make the temporary table `lives` from `marks`: one row per customer."""
    name = "contract_lives" if rule.kind == rules.CONTRACT else "lives"
    QUESTIONS.keep(connection, "lives", name, as_of=as_of, grace=rules.GRACE)


def sweeps(lake: Lake) -> list[int | None]:
    """How to go through everybody: bucket by bucket, or all at once where that is little."""
    snapshot = lake.current()
    rows = sum(snapshot.tables[name].rows for name in ("days", "contracts") if name in snapshot.tables)
    return [None] if rows <= AT_ONCE else list(range(snapshot.buckets))


@contextmanager
def sweep(lake: Lake, bucket: int | None, *, threads: int = 0) -> Iterator[Connection]:
    """A connection to one bucket, or to all, with as many threads as the lake allows or as told."""
    opened = lake.reader(threads=threads) if bucket is None else lake.bucket_reader(bucket, threads=threads)
    with opened as connection:
        yield connection


@contextmanager
def lives(lake: Lake, bucket: int | None, *, as_of: date, rule: Rule, patience: Patience) -> Iterator[Connection]:
    """A connection to one bucket, or to all, with `marks` and `lives` made."""
    with sweep(lake, bucket) as connection:
        mark(connection, as_of=as_of, rule=rule, patience=patience)
        live(connection, as_of=as_of, rule=rule)
        yield connection


def census(lake: Lake, *, as_of: date, rule: Rule) -> Census:
    """The head count and the balance by month. Cost: one pass over the purchase days, two buckets at a time."""
    judgement = judge(lake, as_of=as_of, rule=rule)
    found = judgement.patience
    totals = dict.fromkeys(COUNTED, 0)
    moves: dict[str, dict[str, Any]] = {}
    with ThreadPoolExecutor(lake.threads) as pool:
        for row, months in pool.map(
            partial(_moves, lake, as_of, rule, found), [None] if lake.is_spread else sweeps(lake)
        ):
            for name, count in zip(COUNTED, row, strict=True):
                totals[name] += int(count)
            _add_moves(moves, months)
    return Census(
        as_of=as_of,
        rule=rule,
        judgement=judgement,
        alive=totals["customers"] - totals["departed"],
        months=tuple(balance(moves, as_of=as_of)),
        **totals,
    )


def _moves(
    lake: Lake, as_of: date, rule: Rule, patience: Patience, bucket: int | None
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The head count of a bucket and its months. The engine lets go of Python's lock, so two can run at once."""
    with sweep(lake, bucket, threads=0 if bucket is None else 1) as connection:
        mark(connection, as_of=as_of, rule=rule, patience=patience)
        QUESTIONS.keep(connection, "moves", "moves")
        row = QUESTIONS.ask(connection, "census").fetchone() or ()
        return row, QUESTIONS.ask(connection, "balance").fetchall()


def _add_moves(moves: dict[str, dict[str, Any]], months: list[tuple[Any, ...]]) -> None:
    for month, *row in months:
        line = moves.setdefault(f"{month:%Y-%m}", dict.fromkeys(COUNTS + VALUES, Decimal(0)))
        for name, value in zip(COUNTS + VALUES, row, strict=True):
            line[name] += Decimal(value)


def balance(moves: Mapping[str, Mapping[str, Any]], *, as_of: date) -> list[Month]:
    """The months from the first event to the day before `as_of`, each reconciled."""
    if not moves:
        return []
    year, number = map(int, min(moves).split("-"))
    still = dict.fromkeys(COUNTS + VALUES, Decimal(0))
    months: list[Month] = []
    count, value = 0, Decimal(0)
    for name in rules.months_between(date(year, number, 1), as_of - timedelta(days=1)):
        line = moves.get(name, still)
        new, returned, left = (int(line[key]) for key in COUNTS)
        end, value_end = count + new + returned - left, value + line["value_moved"]
        months.append(
            Month(
                month=name,
                start=count,
                new=new,
                returned=returned,
                left=left,
                end=end,
                value_start=value,
                value_new=line["value_new"],
                value_returned=line["value_returned"],
                value_left=line["value_left"],
                value_end=value_end,
            )
        )
        count, value = end, value_end
    return list(rules.checked(months))


def lives_of(lake: Lake, customer: str, *, as_of: date, rule: Rule, patience: Patience) -> list[Life]:
    """Every life of one customer, oldest first; none when they never bought by `as_of`."""
    with warehouse.reader_of(lake, customer) as connection:
        mark(connection, as_of=as_of, rule=rule, patience=patience, customer=customer)
        name = "customer_spans" if rule.kind == rules.CONTRACT else "customer_lives"
        rows = QUESTIONS.ask(connection, name, customer=customer).fetchall()
    return [
        Life(number=int(n), began_on=began, last_day=last, purchase_days=int(days), spent=spent, left_on=left)
        for n, began, last, days, spent, left in rows
    ]
