"""Paper: a document is set in a process of its own, from data that can never be code."""

import re
import sys
from pathlib import Path

import pytest

from regain.foundation.kit.errors import Unavailable
from regain.foundation.ui.paper import pdf

SHEET = """#import "/house.typ": *
#show: house.with(title: sheet.title, company: "A firm")
= #sheet.title
#ruled(2)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.typ"
    path.write_text(SHEET, "utf-8")
    return path


def test_a_document_is_tagged_for_readers_and_carries_its_own_letters(template: Path) -> None:
    made = pdf(template, {"title": "Who left in September"})

    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made or b"pdfuaid" in made
    assert len(made) < 60_000


def test_what_a_customer_said_is_never_code(template: Path) -> None:
    assert pdf(template, {"title": '#panic("no") $x$ *b* <a> @b'}).startswith(b"%PDF-")


def test_letters_our_fonts_lack_do_not_stop_the_document(template: Path) -> None:
    assert pdf(template, {"title": "東京 العربية"}).startswith(b"%PDF-")


def test_a_template_reaches_no_other_file(tmp_path: Path) -> None:
    nosy = tmp_path / "nosy.typ"
    nosy.write_text('#read("/etc/hostname")', "utf-8")

    with pytest.raises(Unavailable):
        pdf(nosy, {})


def test_a_page_server_never_loads_the_typesetter(template: Path) -> None:
    pdf(template, {"title": "A"})

    assert not [name for name in sys.modules if re.match(r"typst\b", name)]
