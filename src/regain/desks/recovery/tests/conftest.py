"""The cast, a drafted cycle, and how many traces there are."""

from collections.abc import Callable

import pytest

from regain.desks.recovery.models import Cycle, Decision, Swap
from regain.desks.recovery.tests.story import draft
from regain.foundation.audit.models import Entry
from tests.cast import Cast, cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]

Traces = Callable[[], dict[str, object]]


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """A draft by Dev: 300 departures of September 2011."""
    return draft(cast.dev)


@pytest.fixture
def traces(db: None) -> Traces:
    """A picture of everything a verb of this room could have touched, to compare before and after."""

    def picture() -> dict[str, object]:
        return {
            kind.__name__: list(kind._default_manager.order_by("pk").values())
            for kind in (Cycle, Decision, Entry, Swap)
        }

    return picture
