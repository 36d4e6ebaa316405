"""What the parts of a wording are called on a screen, and what is wrong with one in a sentence."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.filters import Words
from regain.knowledge.playbook.rules.wording import Fault, Kind

KINDS: Final[dict[Kind, Words]] = {
    Kind.RECOVERY: gettext_lazy("Recovery call"),
    Kind.LISTENING: gettext_lazy("Listening call"),
    Kind.LETTER: gettext_lazy("Letters"),
}
PARTS: Final[dict[str, Words]] = {
    "title": gettext_lazy("Title"),
    "purpose": gettext_lazy("What it is for"),
    "words": gettext_lazy("Say"),
    "listen_for": gettext_lazy("Listen for"),
    "avoid": gettext_lazy("Leave out"),
}
LETTER_PARTS: Final[dict[str, Words]] = {
    "title": gettext_lazy("Subject"),
    "purpose": gettext_lazy("When it is sent"),
    "words": gettext_lazy("Letter"),
}
NAMES: Final[dict[str, Words]] = {
    "customer": gettext_lazy("the customer’s name"),
    "caller": gettext_lazy("who calls or signs"),
    "company": gettext_lazy("our company"),
    "need": gettext_lazy("what they asked for, in their words"),
    "change": gettext_lazy("what we changed"),
    "news": gettext_lazy("what is new, in a sentence or two"),
    "heard": gettext_lazy("what was heard on the call"),
    "offer": gettext_lazy("the words of the offer"),
    "until": gettext_lazy("the last day it stands"),
    "link": gettext_lazy("their own way back"),
    "stop": gettext_lazy("the link that stops all letters"),
}


def parts_of(kind: Kind) -> dict[str, Words]:
    """The parts a text of this kind has, and what each is called."""
    return LETTER_PARTS if kind is Kind.LETTER else PARTS


def sentence_of(fault: Fault) -> str:
    """What is wrong, where, and the way out."""
    part = PARTS[fault.part]
    said = {
        "empty": _("“%(part)s” is empty; write at least one line."),
        "too_long": _("“%(part)s” has at most %(name)s letters; shorten it."),
        "brace": _("“%(part)s” has a lone { or }; names stand in a pair of them, such as {customer}."),
        "unknown": _("“%(part)s” names {%(name)s}, which nobody fills in here; use one of the names listed below it."),
        "missing": _("The letter lacks {%(name)s}; put it where it belongs."),
    }[fault.what]
    return said % {"part": part, "name": fault.name}
