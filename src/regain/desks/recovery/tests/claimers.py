"""Eight processes that claim calls until none is left, each on a connection of its own.

Run by itself, with a database and the numbers of the people as JSON: one process sets up and reads what all need,
then forks before any connection or other thread exists. Each child prints the cases it was handed, a JSON list a line.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import django
from django.conf import settings

AT = datetime(2011, 10, 4, 10, tzinfo=UTC)


def main(asked: dict[str, Any]) -> int:
    """Fork one child for each person and wait for all of them."""
    settings.DATABASES["default"].update(asked["database"])
    django.setup()
    import_module("regain.desks.recovery.actions")
    import_module("regain.knowledge.playbook.rules.guard.packs").rules()
    children = [os.fork() or claim_all(person) for person in asked["people"]]
    ended = [os.waitpid(child, 0)[1] for child in children]
    return int(any(ended))


def claim_all(number: int) -> int:
    """What one caller does: take the next call, note it, put it off until tomorrow. Never returns."""
    actions = import_module("regain.desks.recovery.actions")
    models = import_module("regain.foundation.people.models")
    person = models.Person.objects.prefetch_related("holdings").get(pk=number)
    handed = []
    while (case := actions.claim_next(by=person, at=AT).case) is not None:
        handed.append(case.pk)
        actions.snooze(by=person, at=AT, case=case, until=AT + timedelta(days=1), words="Called")
    sys.stdout.write(json.dumps(handed) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.stdin.read())))
