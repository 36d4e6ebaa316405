"""The interface by itself: no shell around it, and the browser's files by their plain names."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    """No frame from the shell; hashed names come only from publishing the files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.UI_FRAME = ""
