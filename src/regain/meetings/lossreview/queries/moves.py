"""Moves in words, and where what moved is to be seen."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.meetings.lossreview.models import Action, Issue
from regain.meetings.lossreview.rules.story import Move

COMMENT: Final = gettext_lazy("Comment")

WORDS: Final[Mapping[str, str | Promise]] = {
    Move.RAISED: gettext_lazy("Raised"),
    Move.RENAMED: gettext_lazy("Described anew"),
    Move.COVERED: gettext_lazy("Reasons changed"),
    Move.PLACED: gettext_lazy("A single departure moved"),
    Move.WEIGHED: gettext_lazy("Priority changed"),
    Move.OWNED: gettext_lazy("Somebody answers for it"),
    Move.MERGED: gettext_lazy("Merged"),
    Move.SEPARATED: gettext_lazy("Taken apart again"),
    Move.SPLIT: gettext_lazy("Split"),
    Move.FIXED: gettext_lazy("Fixed"),
    Move.UNFIXED: gettext_lazy("Fix taken back"),
    Move.HANDED_OVER: gettext_lazy("Customers to be told"),
    Move.MEASURED: gettext_lazy("Effect measured"),
    Move.CLOSED: gettext_lazy("Closed: the fix is proven"),
    Move.REOPENED: gettext_lazy("Opened again"),
    Move.SET_ASIDE: gettext_lazy("Set aside"),
    Move.TAKEN_UP: gettext_lazy("Taken up again"),
    Move.DECIDED: gettext_lazy("Decided"),
    Move.ATTACHED: gettext_lazy("File added"),
    Move.DETACHED: gettext_lazy("File taken away"),
    Move.AGREED: gettext_lazy("Action agreed"),
    Move.PROGRESS: gettext_lazy("Progress"),
    Move.PUT_OFF: gettext_lazy("Put off"),
    Move.HANDED: gettext_lazy("Handed on"),
    Move.DONE: gettext_lazy("Done"),
    Move.UNDONE: gettext_lazy("Not done after all"),
    Move.DROPPED: gettext_lazy("Dropped"),
}

ICONS: Final[Mapping[str, str]] = {
    Move.RAISED: "flag",
    Move.OWNED: "user-check",
    Move.MERGED: "git-branch",
    Move.SPLIT: "git-branch",
    Move.FIXED: "checklist",
    Move.CLOSED: "circle-check",
    Move.REOPENED: "alert-triangle",
    Move.DONE: "circle-check",
    "": "message-circle",
}


def in_words(move: str) -> str:
    """What happened, in a few words; an empty move is a comment."""
    return str(WORDS.get(move, COMMENT))


def href_of(about: Issue | Action) -> str:
    """The page of an issue, or of an action."""
    if isinstance(about, Issue):
        return reverse("lossreview:issue", args=[about.pk])
    return reverse("lossreview:action", args=[about.pk])
