"""The Loss Review of September 2011, from nothing to sent minutes: one at a desk, one on a phone, in Chromium."""

import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.a_call import Shop
from tests.browser.looking import faults, too_wide
from tests.demo import PASSWORD, Demo

pytestmark = pytest.mark.browser

TUESDAY = datetime(2011, 10, 11, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2011, 10, 14, 9, 0, tzinfo=UTC)
"""Ten o'clock in London, when the meeting convened on Tuesday takes place."""
NOVEMBER = datetime(2011, 11, 2, 9, 0, tzinfo=UTC)
DESK, PHONE = (1440, 900), (390, 844)
MONTH = "/review/months/2011-09/"

HEARD = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.actions.screenings import import_screening
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from regain.shell.cli.samples import REGISTERS, not_listed
from tests.september import APPROVED, approve_september, hear_september
dev, ada = (Person.objects.get(email=f"{name}@sample.invalid") for name in ("dev", "ada"))
if catalogue_is_empty():
    load_catalogue(by=dev, at=APPROVED)
for registry in REGISTERS:
    import_screening(by=dev, at=APPROVED, registry=registry, checked_on=APPROVED.date(), text=not_listed())
print(len(hear_september(cycle=approve_september(by=dev, at=APPROVED, executive=ada), executive=ada)))
"""


@pytest.fixture(scope="module")
def shop(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo company in October 2011; Ada has heard eight customers."""
    made = Shop(tmp_path_factory.mktemp("review") / "home")
    shutil.copytree(demo.home, made.home)
    made.set_clock(TUESDAY)
    assert made.run(HEARD) == "8"
    made.serve()
    yield made
    made.close()


def at(shop: Shop, moment: datetime) -> None:
    """Time has passed."""
    shop.close()
    shop.set_clock(moment)
    shop.serve()


def hands_of(chromium: Browser, shop: Shop, who: str, size: tuple[int, int]) -> tuple[BrowserContext, Page]:
    """Somebody who signed in."""
    width, height = size
    context = chromium.new_context(
        base_url=shop.address, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/people/sign-in/")
    page.keyboard.type(f"{who}@sample.invalid")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{shop.address}/")
    return context, page


def look(page: Page) -> None:
    """The page fits, and axe finds nothing."""
    page.wait_for_load_state("load")
    where = page.url
    page.evaluate("window.scrollTo(0, 0)")  # what a bar covers while one scrolls is no small target
    assert too_wide(page) <= 0, where
    assert faults(page) == [], where


def wait_for(page: Page, address: str, words: str, seconds: float = 90) -> None:
    """What the worker does in the background is there."""
    until = time.monotonic() + seconds
    while True:
        page.goto(address)
        if words in page.inner_text("main"):
            return
        assert time.monotonic() < until, page.inner_text("main")
        time.sleep(0.5)


def test_a_review_from_nothing_to_sent_minutes(chromium: Browser, shop: Shop) -> None:
    context, dev = hands_of(chromium, shop, "dev", DESK)
    the_month_prepared_itself(dev)
    issues_are_raised(dev)
    context.close()

    at(shop, FRIDAY)
    context, dev = hands_of(chromium, shop, "dev", DESK)
    phone, ada = hands_of(chromium, shop, "ada", PHONE)
    everybody_sits_down(dev, ada)
    both_write_notes(dev, ada)
    they_rank(dev, ada)
    they_decide(dev)
    minutes_are_sent(dev)
    phone.close()
    context.close()

    at(shop, NOVEMBER)
    context, dev = hands_of(chromium, shop, "dev", DESK)
    wait_for(dev, "/review/months/2011-10/pack/", "Sign the second carrier")
    first = dev.locator("main section").first.inner_text()
    assert "Sign the second carrier" in first, first
    look(dev)
    context.close()


def the_month_prepared_itself(dev: Page) -> None:
    """Nobody did anything, and the review of September is convened, with a first look at its numbers."""
    dev.keyboard.press("g")
    dev.keyboard.press("m")
    dev.wait_for_url("**/review/")
    wait_for(dev, "/review/", "Next: September 2011")
    look(dev)
    wait_for(dev, f"{MONTH}pack/", "What customers said")
    look(dev)
    dev.get_by_role("button", name="Freeze").click()
    dev.wait_for_selector("text=Frozen")


def issues_are_raised(dev: Page) -> None:
    """The three largest reasons that are up to us become issues with one key."""
    dev.goto("/review/issues/")
    look(dev)
    dev.get_by_role("button", name="Raise an issue for each ticked reason").click()
    dev.wait_for_selector("a:has-text('Late delivery')")
    look(dev)


def everybody_sits_down(dev: Page, ada: Page) -> None:
    """Dev says who is here and begins; Ada's phone follows."""
    for page in (dev, ada):
        page.goto(f"{MONTH}meeting/")
        page.wait_for_selector("[data-meeting][data-ready]", state="attached")
        page.keyboard.press("p")
    dev.wait_for_selector("#m-people :text('At the table: 2 of 3')")
    look(dev)
    dev.keyboard.press("b")
    for page in (dev, ada):
        page.wait_for_selector("h2.lr-point:has-text('What we agreed last time')")
    look(ada)


def both_write_notes(dev: Page, ada: Page) -> None:
    """The meeting goes on to what customers told us; both write in the same notes, and both texts stay."""
    dev.keyboard.press("ArrowRight")
    dev.wait_for_selector("h2.lr-point:has-text('Who left')")
    dev.keyboard.press("ArrowRight")
    for page in (dev, ada):
        page.wait_for_selector("h2.lr-point:has-text('What customers told us')")
    look(dev)
    dev.keyboard.press("n")
    dev.keyboard.type("The van is the problem, not the warehouse.")
    ada.locator("#m-notes textarea").fill("Mrs Hall lost her Christmas window.")
    for page in (dev, ada):
        for words in ("The van is the problem", "Mrs Hall"):
            expect(page.locator("#m-notes textarea")).to_have_value(re.compile(words), timeout=20_000)
    dev.evaluate("document.activeElement.blur()")


def they_rank(dev: Page, ada: Page) -> None:
    """Each for themselves; nobody sees the other's points before all are opened."""
    for point in ("Who came back", "Issues"):
        dev.keyboard.press("ArrowRight")
        dev.wait_for_selector(f"h2.lr-point:has-text('{point}')")
    dev.locator("#m-ask").click()
    ada.wait_for_selector("#m-weigh input[type=number]")
    look(ada)
    for page, points in ((dev, ("7", "3")), (ada, ("6", "4"))):
        page.wait_for_selector("#m-weigh input[type=number]")
        for place, given in enumerate(points):
            page.locator("#m-weigh input[type=number]").nth(place).fill(given)
        page.locator("#m-weighs").click()
    dev.wait_for_selector("text=2 of 2 have weighed")
    assert "13" not in dev.inner_text("#m-weighing")
    dev.locator("#m-open").click()
    dev.wait_for_selector("#m-weighing td:has-text('13')")
    look(dev)
    dev.locator("#m-ranks").click()
    dev.wait_for_selector("text=The order stands")


def they_decide(dev: Page) -> None:
    """One decision, one owner with a day, one thing to do."""
    dev.evaluate("document.activeElement.blur()")
    dev.keyboard.press("ArrowRight")
    dev.wait_for_selector("h2.lr-point:has-text('Decide')")
    dev.keyboard.press("d")
    dev.locator("#m-text").fill(" ")
    dev.get_by_role("button", name="That is decided").click()
    dev.wait_for_selector("#toasts :text('Write the decision in a sentence.')")
    dev.locator("#m-text").fill("Two carriers from November on.")
    dev.locator("#m-decide-issue").select_option(index=1)
    dev.get_by_role("button", name="That is decided").click()
    dev.wait_for_selector("#m-log :text('Two carriers from November on.')")
    dev.locator("summary:has-text('Give it an owner')").first.click()
    dev.locator("select[id^=m-owner-]").first.select_option(label="Ada (sample)")
    dev.locator("input[id^=m-by-]").first.fill("2011-12-01")
    dev.locator("#m-stage").get_by_role("button", name="That is agreed").first.click()
    dev.wait_for_selector("text=Ada (sample) answers for it")
    dev.evaluate("document.activeElement.blur()")
    dev.keyboard.press("a")
    dev.locator("#m-what").fill("Sign the second carrier")
    dev.locator("#m-who").select_option(label="Ada (sample)")
    dev.locator("#m-day").fill("2011-10-28")
    dev.locator("#m-agree").get_by_role("button", name="That is agreed").click()
    dev.wait_for_selector("#m-log :text('Sign the second carrier')")
    look(dev)


def minutes_are_sent(dev: Page) -> None:
    """They wrote themselves; one word is corrected, and they go to everybody."""
    dev.evaluate("document.activeElement.blur()")
    dev.keyboard.press("ArrowRight")
    dev.locator("#m-adjourn").click()
    dev.locator("#m-minutes").click()
    dev.wait_for_url("**/minutes/")
    told = dev.inner_text("main")
    for words in ("Ada (sample)", "Two carriers from November on.", "Sign the second carrier", "Mrs Hall"):
        assert words in told, told
    look(dev)
    dev.get_by_role("button", name="Approve").click()
    dev.get_by_role("button", name="Send to 3 people").click()
    dev.wait_for_selector("text=Sent")
    look(dev)
