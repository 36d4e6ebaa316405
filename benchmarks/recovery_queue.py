"""The recovery queue with a hundred thousand open cases: what a claim and a page cost, in milliseconds and questions.

Usage: python benchmarks/recovery_queue.py [CASES]; writes benchmarks/results/recovery_queue.json and .md. Makes a home of its own.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="regain-queue-"))
(HOME / "regain.toml").write_text('[company]\nname = "Bench"\nzone = "Europe/Paris"\ncurrency = "EUR"\n')
os.environ["REGAIN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "regain.shell.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regain.desks.recovery import actions
from regain.desks.recovery.models import Case
from regain.desks.recovery.queries import case_rows, queue, upcoming
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.roles import Role
from regain.foundation.kit.table import TableState
from regain.foundation.people.models import Holding, Person
from regain.knowledge.playbook.models import Party
from regain.knowledge.training.models import Certificate

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
RUNS = 15
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Fill the queue, ask it everything, write down what it took."""
    call_command("migrate", verbosity=0)
    fill()
    ben, dev = person("Ben", Role.RECOVERY_CALLER), person("Dev", Role.RETENTION_MANAGER)
    rows = [
        measured("find the next call, without the guard", lambda: next(upcoming.due(by=ben, at=NOW))),
        measured("claim the next call, guard asked", lambda: claimed(ben)),
        measured("the queue page", lambda: queue.queue_page(by=ben, at=NOW)),
        measured("the queue page of a manager", lambda: queue.queue_page(by=dev, at=NOW)),
        measured("the list of free cases", lambda: listed(ben, "free", {})),
        measured("everybody's cases", lambda: listed(dev, "all", {})),
        measured("everybody's cases, filtered and sorted", lambda: listed(dev, "all", WANTED)),
    ]
    document = {"cases": CASES, "runs": RUNS, "database": connection.vendor, "measured": rows}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "recovery_queue.json").write_text(json.dumps(document, indent=1) + "\n")
    lines = [f"| {row['what']} | {row['ms']:.0f} | {row['worst_ms']:.0f} | {row['questions']} |" for row in rows]
    head = [
        f"# The recovery queue with {CASES:,} open cases on {connection.vendor}",
        "",
        "Median and worst of 15 runs.",
        "",
    ]
    table = ["| what | ms | worst ms | questions to the database |", "|---|---|---|---|", *lines, ""]
    (RESULTS / "recovery_queue.md").write_text("\n".join([*head, *table]))
    sys.stdout.write("\n".join(table))


WANTED = {"state": ["due"], "value_lost.min": ["500"], "sort": ["-value_lost"]}


def fill() -> None:
    """Open cases of business customers in France, a few of them tried before."""
    for start in range(0, CASES, 5_000):
        numbers = range(start, min(start + 5_000, CASES))
        Case.objects.bulk_create(case(number) for number in numbers)
        Party.objects.bulk_create(
            Party(customer=f"C{number:07d}", scope="business", country="FR", zone="Europe/Paris") for number in numbers
        )


def case(number: int) -> Case:
    tried = NOW - timedelta(days=3) if number % 20 == 19 else None
    return Case(
        customer=f"C{number:07d}",
        name=f"Customer {number}",
        left_on=NOW.date() - timedelta(days=60),
        kind=Kind.TEAM,
        rank=number + 1,
        currency="EUR",
        value_lost=Decimal(number * 7919 % 9973),
        maximum_spend=Decimal(40),
        opened_at=NOW - timedelta(days=10),
        opened_by="benchmark",
        next_at=NOW + timedelta(days=1) if tried and number % 40 == 19 else NOW - timedelta(hours=number % 48),
        tried_at=tried,
    )


def person(name: str, role: Role) -> Person:
    made = Person.objects.create(email=f"{name.lower()}@bench.example", name=name, joined_at=NOW)
    Holding.objects.create(person=made, role=role, given_at=NOW, given_by="system:benchmark")
    until = NOW + timedelta(days=365)
    Certificate.objects.create(person=made, given_at=NOW - timedelta(days=1), given_by=made, valid_until=until)
    return Person.objects.prefetch_related("holdings").get(pk=made.pk)


def claimed(by: Person) -> None:
    """Claim one and put it off, so that the next run claims another."""
    found = actions.claim_next(by=by, at=NOW).case
    assert found is not None
    Case.objects.filter(pk=found.pk).update(held_by=None, held_until=None, next_at=NOW + timedelta(days=1))


def listed(by: Person, whose: str, wanted: dict[str, list[str]]) -> None:
    """One page of a list, as its screen asks for it."""
    spec = case_rows.spec(by=by, whose=whose)
    case_rows.CaseRows(by=by, at=NOW, whose=whose).page(TableState.parse(spec, wanted))


def measured(what: str, act: Callable[[], object]) -> dict[str, object]:
    """The median and the worst of some warm runs, and the questions one run asks."""
    act()
    with CaptureQueriesContext(connection) as asked:
        act()
    taken = []
    for _number in range(RUNS):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return {
        "what": what,
        "ms": round(statistics.median(taken), 1),
        "worst_ms": round(max(taken), 1),
        "questions": len(asked),
    }


if __name__ == "__main__":
    main()
