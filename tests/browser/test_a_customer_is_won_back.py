"""A customer is won back, from the departure to the second sale: on a phone, by keyboard alone, in Chromium."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.a_call import REGAIN, Shop
from tests.browser.looking import faults, settled, too_wide
from tests.demo import PASSWORD, Demo

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def shop(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo company on a Tuesday at ten."""
    made = Shop(tmp_path_factory.mktemp("won") / "home")
    shutil.copytree(demo.home, made.home)
    made.set_clock()
    made.serve()
    yield made
    made.close()


def hands_of(chromium: Browser, shop: Shop, who: str) -> tuple[BrowserContext, Page]:
    """Somebody on a phone with a keyboard, signed in by it."""
    context = chromium.new_context(base_url=shop.address, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/people/sign-in/")
    page.keyboard.type(f"{who}@sample.invalid")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{shop.address}/")
    settled(page)
    return context, page


def look(page: Page, heading: str) -> None:
    """The page is there, fits, and axe finds nothing."""
    page.wait_for_selector(f":is(h1, #step-title):has-text('{heading}')")
    page.wait_for_load_state("load")
    settled(page)
    assert too_wide(page) <= 0, heading
    assert faults(page) == [], heading


def test_a_customer_is_won_back(chromium: Browser, shop: Shop, tmp_path: Path) -> None:
    context, page = hands_of(chromium, shop, "ben")
    page.keyboard.press("g")
    page.keyboard.press("q")
    look(page, "Recovery queue")
    page.keyboard.press("Enter")
    look(page, "Prepare")
    customer = page.get_by_role("heading", level=1).inner_text().strip()
    page.keyboard.press("d")
    look(page, "Apologise")
    page.keyboard.press("Enter")
    look(page, "Listen")
    page.keyboard.type("Half of the last parcel was broken and nobody answered our letter")
    page.keyboard.press("Alt+ArrowRight")
    look(page, "Diagnose")
    page.keyboard.type("damage")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    look(page, "Verify")
    page.keyboard.press("Enter")
    look(page, "Catalogue")
    page.keyboard.type("Pack it so that it arrives whole, and answer")
    for step in ("Support", "Offer", "Close"):
        page.keyboard.press("Alt+ArrowRight")
        look(page, step)
    page.locator("input[value=returned]").press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery/queue/**")
    assert customer in page.inner_text("#toasts")
    context.close()

    bought = buys_again(shop, customer, tmp_path)

    context, page = hands_of(chromium, shop, "dev")
    results = wait_for_results(page)
    look(page, "October 2011")
    assert "£240" in results
    said, since = (re.search(rf"{words}\s+(\d+)", results) for words in ("Recorded", "Bought since"))
    assert said, results
    assert since, results
    assert since[1] == said[1], "those who came back by themselves, and this one: all of them bought"
    page.goto(f"/customers/{customer}/")
    assert "Came back" in page.inner_text("main")
    assert bought["accepted"] == 1
    context.close()


def buys_again(shop: Shop, customer: str, folder: Path) -> dict[str, Any]:
    """The second sale comes in with the next file of sales."""
    sold_at = datetime.now(UTC) - timedelta(minutes=2)
    file = folder / "second.csv"
    file.write_text(f"customer,invoice,date,amount\n{customer},W1,{sold_at:%Y-%m-%d %H:%M:%S},240.00\n", "utf-8")
    done = subprocess.run(
        [REGAIN, "import", "sales", str(file), "--home", str(shop.home), "--json"],
        capture_output=True, text=True, check=False, env=shop.env(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def wait_for_results(page: Page, seconds: float = 90) -> str:
    """The results once the new facts were held against the cycle."""
    until = time.monotonic() + seconds
    while True:
        page.goto("/recovery/cycles/2011-10/results/")
        told = page.inner_text("main")
        if ("£240" in told and re.search(r"Not bought yet\s+0\b", told)) or time.monotonic() > until:
            return told
        time.sleep(0.5)
