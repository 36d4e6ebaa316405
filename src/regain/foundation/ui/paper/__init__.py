"""Paper: what is printed or handed out, as PDF.

A sheet is a Typst template of a room, `paper/<name>.typ` beside its HTML templates, with `#import "/house.typ": *` for
the look; it reads its data as JSON with `sheet`, never as markup, so nothing a customer said can be code. The
typesetter runs in a process of its own: a page server never loads it.

    pdf(template, data)          one document
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from regain.foundation.kit.errors import Unavailable

PRESS: Final = Path(__file__).with_name("press.py")
SECONDS: Final = 60


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Set the template with this data (anything JSON can hold) and give the file. Raises Unavailable."""
    asked = json.dumps({"template": str(template), "data": json.dumps(data, ensure_ascii=False)})
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own file; what is asked goes in as data
            [sys.executable, str(PRESS)], input=asked.encode(), capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as slow:
        raise Unavailable("The document took too long to set. Try again in a minute.") from slow
    if done.returncode:
        raise Unavailable("The document could not be set; the log has the details.") from RuntimeError(
            done.stderr.decode(errors="replace")
        )
    return done.stdout
