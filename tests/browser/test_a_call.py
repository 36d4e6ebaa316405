"""The guided call in Chromium: by keyboard alone on a phone, through kill −9, in two windows, without a connection."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.a_call import Shop
from tests.browser.looking import AXE as AXE_SOURCE
from tests.browser.looking import RUN_AXE, settled
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("call") / "home")
    made.found()
    made.serve()
    yield made
    made.close()


def signed_in(chromium: Browser, shop: Shop) -> BrowserContext:
    context = chromium.new_context(base_url=shop.address, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/people/sign-in/")
    page.get_by_label("E-mail").fill("ben@thimble.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")
    page.close()
    return context


class Hands:
    """Two hands on a keyboard; they count what they press."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.letters = page, 0, 0

    def press(self, key: str) -> None:
        """One key, or one chord."""
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """What the customer says."""
        self.letters += len(words)
        self.page.keyboard.type(words)

    def at(self, step: str) -> None:
        """Wait for a step, and let axe look at it."""
        self.page.wait_for_selector(f"h2:has-text('{step}')")
        self.page.wait_for_load_state("load")
        settled(self.page)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(overflow) <= 0, step
        self.page.evaluate(AXE_SOURCE)
        found: list[dict[str, Any]] = self.page.evaluate(RUN_AXE)
        assert [(step, each["id"], each["nodes"][0]["html"]) for each in found] == []


def saved(page: Page) -> None:
    page.wait_for_selector("[data-saved][data-state=saved]:has-text(':')", timeout=8000)


def test_a_whole_call_by_keyboard_alone_on_a_phone(chromium: Browser, shop: Shop) -> None:
    context = signed_in(chromium, shop)
    page = context.new_page()
    page.goto(shop.begin("C1"))
    hands = Hands(page)

    hands.at("Prepare")
    hands.press("d")
    hands.at("Apologise")
    hands.press("Enter")
    hands.at("Listen")
    hands.type("The parcel came two weeks late and nobody told us")
    hands.press("Alt+q")
    page.wait_for_selector(".rc-quotes blockquote")
    hands.press("Alt+ArrowRight")
    hands.at("Diagnose")
    hands.type("late")
    hands.press("Enter")
    hands.press("Enter")
    hands.at("Verify")
    hands.press("Enter")
    hands.at("Catalogue")
    hands.type("Deliver when you say you will")
    hands.press("Alt+ArrowRight")
    hands.at("Support")
    hands.press("Alt+ArrowRight")
    hands.at("Offer")
    hands.press("Alt+ArrowRight")
    hands.at("Close")
    hands.press("2")
    hands.press("Enter")
    page.wait_for_url("**/recovery/queue/**")

    assert "Mara Weiss" in page.inner_text("#toasts")
    assert hands.keys <= 12, hands.keys
    context.close()


def test_what_was_typed_outlives_kill_9_of_the_server(chromium: Browser, shop: Shop) -> None:
    context = signed_in(chromium, shop)
    page = context.new_page()
    page.goto(shop.begin("C2"))
    page.get_by_role("button", name="Listen").click()
    page.wait_for_selector("h2:has-text('Listen')")
    notes = page.get_by_label("Notes")
    notes.click()
    page.keyboard.type("One long sentence without a single pause, as people talk when they are upset. ", delay=40)
    early = notes.input_value()
    page.keyboard.type("And the last words.", delay=30)
    page.wait_for_timeout(3000)

    shop.kill()
    context.close()
    shop.serve()

    again = signed_in(chromium, shop)
    page = again.new_page()
    page.goto("/")
    page.get_by_role("link", name="Back to the call").click()
    kept = page.get_by_label("Notes").input_value()
    assert kept == f"{early}And the last words."
    again.close()


def test_words_typed_while_the_server_is_gone_come_back(chromium: Browser, shop: Shop) -> None:
    context = signed_in(chromium, shop)
    page = context.new_page()
    page.goto(shop.begin("C2"))
    page.get_by_role("button", name="Listen").click()
    page.wait_for_selector("h2:has-text('Listen')")
    context.set_offline(True)
    page.get_by_label("Notes").fill("Said while the connection was down")
    page.wait_for_selector("[data-saved][data-state=unsaved]")
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_timeout(300)
    assert "Listen" in page.inner_text("h2")

    context.set_offline(False)
    saved(page)
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('regain-words:')).length") == 0

    context.set_offline(True)
    page.get_by_label("Notes").fill("Said right before the laptop closed")
    page.wait_for_selector("[data-saved][data-state=unsaved]")
    context.set_offline(False)
    page.goto("/")
    page.go_back()
    expect(page.locator("#w-notes")).to_have_value(re.compile("^Said right before"))
    context.close()


def test_two_windows_write_and_both_texts_stay(chromium: Browser, shop: Shop) -> None:
    desk, phone = signed_in(chromium, shop), signed_in(chromium, shop)
    address = shop.begin("C3")
    one, two = desk.new_page(), phone.new_page()
    one.goto(address)
    one.get_by_role("button", name="Listen").click()
    one.wait_for_selector("h2:has-text('Listen')")
    two.goto(address)

    one.get_by_label("Notes").fill("Written at the desk")
    saved(one)
    two.get_by_label("Notes").fill("Written on the phone")
    two.wait_for_selector(".rc-aside")
    assert two.locator(".rc-aside-text").all_inner_texts() == ["Written at the desk", "Written on the phone"]
    two.get_by_role("button", name="Keep both").click()
    two.wait_for_selector(".rc-aside", state="detached")

    assert two.get_by_label("Notes").input_value() == "Written at the desk\n\nWritten on the phone"
    for context in (desk, phone):
        context.close()


def test_left_alone_is_one_key_and_can_be_undone(chromium: Browser, shop: Shop) -> None:
    context = signed_in(chromium, shop)
    page = context.new_page()
    page.goto(shop.begin("C4"))
    settled(page)
    page.keyboard.press("?")
    assert "The customer wants to be left alone" in page.inner_text("#keys")
    assert "Next step" in page.inner_text("#keys")
    page.keyboard.press("Escape")

    page.keyboard.press("x")

    page.wait_for_url("**/recovery/queue/**")
    assert "Luis Prado is left alone" in page.inner_text("#toasts")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("h2:has-text('Prepare')")
    context.close()
