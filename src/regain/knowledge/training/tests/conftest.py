"""The cast, a team of Fay's, and how many traces there are."""

from collections.abc import Callable

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.people.models import Team
from regain.knowledge.training.models import Certificate, Coaching, Practice, Remark, Scenario
from regain.knowledge.training.tests.story import a_team
from tests.cast import Cast, cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]

Traces = Callable[[], dict[str, object]]


@pytest.fixture
def till(cast: Cast) -> Team:
    """Fay leads it; Cora and Tom are in it."""
    return a_team(cast)


@pytest.fixture
def traces(db: None) -> Traces:
    """A picture of everything a verb of this room could have touched, to compare before and after."""

    def picture() -> dict[str, object]:
        return {
            kind.__name__: list(kind._default_manager.order_by("pk").values())
            for kind in (Certificate, Coaching, Entry, Practice, Remark, Scenario)
        }

    return picture
