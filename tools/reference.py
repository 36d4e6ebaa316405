"""Write docs/reference/ from the rooms and the verbs. Usage: python tools/reference.py [--check]."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regain.shell.settings")
os.environ.setdefault("REGAIN_HOME", tempfile.mkdtemp(prefix="regain-reference-"))

import django

django.setup()

import access_table

import regain
from regain.foundation.audit.verb import VERBS
from regain.foundation.kit.room import rooms
from regain.shell.api import api
from regain.shell.cli.root import COMMANDS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def main() -> int:
    """Write the pages, or say which are out of date."""
    pages = {
        "verbs.md": verbs(),
        "events.md": events(),
        "commands.md": commands(),
        "openapi.json": openapi(),
        "access.md": access_table.text(),
    }
    stale = [name for name, text in pages.items() if not _is(FOLDER / name, text)]
    if "--check" in sys.argv:
        sys.stdout.write("".join(f"docs/reference/{name} is out of date; run make docs\n" for name in stale))
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages[name], "utf-8")
    return 0


def verbs() -> str:
    """Every change of state, by its name in the audit trail."""
    for module in walk_packages(regain.__path__, "regain."):
        if ".actions" in module.name:
            import_module(module.name)
    rows = [
        f"| `{name}` | {_first_line(verb.function.__doc__)} |"
        for name, verb in sorted(VERBS.items())
        if verb.function.__module__.startswith("regain.")
    ]
    return _page("Verbs", "Every change of state, by its name in the audit trail.", "| verb | what it does |", rows)


def events() -> str:
    """Every event somebody listens to."""
    rows = [
        f"| `{event.rsplit('.', 1)[-1]}` | `{event}` | {', '.join(f'`{name}`' for name in listeners)} |"
        for room in rooms()
        for event, listeners in room.listens.items()
    ]
    return _page("Events", "Who listens to what.", "| event | where | listeners |", rows)


def openapi() -> str:
    """The public contract of the API; it cannot change unnoticed."""
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str) + "\n"


def commands() -> str:
    """Every command of the command line."""
    rows = [f"| `regain {name}` | {words} |" for name, words in COMMANDS.items()]
    return _page("Commands", "Every command takes `--home DIR` and `--json`.", "| command | what it does |", rows)


def _page(title: str, words: str, head: str, rows: list[str]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([f"# {title}", "", f"{words} Written by `make docs`.", "", head, rule, *rows, ""])


def _first_line(text: str | None) -> str:
    return next(_lines(text), "")


def _lines(text: str | None) -> Iterator[str]:
    yield from (line.strip() for line in (text or "").strip().split("\n") if line.strip())


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
