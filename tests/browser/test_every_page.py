"""Every page a role can reach, on a phone and on a desktop, in Chromium: it opens, fits, and axe finds nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import AXE, RUN_AXE
from tests.demo import PASSWORD

pytestmark = pytest.mark.browser

LOOKS = [(390, 844, "dark"), (1440, 900, "light")]
PEOPLE = ["olive", "dev", "ada", "ben", "cora", "fay", "tom", "nia"]
DETAILS = ["/customers/16029/", "/customers/12346/"]


@pytest.mark.parametrize("who", ["", *PEOPLE])
@pytest.mark.parametrize(("width", "height", "theme"), LOOKS)
def test_every_page_opens_fits_and_is_accessible(
    chromium: Browser, served: str, who: str, width: int, height: int, theme: str
) -> None:
    context = chromium.new_context(
        base_url=served, viewport={"width": width, "height": height}, reduced_motion="reduce", bypass_csp=False
    )
    context.add_cookies([{"name": "regain_theme", "value": theme, "url": served}])
    faults = list(_walk(context, who))
    context.close()

    assert faults == []


def _walk(context: BrowserContext, who: str) -> Iterator[str]:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in _paths(page, who):
        errors.clear()
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            yield f"{path}: answered {answer.status if answer else 'nothing'}"
            continue
        yield from (f"{path}: {error}" for error in errors)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            yield f"{path}: {overflow} px wider than the screen"
        yield from (f"{path}: {fault}" for fault in _axe(page))


def _paths(page: Page, who: str) -> list[str]:
    if not who:
        return ["/people/sign-in/", "/people/forgotten/"]
    page.goto("/people/sign-in/")
    page.get_by_label("E-mail").fill(f"{who}@sample.invalid")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")
    found = page.eval_on_selector_all("nav a[href^='/']", "links => links.map(a => a.getAttribute('href'))")
    linked = page.eval_on_selector_all("main a[href^='/']", "links => links.map(a => a.getAttribute('href'))")
    return sorted({"/", *found, *linked[:6], *DETAILS, "/people/account/"})


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    violations: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return [f"{each['id']} ({len(each['nodes'])}): {_first(each['nodes'])}" for each in violations]


def _first(nodes: list[dict[str, Any]]) -> str:
    return f"{nodes[0]['html'][:140]} {nodes[0]['failureSummary'][:200]}"
