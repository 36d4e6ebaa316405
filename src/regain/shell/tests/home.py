"""The installation the tests run in: a throw-away home with an empty lake and its own database.

A pytest plugin rather than a conftest, because the settings read the home before any conftest is loaded.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # a test database need not survive a power cut
HOME = Path(tempfile.mkdtemp(prefix="regain-tests-", dir=MEMORY if MEMORY.is_dir() else None))
TOML = """\
[company]
name = "Thimble & Daughters"
zone = "Europe/London"
currency = "GBP"

[database]
url = "{url}"
"""

atexit.register(shutil.rmtree, HOME, ignore_errors=True)
(HOME / "static").mkdir()
(HOME / "regain.toml").write_text(TOML.format(url=os.environ.get("REGAIN_TEST_DATABASE", "")))
os.environ["REGAIN_HOME"] = str(HOME)
