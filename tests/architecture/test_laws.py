"""The house laws can fail: each is shown a planted fault and its innocent twin."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _laws() -> ModuleType:
    spec = importlib.util.spec_from_file_location("laws", ROOT / "tools" / "laws.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


laws = _laws()
ROOM = "src/regain/desks/recovery"
LONG = "def f():\n" + "    x = 1\n" * 60

PLANTED = [
    (f"{ROOM}/rules.py", "x = 1\n" * 401, "x = 1\n", "a file has at most"),
    (f"{ROOM}/rules.py", LONG, "def f():\n    pass\n", "a function has at most"),
    (f"{ROOM}/rules.py", "def f():\n    import os\n", "import os\n", "wrong floor"),
    (f"{ROOM}/web/screens.py", "Cycle.objects.all()\n", "cycles()\n", "queries and actions alone"),
    (f"{ROOM}/models.py", "class A:\n    def save(self): ...\n", "class A: ...\n", "write a verb"),
    (f"{ROOM}/rules.py", "datetime.now()\n", "clock.now()\n", "only kit.clock"),
    (f"{ROOM}/actions.py", "def act(*, by, at): ...\n", "@verb('a', allow=b)\ndef act(*, by, at): ...\n", "no @verb"),
    (f"{ROOM}/apps.py", "from django.dispatch import receiver\n", "import os\n", "announce an event"),
    (f"{ROOM}/templates/recovery/a.html", "<p style='x'>\n", "<p class='x'>\n", "content security policy"),
    (f"{ROOM}/templates/recovery/a.html", "<script>x</script>\n", "<script src='x'></script>\n", "content security"),
    (f"{ROOM}/templates/recovery/a.html", "<p>\n" * 201, "<p>\n", "a template has at most"),
    ("docs/decisions/0001-x.md", "x\n" * 26, "x\n", "a decision has at most"),
]


@pytest.mark.parametrize(("path", "fault", "innocent", "sentence"), PLANTED)
def test_a_planted_fault_is_found_and_its_twin_is_not(path: str, fault: str, innocent: str, sentence: str) -> None:
    found = list(laws.check(Path(path), fault))

    assert any(sentence in each for each in found)
    assert list(laws.check(Path(path), innocent)) == []


def test_the_house_keeps_its_laws() -> None:
    assert laws.main() == 0


def test_a_query_about_actions_is_no_part_of_the_actions() -> None:
    taking = "def rows(*, by, at): ...\n"

    assert list(laws.check(Path(f"{ROOM}/queries/actions.py"), taking)) == []
    assert list(laws.check(Path(f"{ROOM}/actions/rows.py"), taking)) != []
