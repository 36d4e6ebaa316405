"""The gallery in a real browser: accessible, inside the screen, within the policy, and alive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHTS = {390: 844, 768: 1024, 1440: 900}


@pytest.fixture
def address(live_server: LiveServer, cast: Cast) -> tuple[str, str]:
    """Where the gallery is, and the session of the administrator. Asked for before the browser starts."""
    client = Client()
    client.force_login(cast.nia)
    return str(live_server.url), client.cookies["sessionid"].value


@pytest.fixture
def browser(address: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Debian's own Chromium. Its driver runs a loop in this thread, which Django would take for an async view."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        yield opened
        opened.close()


def gallery(browser: Browser, address: tuple[str, str], width: int, theme: str) -> tuple[Page, list[str]]:
    """The gallery open as Nia sees it, and everything the console complains of."""
    url, session = address
    context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, reduced_motion="reduce")
    context.add_cookies(
        [
            {"name": "sessionid", "value": session, "url": url},
            {"name": "regain_theme", "value": theme, "url": url},
        ]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{url}/gallery/")
    return page, complaints


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_is_accessible_and_fits(browser: Browser, address: tuple[str, str], width: int, theme: str) -> None:
    page, complaints = gallery(browser, address, width, theme)
    page.evaluate(AXE)
    answer: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    found = [f"{fault['id']}: {node['target']}" for fault in answer["violations"] for node in fault["nodes"]]

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_a_table_is_worked_without_leaving_the_page(browser: Browser, address: tuple[str, str]) -> None:
    page, complaints = gallery(browser, address, 1440, "light")

    page.click("#table-departures-chance")
    page.wait_for_url("**/gallery/?sort=-chance")
    expect(page.locator("th:has(#table-departures-chance)")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#table-departures-chance")).to_be_focused()

    page.fill("#table-departures-q", "bakery")
    page.wait_for_url("**/gallery/?q=bakery&sort=-chance")
    expect(page.locator("#table-departures-q")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("of 15")

    page.check("[data-select] >> nth=0")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 chosen")

    page.go_back()
    page.wait_for_url("**/gallery/?sort=-chance")
    assert complaints == []


def test_the_keyboard_goes_everywhere(browser: Browser, address: tuple[str, str]) -> None:
    page, complaints = gallery(browser, address, 1440, "dark")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type("gall")
    chosen = page.get_attribute("#palette-input", "aria-activedescendant")
    assert page.inner_text(f"#{chosen}").startswith("Gallery")
    page.keyboard.press("Escape")
    page.wait_for_selector("#palette", state="hidden")

    page.keyboard.press("?")
    page.wait_for_selector("#keys", state="visible")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys", state="hidden")
    page.keyboard.press("?")
    assert not page.is_visible("#keys")

    page.focus("#table-departures-q")
    page.keyboard.type("g?/")
    assert page.input_value("#table-departures-q") == "g?/"
    assert complaints == []


def test_the_theme_changes_at_once_and_stays(browser: Browser, address: tuple[str, str]) -> None:
    page, complaints = gallery(browser, address, 1440, "light")

    page.click(".r-theme summary")
    page.click(".r-theme button[value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert complaints == []


def test_the_list_works_without_scripts(browser: Browser, address: tuple[str, str]) -> None:
    url, session = address
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/gallery/")

    page.fill("#table-departures-q", "bakery")
    page.click(".r-table-tools > .r-only-without-js")

    assert "of 15" in page.inner_text(".r-table-foot")
