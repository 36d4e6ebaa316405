"""The cast, a real mail server, and how many traces there are."""

from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from regain.foundation.audit.models import Entry
from regain.foundation.kit.room import rooms
from regain.foundation.notices.models import Delivery, Enclosure, Endpoint, Feed, Message, Reminder
from regain.foundation.notices.tests.servers import Mailbox, free_port
from tests.cast import cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]

Traces = Callable[[], dict[str, object]]


@pytest.fixture(autouse=True)
def nobody_at_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room holds a message, unless a test puts a gate of its own there."""
    for room in rooms():
        monkeypatch.setattr(room, "gate", "")


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server that the settings name; it says what its `says` tells it to."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    yield box
    server.stop()


@pytest.fixture
def traces(db: None) -> Traces:
    """A picture of everything a verb of this room could have touched, to compare before and after."""

    def picture() -> dict[str, object]:
        kinds = (Delivery, Enclosure, Endpoint, Entry, Feed, Message, Reminder)
        return {kind.__name__: list(kind._default_manager.order_by("pk").values()) for kind in kinds}

    return picture
