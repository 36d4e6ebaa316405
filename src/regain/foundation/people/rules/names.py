"""How the words people give about themselves are kept."""

import unicodedata

LONGEST_NAME = 120
LONGEST_PASSWORD = 256


def normal_email(text: str) -> str:
    """The one spelling of an e-mail address: case and surrounding space do not matter."""
    return unicodedata.normalize("NFC", text.strip().lower())


def normal_name(text: str) -> str:
    """A name on one line, without control characters; empty when nothing is left of it."""
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(spaced.split())[:LONGEST_NAME].strip()


def normal_query(text: str) -> str:
    """A query string without its question mark or fragment."""
    return text.strip().lstrip("?").split("#", 1)[0]
