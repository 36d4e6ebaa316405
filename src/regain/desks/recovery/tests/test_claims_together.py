"""Eight callers in eight processes, one queue of two hundred: nobody is called twice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.queue_story import NOW, certify
from regain.foundation.audit.models import Entry
from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Holding, Person
from regain.knowledge.playbook.models import Party
from regain.knowledge.playbook.rules.guard import Scope

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CALLERS, CALLS = 8, 200
CLAIMERS = Path(__file__).with_name("claimers.py")


def callers() -> list[Person]:
    """Eight people who may make recovery calls."""
    people = [
        Person.objects.create(email=f"caller{number}@thimble.example", name=f"Caller {number}", joined_at=NOW)
        for number in range(CALLERS)
    ]
    Holding.objects.bulk_create(
        Holding(person=person, role=Role.RECOVERY_CALLER, given_at=NOW, given_by="system:tests") for person in people
    )
    certify(*people)
    return people


def queue() -> None:
    """Two hundred free cases of customers who may be called."""
    names = [f"C{number:03d}" for number in range(CALLS)]
    Party.objects.bulk_create(
        Party(customer=name, scope=Scope.BUSINESS, country="FR", zone="Europe/Paris") for name in names
    )
    Case.objects.bulk_create(
        Case(
            customer=name,
            left_on=NOW.date(),
            kind=Kind.TEAM,
            rank=rank,
            currency="EUR",
            value_lost=1,
            maximum_spend=1,
            opened_at=NOW,
            opened_by="tests",
            next_at=NOW,
        )
        for rank, name in enumerate(names, 1)
    )


def run(people: list[Person]) -> list[list[int]]:
    """Let all of them claim until nothing is left; what each was handed."""
    names = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    database: dict[str, Any] = {name: str(connection.settings_dict.get(name) or "") for name in names}
    connection.close()
    done = subprocess.run(
        [sys.executable, str(CLAIMERS)],
        input=json.dumps({"database": database, "people": [person.pk for person in people]}),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "regain.shell.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_call_is_handed_out_twice() -> None:
    people = callers()
    queue()

    handed = run(people)

    every = [case for each in handed for case in each]
    assert len(handed) == CALLERS
    assert len(every) == CALLS
    assert len(set(every)) == CALLS
    assert sum(bool(each) for each in handed) > 1
    assert Entry.objects.filter(verb="recovery.snooze").count() == CALLS
