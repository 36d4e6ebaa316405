"""What every test in the browser may use."""

from tests.browser.looking import chromium

__all__ = ["chromium"]
