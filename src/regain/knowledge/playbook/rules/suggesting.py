"""What a small classifier reads in call notes.

The same `marks` are counted when it learns and when it suggests. A mark is the hash of a word, of two words in a row,
or of three to five letters within a word; the words themselves are not kept.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

LONGEST: Final = 4_000
"""Letters of a note that are read; the rest adds little and takes long."""
LEAST_WORDS: Final = 3
SHOWN: Final = 3
"""How many reasons are suggested at most."""
ENOUGH: Final = 50
"""Confirmed notes below which nobody can tell how often a suggestion is right."""
NORMAL: Final = 1.959964
"""The standard normal's 97.5 % point: intervals are of 95 %."""
WORD: Final = re.compile(r"\w+(?:['’]\w+)?")
LETTERS: Final = (3, 4, 5)


def words_of(text: str) -> list[str]:
    """The words of a note in one spelling, figures made alike."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("’", "'")
    return [re.sub(r"\d", "0", word) for word in WORD.findall(plain)]


def marks(text: str) -> Counter[int]:
    """How often each mark occurs in a note: word marks are even numbers, letter marks odd ones."""
    words = words_of(text)
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    by_words = Counter([*words, *pairs])
    by_letters = Counter(piece for word, count in Counter(words).items() for piece in _pieces(word) * count)
    found = Counter({crc32(word.encode()) << 1: count for word, count in by_words.items()})
    found.update({crc32(piece.encode()) << 1 | 1: count for piece, count in by_letters.items()})
    return found


def _pieces(word: str) -> list[str]:
    held = f" {word} "
    return [held[at : at + size] for size in LETTERS for at in range(max(1, len(held) - size + 1))]


CUES: Final[Mapping[str, tuple[str, ...]]] = {
    key: tuple(cue.strip() for cue in cues.split(";"))
    for key, cues in tomllib.loads(Path(__file__).with_name("cues.toml").read_text("utf-8")).items()
}
"""How customers put each shipped reason: what there is to learn from before anybody confirmed one."""
