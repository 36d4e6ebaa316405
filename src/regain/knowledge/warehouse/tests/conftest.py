from pathlib import Path

import pytest

from regain.knowledge.warehouse.tests.company import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)
