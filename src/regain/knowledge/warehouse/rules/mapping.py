"""Which column means what, and how the file is written: declared once, kept as TOML, used again.

Names of columns are guessed from a header; a type, a date order or a decimal mark never is.
"""

import codecs
import json
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, field, fields
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.rules.catalogue import Kind, kind_named
from regain.knowledge.warehouse.rules.dates import ISO, patterns

Source = str | int
IN_FULL = {
    "date_format": "dates",
    "decimal_mark": "decimal",
    "thousands_mark": "thousands",
    "currency_symbol": "symbol",
}
"""What the settings of a format are called in a file, in full; the short names are understood as well."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written.

    `delimiter` "" means a comma (a tab for .tsv), " " means runs of spaces; `dates` see `rules.dates`; `thousands` and
    `symbol` (a currency sign to ignore) are empty unless declared; `zone` and `currency` "" mean the company's own.
    """

    delimiter: str = ""
    header: bool = True
    dates: str = ISO
    decimal: str = "."
    thousands: str = ""
    symbol: str = ""
    zone: str = ""
    currency: str = ""
    encoding: str = "utf-8"
    sheet: str = ""

    def __post_init__(self) -> None:
        patterns(self.dates)
        for claim, sentence in (
            (self.decimal in {".", ","}, "The decimal mark must be a point or a comma."),
            (
                self.thousands in {"", ".", ",", " ", "'", "’", "\u00a0", "\u202f"},
                "The thousands mark must be a point, a comma, a space or an apostrophe.",
            ),
            (self.thousands != self.decimal, "The decimal mark and the thousands mark must differ."),
            (
                len(self.delimiter) <= 1 and self.delimiter not in {'"', "\n", "\r"},
                "The delimiter must be one character.",
            ),
            (
                re.fullmatch("[A-Z]{3}|", self.currency) is not None,
                "The currency must be a code of three letters, such as EUR.",
            ),
            (
                _is_encoding(self.encoding),
                f"“{self.encoding}” is not an encoding that is known; utf-8 and cp1252 are common.",
            ),
            (
                self.zone == "" or is_zone(self.zone),
                f"“{self.zone}” is not a time zone; write for example Europe/London.",
            ),
        ):
            if not claim:
                raise Invalid(sentence)


@dataclass(frozen=True, slots=True)
class Mapping:
    """The kind of a file, the source column (name, or position from 1) of each field, and the file's format."""

    kind: str
    columns: Table[str, Source]
    format: Format = field(default_factory=Format)

    def __post_init__(self) -> None:
        kind = kind_named(self.kind)
        for name in self.columns:
            kind.field(name)

    def missing(self) -> list[str]:
        """Tell what is still to be mapped before this file can be read, in the user's words."""
        kind = kind_named(self.kind)
        gaps = [spec.label for spec in kind.fields if spec.required and spec.name not in self.columns]
        if kind.one_of and not any(set(group) <= set(self.columns) for group in kind.one_of):
            ways = [" and ".join(kind.field(name).label for name in group) for group in kind.one_of]
            gaps.append(" or ".join(ways))
        return gaps

    def to_toml(self) -> str:
        """Write the mapping as TOML, so that `from_toml` gives an equal one."""
        told = {key: value for key, value in asdict(self.format).items() if value != getattr(Format(), key)}
        plain = dict(zip(_in_full(told), told.values(), strict=True))
        return "\n".join(
            [f"kind = {_toml(self.kind)}", "", *_section("columns", self.columns), "", *_section("format", plain), ""]
        )


def from_toml(text: str, *, kind: str = "") -> Mapping:
    """Read a mapping from TOML, for files of `kind` or of the kind it names; raises Invalid when it is not one."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"The mapping is not valid TOML: {error}.") from error
    columns, written = told.get("columns", {}), told.get("format", {})
    known = {spec.name: type(getattr(Format(), spec.name)) for spec in fields(Format)}
    written = {IN_FULL.get(key.lower().replace(" ", "_"), key): value for key, value in written.items()}
    for key, value in written.items():
        if key not in known:
            raise Invalid(f"The format has no setting called “{key}”; the settings are {', '.join(_in_full(known))}.")
        if not isinstance(value, known[key]):
            raise Invalid(f"The setting “{key}” of the format has the wrong type.")
    for key, value in columns.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Invalid(f"The column of “{key}” must be a name or a position.")
    return Mapping(kind=kind or str(told.get("kind", "sales")), columns=columns, format=Format(**written))


def guess_mapping(kind: Kind, header: list[str], format: Format | None = None) -> Mapping:  # noqa: A002
    """Guess which column means which field from the names in the header alone; each column is used once."""
    squeezed = {re.sub("[^a-z0-9]", "", name.lower()): name for name in reversed(header)}
    columns: dict[str, Source] = {}
    for spec in kind.fields:
        for word in (spec.name.replace("_", ""), *spec.synonyms.split()):
            if word in squeezed and squeezed[word] not in columns.values():
                columns[spec.name] = squeezed[word]
                break
    return Mapping(kind=kind.name, columns=columns, format=format or Format())


def is_zone(name: str) -> bool:
    """Tell whether `name` is a known IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _in_full(names: Iterable[str]) -> list[str]:
    full = {short: name for name, short in IN_FULL.items()}
    return [full.get(name, name) for name in names]


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _section(name: str, values: Table[str, object]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in values.items())]


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
