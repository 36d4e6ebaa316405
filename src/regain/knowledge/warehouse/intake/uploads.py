"""What was sent and waits to be imported: files, and addresses of databases, under `home/imports/uploads`.

```
home/imports/uploads/3f9c…/   sales.csv, or address (readable by its owner alone)
```
"""

import json
import os
import secrets
import shutil
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.warehouse.lake.files import write_whole
from regain.knowledge.warehouse.rules.uploads import MOST_BYTES, check_first_bytes, kept_name

ADDRESS = "address"
HIDDEN = "…"
SHORT = 7  # options such as `require` are no secrets


def uploads(imports: Path) -> Path:
    """The folder of everything sent, made on first use and open to its owner alone."""
    folder = imports / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep_file(imports: Path, *, name: str, path: Path) -> tuple[str, str]:
    """Keep the file at `path` under its own name; gives its place and that name.

    Raises Invalid for a kind of file that cannot be imported, an empty one, or one beyond the limit.
    """
    kept = kept_name(name)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Invalid(too_large(kept))
    with path.open("rb") as handle:
        check_first_bytes(kept, handle.read(8))
    place = _new_place(imports)
    target = uploads(imports) / place / kept
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
    target.chmod(0o600)
    return place, kept


def too_large(name: str) -> str:
    """The sentence about a file beyond the limit."""
    return (
        f"“{name}” is larger than {MOST_BYTES // 1024**3} GB, the most a browser may send: pack it as .gz, split it, or"
        " import it with the command line."
    )


def file_at(imports: Path, place: str, name: str) -> Path:
    """The file that was sent. Raises Conflict when it is not kept any more."""
    path = uploads(imports) / place / name
    if not path.is_file():
        raise Conflict(f"“{name}” is not kept any more: send it again.")
    return path


def keep_address(imports: Path, url: str) -> str:
    """Keep a database's address where its owner alone can read it; gives its place. Raises Invalid."""
    check_address(url)
    place = _new_place(imports)
    descriptor = os.open(uploads(imports) / place / ADDRESS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(url)
    return place


def address_at(imports: Path, place: str) -> str:
    """The address that was given. Raises Conflict when it is not kept any more."""
    path = uploads(imports) / place / ADDRESS
    if not path.is_file():
        raise Conflict("The database's address is not kept any more: give it again.")
    return path.read_text("utf-8")


def forget(imports: Path, place: str) -> None:
    """Remove what was sent."""
    shutil.rmtree(uploads(imports) / place, ignore_errors=True)


def check_address(url: str) -> None:
    """Raise Invalid when SQLAlchemy cannot read an address, without repeating any of it."""
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, ValueError, ImportError, LookupError, AttributeError) as error:
        missing = isinstance(error, ImportError)
        raise Invalid(
            "There is no driver for this database on this machine."
            if missing
            else "This is not an address of a database; it looks like postgresql://name:password@server/database."
        ) from None


def without_secrets(sentence: str, url: str) -> str:
    """A sentence with every part of an address that could be secret taken out."""
    if not url:
        return sentence
    parsed = make_url(url)
    person = url.partition("://")[2].rpartition("@")[0]
    given = [url, str(parsed.password or ""), person, person.partition(":")[2]]
    options = [part for each in parsed.query.values() for part in ([each] if isinstance(each, str) else each)]
    given += [option for option in options if len(option) > SHORT]
    for secret in sorted({form for text in given for form in (text, unquote(text)) if form}, key=len, reverse=True):
        sentence = sentence.replace(secret, HIDDEN)
    return sentence


def hide(path: Path, url: str) -> None:
    """Take the secrets of an address out of a JSON file, if it is there."""
    if path.exists():
        told = json.loads(path.read_text("utf-8"))
        write_whole(path, json.dumps({key: without_secrets(str(value), url) for key, value in told.items()}))


def _new_place(imports: Path) -> str:
    place = secrets.token_hex(16)
    (uploads(imports) / place).mkdir(mode=0o700)
    return place
