"""Eight processes that claim calls until none is left, each on a connection of its own.

Run by itself, with a database and the ids of the people as JSON: one process sets up, then forks before any other
thread or connection exists. Each child prints the cases it was handed, one JSON list a line.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings


def main(asked: dict[str, object]) -> int:
    """Fork one child for each person and wait for all of them."""
    settings.DATABASES["default"].update(asked["database"])
    django.setup()
    children = [os.fork() or claim_all(int(person)) for person in list(asked["people"])]  # type: ignore[call-overload]
    ended = [os.waitpid(child, 0)[1] for child in children]
    return int(any(ended))


def claim_all(person_id: int) -> int:
    """What one caller does: take the next call, note it, put it off until tomorrow. Never returns."""
    from regain.desks.recovery import actions  # noqa: PLC0415
    from regain.foundation.people.models import Person  # noqa: PLC0415

    at = datetime(2011, 10, 4, 10, tzinfo=UTC)
    person = Person.objects.prefetch_related("holdings").get(pk=person_id)
    handed = []
    while (case := actions.claim_next(by=person, at=at).case) is not None:
        handed.append(case.pk)
        actions.snooze(by=person, at=at, case=case, until=at + timedelta(days=1), words="Called")
    sys.stdout.write(json.dumps(handed) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.stdin.read())))
