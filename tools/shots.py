"""Pictures of every page of the demo, three widths, both themes, into shots/. Needs Chromium.

Usage: python tools/shots.py [PART-OF-A-NAME …]
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("REGAIN_HOME") or ROOT / ".demo")
SHOTS = ROOT / "shots"
WIDTHS = {390: 844, 768: 1024, 1440: 900}
THEMES = ("light", "dark")
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync")  # fmt: skip

PAGES = {
    "sign-in": ("", "/people/sign-in/"),
    "home-manager": ("dev", "/"),
    "home-executive": ("ada", "/"),
    "home-caller": ("ben", "/"),
    "home-owner": ("olive", "/"),
    "home-administrator": ("nia", "/"),
    "customers": ("dev", "/customers/"),
    "customer": ("dev", "/customers/14733/"),
    "left": ("dev", "/customers/left/"),
    "backtest": ("dev", "/customers/backtest/"),
    "quality": ("dev", "/customers/quality/"),
    "risk": ("dev", "/customers/risk/"),
    "warnings": ("dev", "/customers/risk/proof/"),
    "contribution": ("dev", "/customers/contribution/"),
    "costs": ("dev", "/customers/costs/"),
    "without": ("dev", "/customers/without/?customer=16029"),
    "cycles": ("dev", "/recovery/cycles/"),
    "cycle": ("dev", "/recovery/cycles/2011-11/"),
    "results": ("dev", "/recovery/cycles/2011-10/results/"),
    "letters": ("dev", "/recovery/cycles/2011-10/letters/"),
    "queue": ("ben", "/recovery/queue/"),
    "cases": ("dev", "/recovery/cases/all/"),
    "case": ("dev", "/recovery/cases/11/"),
    "calls": ("ada", "/recovery/calls/"),
    "needs": ("dev", "/recovery/needs/"),
    "touches": ("ben", "/recovery/touches/"),
    "reasons": ("dev", "/playbook/reasons/"),
    "truth": ("dev", "/playbook/reasons/truth/"),
    "wording": ("dev", "/playbook/wording/recovery/"),
    "offers": ("dev", "/playbook/offers/"),
    "suggestions": ("dev", "/playbook/suggestions/"),
    "may": ("dev", "/playbook/may/of/14733/"),
    "rules": ("dev", "/playbook/guard/rules/"),
    "stops": ("dev", "/playbook/do-not-contact/"),
    "coaching": ("fay", "/training/coaching/"),
    "practice": ("ben", "/training/practice/"),
    "outbox": ("nia", "/notices/outbox/"),
    "webhooks": ("nia", "/notices/webhooks/"),
    "imports": ("dev", "/imports/"),
    "import": ("dev", "/imports/1/"),
    "people": ("nia", "/people/"),
    "account": ("ben", "/people/account/"),
    "jobs": ("nia", "/jobs/"),
    "gallery": ("nia", "/gallery/"),
    "not-found": ("dev", "/nowhere/"),
}
"""Name → the sample person who looks ("" for a visitor), and the page."""


def main(wanted: list[str]) -> None:
    """Take every picture whose name contains one of the words, or all."""
    SHOTS.mkdir(exist_ok=True)
    names = [name for name in PAGES if not wanted or any(word in name for word in wanted)]
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        for name in names:
            shoot(browser, address, name)
        browser.close()


def shoot(browser: Browser, address: str, name: str) -> None:
    """One page at every width and theme."""
    who, path = PAGES[name]
    for theme in THEMES:
        context = browser.new_context(base_url=address, reduced_motion="reduce")
        context.add_cookies([{"name": "regain_theme", "value": theme, "url": address}])
        page = context.new_page()
        if who:
            sign_in(page, who)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png", full_page=True)
        context.close()
    sys.stdout.write(f"{name}\n")


def sign_in(page: Page, who: str) -> None:
    """As a sample person."""
    page.goto("/people/sign-in/")
    page.get_by_label("E-mail").fill(f"{who}@sample.invalid")
    page.get_by_label("Password", exact=True).fill("sample people only")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


@contextmanager
def served() -> Iterator[str]:
    """The demo, served on a free port for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("regain")), "serve", "--home", str(HOME), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health/")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str, seconds: float = 60) -> None:
    """Until the address answers. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    main(sys.argv[1:])
