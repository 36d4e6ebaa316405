"""The cast, and how many traces there are."""

from collections.abc import Callable

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.people.models import Attempt, Holding, Invitation, Person, SavedView
from tests.cast import cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords", "traces"]

Traces = Callable[[], dict[str, object]]


@pytest.fixture
def traces(db: None) -> Traces:
    """A picture of everything a verb of this room could have touched, to compare before and after."""

    def picture() -> dict[str, object]:
        kinds = (Attempt, Entry, Holding, Invitation, Person, SavedView)
        return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}

    return picture
