"""How many database queries every page of the navigation takes; more than written down fails, and so does less.

Write the baseline anew with REGAIN_WRITE_BASELINE=1 after a change that is meant.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regain.foundation.kit.room import rooms
from regain.foundation.people.models import Person
from tests.cast import Cast

BASELINE = Path(__file__).with_name("query_counts.json")


@pytest.mark.django_db
def test_no_page_asks_the_database_more_often_than_written_down(cast: Cast) -> None:
    counted = {"shell:home": _count(cast.olive, "shell:home")}
    for nav in (nav for room in rooms() for nav in room.nav):
        who = cast.olive if cast.olive.may(nav.permission) else cast.nia
        counted[nav.route] = _count(who, nav.route)
    if os.environ.get("REGAIN_WRITE_BASELINE"):
        BASELINE.write_text(json.dumps(counted, indent=1) + "\n", "utf-8")

    assert counted == json.loads(BASELINE.read_text("utf-8"))


def _count(who: Person, route: str) -> int:
    client = Client()
    client.force_login(who)
    client.get(reverse(route))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse(route)).status_code == 200
    return len(queries)
