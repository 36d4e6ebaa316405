"""Somebody who imports by clicking: a home of their own, a browser without scripts, and a worker beside it."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from regain.foundation.jobs.worker import Worker
from regain.foundation.kit.home import Home
from regain.foundation.people.models import Person
from regain.knowledge.warehouse.intake.glance import Seen, Wanted, look
from regain.knowledge.warehouse.intake.uploads import uploads

SETTLED = '[company]\nname = "Thimble & Daughters"\nzone = "Europe/London"\ncurrency = "GBP"\n'
OPEN = '[company]\nname = "Thimble & Daughters"\n'
HEADER = "CustomerID,InvoiceNo,InvoiceDate,Total"
SALES = (
    "17850,S1,2011-01-03 10:00,12.50",
    "17850,S2,2011-02-04,20",
    "17850,S2,2011-02-04,20",
    "13047,S3,2011-03-05 09:30,7.25",
    ",S4,2011-03-06,3.00",
    "12583,S5,6.3.2011,4.00",
)
USUAL = {"delimiter": "comma", "header": "on", "encoding": "utf-8", "dates": "iso", "decimal": ".", "thousands": "none"}


@dataclass
class Browser:
    """A person at the pages of imports."""

    home: Home
    client: Client = field(default_factory=Client)

    def as_(self, person: Person) -> "Browser":
        """Somebody else sits down."""
        self.client.force_login(person)
        return self

    def get(self, path: str, **headers: str) -> HttpResponse:
        answer: Any = self.client.get(path, headers=headers)
        return self._plain(answer)

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        answer: Any = self.client.post(path, form or {}, headers=headers)
        return self._plain(answer)

    def send(self, lines: tuple[str, ...] | bytes, *, name: str = "sales.csv", kind: str = "sales") -> HttpResponse:
        """Choose a kind and send a file."""
        content = lines if isinstance(lines, bytes) else ("\n".join([HEADER, *lines]) + "\n").encode()
        return self.post("/imports/new/", {"kind": kind, "file": SimpleUploadedFile(name, content)})

    def begin(self, lines: tuple[str, ...] | bytes = SALES, **chosen: str) -> str:
        """The address of the columns of a file that was sent."""
        answer = self.send(lines, **chosen)
        assert answer.status_code == 302, words_of(answer)
        return str(answer["Location"])

    def columns_of(self, page: HttpResponse) -> dict[str, str]:
        """What the page of columns would send as it stands."""
        text = page.content.decode()
        form = {"seen": re.search(r'name="seen" value="([0-9a-f]*)"', text).group(1)}  # type: ignore[union-attr]
        for name, options in re.findall(r'<select name="(column-\w+)"[^>]*>(.*?)</select>', text, re.DOTALL):
            chosen = re.search(r'value="(\d+)" selected', options)
            form[name] = chosen.group(1) if chosen else "0"
        return USUAL | form

    def try_(self, address: str, **changes: str) -> HttpResponse:
        """Say which column is what, and look at what would happen."""
        form = self.columns_of(self.get(address)) | changes
        answer = self.post(address, form)
        if answer.status_code != 302:
            return answer
        Worker().drain()
        return self.get(str(answer["Location"]))

    def bring(self, lines: tuple[str, ...] | bytes = SALES, **chosen: str) -> HttpResponse:
        """The whole way: send, map, try, import; the page of the result."""
        address = self.begin(lines, **chosen)
        self.try_(address)
        answer = self.post(address.replace("columns", "order"))
        assert answer.status_code == 302, words_of(answer)
        Worker().drain()
        return self.get(str(answer["Location"]))

    def _plain(self, answer: HttpResponse) -> HttpResponse:
        assert answer.status_code < 500, words_of(answer)
        return answer


def glance_here(imports: Path, wanted: Wanted) -> Seen:
    """Look without a child process."""
    with TemporaryDirectory(dir=uploads(imports)) as folder:
        return look(wanted, Path(folder))


def words_of(answer: HttpResponse) -> str:
    """A page's words."""
    main = re.sub(r".*<main[^>]*>(.*)</main>.*", r"\1", answer.content.decode(), flags=re.DOTALL)
    bare = re.sub(r"<(option|datalist).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL)
    return " ".join(unescape(bare).split())


def everything_under(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
