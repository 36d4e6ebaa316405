"""The library stands on NumPy and SciPy alone."""

import subprocess
import sys

STRANGERS = ("django", "pandas", "pyarrow", "duckdb", "regain")


def test_importing_the_library_loads_no_stranger() -> None:
    question = f"import sys, regain_value; print([n for n in {STRANGERS} if n in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
