"""The typesetter's own process: JSON on standard input, a PDF on standard output.

The document is tagged (PDF/UA-1) where every letter has a glyph in our fonts; where one has not, it is set without the
promise rather than not at all.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Literal

import typst

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"


def main() -> int:
    """Set what standard input asks for."""
    asked = json.load(sys.stdin)
    template = Path(asked["template"])
    # A root of its own, so that a template reaches the house's sheet and its own text and no other file.
    with tempfile.TemporaryDirectory() as root:
        place = Path(root) / "sheet.typ"
        (Path(root) / "house.typ").write_bytes((HERE / "house.typ").read_bytes())
        place.write_bytes(template.read_bytes())
        sys.stdout.buffer.write(_set(place, root, asked["data"]))
    return 0


def _set(place: Path, root: str, data: str) -> bytes:
    try:
        return _compiled(place, root, data, promises=["ua-1"])
    except typst.TypstError as refused:
        if "glyph" not in str(refused) and "displayed with font" not in str(refused):
            raise
        return _compiled(place, root, data, promises=[])


def _compiled(place: Path, root: str, data: str, *, promises: list[Literal["ua-1"]]) -> bytes:
    made: bytes = typst.compile(
        str(place),
        root=root,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=[*promises],
    )
    return made


if __name__ == "__main__":
    sys.exit(main())
