"""The installation the tests run in: a throw-away home with an empty lake and its own database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="regain-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

TOML = """\
[company]
name = "Thimble & Daughters"
zone = "Europe/London"
currency = "GBP"

[database]
url = "{url}"
"""

(HOME / "regain.toml").write_text(TOML.format(url=os.environ.get("REGAIN_TEST_DATABASE", "")))
os.environ["REGAIN_HOME"] = str(HOME)


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)
