"""Settled: a file of Office without the moment it was written, so that the same deck gives the same bytes."""

import io
import re
import zipfile
from typing import Final

ERA: Final = (1980, 1, 1, 0, 0, 0)
CORE: Final = "docProps/core.xml"
MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def settled(body: bytes, moment: str) -> bytes:
    """The same file with `moment` (`2011-10-10T06:00:00Z`) as its time, and no other time in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(made, "w") as target:
        for name in sorted(source.namelist(), key=_place):
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = settled(content, moment)
            if name == CORE:
                content = MOMENT.sub(rb"\g<1>" + moment.encode() + rb"\g<2>", content)
            target.writestr(zipfile.ZipInfo(name, ERA), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _place(name: str) -> tuple[int, str]:
    return (0 if name == "[Content_Types].xml" else 1, name)
