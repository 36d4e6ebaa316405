"""The library stands on NumPy and SciPy alone, and is there at once."""

import subprocess
import sys

STRANGERS = ("django", "pandas", "pyarrow", "duckdb", "regain")
SLOW = ("scipy.optimize", "scipy.stats", "scipy.integrate", "scipy.special")
"""What is loaded by whoever needs it, and not on the way in."""


def loaded(question: str, names: tuple[str, ...]) -> list[str]:
    """Which of the names a fresh interpreter has loaded after it was asked."""
    told = subprocess.run(
        [sys.executable, "-c", f"{question}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in names if name in told.stdout.split()]


def test_importing_the_library_loads_no_stranger_and_nothing_slow() -> None:
    assert loaded("import regain_value", (*STRANGERS, *SLOW)) == []


def test_a_fit_needs_special_functions_alone() -> None:
    question = (
        "from regain_value import BGNBD; BGNBD().fit("
        "{'frequency': [0, 2, 1, 4], 'recency': [0, 40, 12, 31], 'age': [30, 60, 50, 70]})"
        ".p_alive({'frequency': [1], 'recency': [2], 'age': [9]})"
    )
    assert loaded(question, (*STRANGERS, *SLOW)) == ["scipy.special"]
