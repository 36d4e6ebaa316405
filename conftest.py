"""The installation the tests run in: a throw-away home with an empty lake and its own database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

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
