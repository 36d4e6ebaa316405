"""What is said at each step of a call and written in each letter: the parts of a text, and what it must hold.

`SHIPPED` is what Regain says until a company puts it in its own words; it comes from `wording.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from regain.knowledge.playbook.rules.steps import STEPS, Step

DATA: Final = Path(__file__).with_name("wording.toml")
NAMED: Final = re.compile(r"\{([^{}\n]*)\}")
LEADING: Final = re.compile(r"(,? )\{([^{}\n]*)\}")
LONGEST_TITLE: Final = 120
LONGEST_PURPOSE: Final = 300
LONGEST_WORDS: Final = 8_000
LONGEST_HINTS: Final = 2_000
LONGEST_WHY: Final = 200


class Kind(StrEnum):
    """What the wording is for."""

    RECOVERY = "recovery"
    LISTENING = "listening"
    LETTER = "letter"


GUIDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.RECOVERY: STEPS,
    Kind.LISTENING: tuple(step for step in STEPS if step is not Step.OFFER),
    Kind.LETTER: ("come_back", "changed", "slow_contact", "return_link", "proposal", "thanks"),
}
"""The steps of each call in their order, and the letters. A listening call has no offer."""

SPOKEN: Final = frozenset({"customer", "caller", "company"})
"""The names in braces that a line to be spoken may have."""


@dataclass(frozen=True)
class Text:
    """All the words of one step, or of one letter, whose title is the line above it."""

    title: str
    purpose: str
    words: str
    """One line each to be spoken; for a letter, the letter."""
    listen_for: str = ""
    avoid: str = ""

    def trimmed(self) -> "Text":
        """Without loose ends: no blanks at the ends of lines, one kind of line break."""
        return Text(*(_trimmed(part) for part in self.parts.values()))

    @property
    def parts(self) -> dict[str, str]:
        """Each part by its name, in the order they are read."""
        return {
            "title": self.title,
            "purpose": self.purpose,
            "words": self.words,
            "listen_for": self.listen_for,
            "avoid": self.avoid,
        }


@dataclass(frozen=True)
class Names:
    """The names in braces a text may have, and those it must."""

    may: frozenset[str]
    must: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shipped:
    """A text as Regain ships it."""

    text: Text
    names: Names


@dataclass(frozen=True)
class Fault:
    """What is wrong with one part of a text; `name` is the name in braces it is about."""

    part: str
    what: str
    """empty, too_long, brace, unknown, missing"""
    name: str = ""


LONGEST: Final = {
    "title": LONGEST_TITLE,
    "purpose": LONGEST_PURPOSE,
    "words": LONGEST_WORDS,
    "listen_for": LONGEST_HINTS,
    "avoid": LONGEST_HINTS,
}


def faults(text: Text, names: Names) -> Iterator[Fault]:
    """Everything that keeps a text from being used."""
    for part, written in text.parts.items():
        if part in {"title", "purpose", "words"} and not written.strip():
            yield Fault(part, "empty")
        if len(written) > LONGEST[part]:
            yield Fault(part, "too_long", str(LONGEST[part]))
        if re.search(r"[{}]", NAMED.sub("", written)):
            yield Fault(part, "brace")
        for name in sorted(named(written) - names.may - names.must):
            yield Fault(part, "unknown", name)
    for name in sorted(names.must - named(f"{text.title}\n{text.words}")):
        yield Fault("words", "missing", name)


def named(text: str) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(NAMED.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each name in braces replaced by its value, once.

    A name nobody gave stays as it is; one given as nothing is left out with the space or comma before it.
    """
    text = LEADING.sub(lambda found: "" if values.get(found[2]) == "" else found[0], text)
    return NAMED.sub(lambda found: values.get(found[1], found[0]), text)


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _trimmed(part: str) -> str:
    return "\n".join(line.rstrip() for line in part.splitlines()).strip()


def _read() -> dict[tuple[Kind, str], Shipped]:
    data = tomllib.loads(DATA.read_text("utf-8"))
    found = {}
    for kind, steps in GUIDED.items():
        for step in steps:
            given = data[kind.value].get(step) or data["both"][step]
            found[kind, step] = Shipped(_text(given), _names(given, kind))
    return found


def _text(given: Mapping[str, Any]) -> Text:
    words = given.get("words") or "\n".join(given["say"])
    hints = ("\n".join(given.get(part, ())) for part in ("listen_for", "avoid"))
    return Text(given["title"], given["purpose"], words, *hints).trimmed()


def _names(given: Mapping[str, Any], kind: Kind) -> Names:
    if kind is not Kind.LETTER:
        return Names(SPOKEN | frozenset(given.get("may", ())))
    return Names(frozenset(given["may"]), frozenset(given["must"]))


SHIPPED: Final[Mapping[tuple[Kind, str], Shipped]] = _read()
