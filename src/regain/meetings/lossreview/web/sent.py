"""What forms send, read: numbers and days."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import Invalid


class NotADay(Invalid):
    """The form names no day."""


def number_from(text: str) -> int | None:
    """A number; None where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def numbers_from(texts: Sequence[str]) -> list[int]:
    """The numbers among these."""
    return [number for text in texts if (number := number_from(text)) is not None]


def day_from(text: str) -> date:
    """A day. Raises NotADay."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(_("Choose a day, such as 1 December 2026.")) from None
