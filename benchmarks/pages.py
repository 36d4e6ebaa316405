"""Server time of every page on the demo company, beside a page that does nothing.

Usage: python benchmarks/pages.py [HOME]; writes benchmarks/results/pages.json and .md. Run `make demo SERVE=0` first.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

HOME = Path(sys.argv[1] if len(sys.argv) > 1 else ".demo").resolve()
os.environ["REGAIN_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regain.shell.settings")

import django

django.setup()

from django.test import Client
from django.urls import reverse

from regain.foundation.kit.room import rooms
from regain.shell.cli.installation import publish_static, ready

RESULTS = Path(__file__).parent / "results"
RUNS = 7
BUDGET_MS = 200
NOTHING = "/health/"
MORE = ["/", "/customers/16029/", "/customers/?q=160", "/customers/left/everybody/", "/recovery/cycles/2011-11/",
        "/recovery/cycles/2011-11/decisions/"]  # fmt: skip
PEOPLE = ("olive", "nia")


def main() -> None:
    """Time every page and write what came out."""
    publish_static(ready())
    rows = [{"page": NOTHING, "ms": (nothing := timed(Client(), NOTHING)), "times_nothing": 1.0}]
    for path in paths():
        taken = timed(client(PEOPLE[0]) if not path.startswith("/gallery") else client(PEOPLE[1]), path)
        rows.append({"page": path, "ms": taken, "times_nothing": round(taken / nothing, 1)})
    document = {"budget_ms": BUDGET_MS, "runs": RUNS, "figure": "median, warm, one process", "pages": rows}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(json.dumps(document, indent=1) + "\n")
    lines = [f"| {row['page']} | {row['ms']:.0f} | {row['times_nothing']:.0f} |" for row in rows]
    head = ["# Server time of a page on the demo company", "", "Median of warm runs in one process.", ""]
    table = ["| page | ms | × an empty page |", "|---|---|---|", *lines, ""]
    (RESULTS / "pages.md").write_text("\n".join([*head, *table]))
    sys.stdout.write("\n".join(table))


def paths() -> list[str]:
    """The navigation, and some pages behind it."""
    return [*(reverse(nav.route) for room in rooms() for nav in room.nav), *MORE]


def client(who: str) -> Client:
    """A browser of a sample person."""
    browser = Client(SERVER_NAME="localhost")
    browser.post("/people/sign-in/", {"email": f"{who}@sample.invalid", "password": "sample people only"})
    return browser


def timed(browser: Client, path: str) -> float:
    """Median milliseconds; the first answer warms up. Raises RuntimeError when the page does not open."""
    taken = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        answer = browser.get(path, SERVER_NAME="localhost")
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return round(statistics.median(taken[1:]), 1)


if __name__ == "__main__":
    main()
