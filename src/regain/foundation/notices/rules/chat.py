"""Messages to a chat room: one sentence and a link, in the form each product reads."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

LONGEST: Final = 2_000
LONGEST_FIELD: Final = 80
APART: Final = "\u200b"
"""Nobody sees it, and no product reads a name or a group after it."""
HARMLESS: Final = str.maketrans({"<": "‹", ">": "›", "@": f"@{APART}", "[": "(", "]": ")", "\r": " ", "\n": " "})


class Style(StrEnum):
    """How an endpoint is told: as a program that verifies a signature, or as a chat room of one kind or another."""

    SIGNED = "signed"
    TEXT = "text"
    CARD = "card"


def harmless(text: str) -> str:
    """Words that call nobody, link nowhere and stay on one line, whatever a title holds."""
    shown = "".join(letter for letter in text.translate(HARMLESS) if letter.isprintable() or letter == APART)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1].rstrip() + "…"


def message(style: Style, *, words: str, link: str = "", link_words: str = "") -> str:
    """The body that is sent. `link` is an absolute address of ours, or empty."""
    return json.dumps(FORMS[style](harmless(words), link, link_words), ensure_ascii=False, separators=(",", ":"))


def fallback(name: str, data: Mapping[str, Any]) -> str:
    """An event that says nothing itself: its name and its fields."""
    told = [f"{field} {_short(value)}" for field, value in data.items() if value not in ("", None)]
    return f"{name}: {', '.join(told)}" if told else name


def shown_address(address: str) -> str:
    """An address without what only those may know who may write there."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}/…"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_FIELD else text[: LONGEST_FIELD - 1].rstrip() + "…"


def _text(words: str, link: str, link_words: str) -> dict[str, Any]:
    return {"text": " ".join(filter(None, (words, link)))}


def _card(words: str, link: str, link_words: str) -> dict[str, Any]:
    opens = [{"type": "Action.OpenUrl", "title": link_words, "url": link}] if link else []
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": words, "wrap": True}],
        **({"actions": opens} if opens else {}),
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attached]}


FORMS: Final[Mapping[Style, Callable[[str, str, str], dict[str, Any]]]] = {Style.TEXT: _text, Style.CARD: _card}
"""What each kind of chat room reads."""
