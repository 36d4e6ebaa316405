"""A customer's id as part of an address. Ids are any text, so some need writing down differently.

Browsers and proxies change `.`, `..`, empty segments and trailing slashes, and some words are pages of ours. Such
ids are written as `~` and the base64url of their UTF-8; every other id stays readable and is left to percent-encoding.
"""

import base64
import binascii
import re

MARK = "~"
PLAIN = re.compile(r"[^/\\~\s.](?:[^/\\\x00-\x1f\x7f\u0085\u2028\u2029]*[^/\\\s\x00-\x1f\x7f])?")
OURS = frozenset(
    {
        "left",
        "backtest",
        "quality",
        "valuation",
        "looks",
        "export",
        "lives",
        "departures",
        "risk",
        "contribution",
        "costs",
        "without",
    }
)
"""First segments of our own pages and of the API."""


def segment(customer: str) -> str:
    """The id as an address has it, before percent-encoding."""
    if PLAIN.fullmatch(customer) and customer not in OURS:
        return customer
    return MARK + base64.urlsafe_b64encode(customer.encode("utf-8")).decode("ascii").rstrip("=")


def customer_of(text: str) -> str:
    """The id an address names. Raises ValueError for what `segment` never writes."""
    if not text.startswith(MARK):
        return text
    code = text.removeprefix(MARK)
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as broken:
        raise ValueError(f"{text!r} names no customer") from broken


class CustomerId:
    """The path converter `<customer:…>`; slashes that were typed by hand are read as part of the id."""

    regex = r"[\s\S]+?"

    def to_python(self, value: str) -> str:
        """The id in an address."""
        return customer_of(value)

    def to_url(self, value: str) -> str:
        """The address of an id."""
        return segment(value)
