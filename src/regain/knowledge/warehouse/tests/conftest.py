from functools import partial
from pathlib import Path

import pytest

from regain.foundation.kit.home import Home as Installation
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.queries import facts, looking
from regain.knowledge.warehouse.tests.browser import SETTLED, Browser, glance_here
from regain.knowledge.warehouse.tests.company import Home, read_here
from tests.cast import Cast, cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def real_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Browser:
    """Olive at the pages of an installation of her own; files are read in child processes, as in real life."""
    home = Installation(tmp_path / "home")
    home.make(SETTLED)
    monkeypatch.setenv("REGAIN_HOME", str(home.root))
    return Browser(home).as_(cast.olive)


@pytest.fixture
def browser(real_browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The same, without the seconds it takes to start child processes."""
    monkeypatch.setattr(facts, "Imports", partial(Imports, read=read_here))
    monkeypatch.setattr(looking, "glance", glance_here)
    return real_browser
