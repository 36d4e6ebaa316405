"""What the room announces, as a chat room is told it."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.module_loading import import_string

from regain.foundation.notices.queries.chat import line_of
from regain.meetings.lossreview.apps import LossReview

SAMPLES: dict[str, Any] = {
    "str": "A word",
    "int": 7,
    "bool": True,
    "date": date(2011, 10, 3),
    "datetime": datetime(2011, 10, 13, 9, 30, tzinfo=UTC),
}


@pytest.mark.parametrize(("event", "name"), LossReview.publishes.items())
def test_every_published_event_says_itself_and_leads_to_its_page(event: str, name: str) -> None:
    """In one sentence without a gap."""
    kind = import_string(event)
    told = kind(**{field.name: SAMPLES[getattr(field.type, "__name__", str(field.type))] for field in fields(kind)})
    line = line_of(told, name=name, data={})
    assert len(line.words) < 200
    assert "%" not in line.words
    assert not line.words.startswith(name)
    assert told.spoken.route
