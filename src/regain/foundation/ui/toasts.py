"""Toasts: one sentence about what was just done, with a way to take it back where there is one.

They ride on Django's messages, so they survive a redirect and need no JavaScript to be read.
"""

from enum import IntEnum

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo="


class Tone(IntEnum):
    """What kind of news it is."""

    INFO = messages.INFO
    GOOD = messages.SUCCESS
    WARN = messages.WARNING
    BAD = messages.ERROR


def say(request: HttpRequest, sentence: str, *, tone: Tone = Tone.GOOD, undo: str = "") -> None:
    """Tell the person at the next page or fragment. `undo` is a path that takes the act back by POST."""
    tags = f"{UNDO}{undo}" if undo else ""
    messages.add_message(request, int(tone), sentence, extra_tags=tags, fail_silently=True)
