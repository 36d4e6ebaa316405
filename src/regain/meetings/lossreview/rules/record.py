"""The text of the minutes: `# ` begins a heading, `- ` a line of a list, anything else is a paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a part of the text is."""

    HEADING = "heading"
    LIST = "list"
    WORDS = "words"


@dataclass(frozen=True)
class Block:
    """A heading, a list or some lines of words."""

    form: Form
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The text in its parts; an empty line ends a list or a paragraph."""
    found: list[Block] = []
    goes_on = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            goes_on = False
            continue
        form, words = _read(line)
        if goes_on and form is not Form.HEADING and found[-1].form is form:
            found[-1] = Block(form, (*found[-1].lines, words))
        else:
            found.append(Block(form, (words,)))
        goes_on = form is not Form.HEADING
    return tuple(found)


def section(title: str, lines: Iterable[str]) -> str:
    """A heading with its lines; nothing without any."""
    told = "\n".join(lines)
    return f"# {title}\n{told}" if told else ""


def item(words: str) -> str:
    """One line of a list; line breaks would end it."""
    return f"- {' '.join(words.split())}"


def plain(text: str) -> str:
    """As people send it: no space at the ends of lines or of the text."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _read(line: str) -> tuple[Form, str]:
    if line.startswith("#"):
        return Form.HEADING, line.lstrip("#").strip()
    if line.startswith(("- ", "* ")):
        return Form.LIST, line[2:].strip()
    return Form.WORDS, line
