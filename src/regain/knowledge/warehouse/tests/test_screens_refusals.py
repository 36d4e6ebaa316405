"""What is refused on the way to an import: in one sentence, with nothing lost and nothing left behind."""

import gzip
import sqlite3
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job
from regain.foundation.jobs.worker import Worker
from regain.knowledge.warehouse.intake.uploads import without_secrets
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries import lake
from regain.knowledge.warehouse.rules.uploads import kept_name
from regain.knowledge.warehouse.tests.browser import HEADER, SALES, Browser, everything_under, words_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct/zebra:battery@staple"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("sales.pdf", b"%PDF-1.7", "is not a kind of file that can be imported"),
        ("sales.csv", b"", "is empty"),
        ("sales.csv", b"PK\x03\x04rest", "is a workbook or a zip archive, not what its name says"),
        ("sales.xlsx", b"customer,date\n", "is damaged, or not what its name says"),
        ("sales", b"a,b\n", "is not a kind of file that can be imported"),
    ],
)
def test_a_wrong_kind_of_file_is_refused_at_the_door(
    browser: Browser, name: str, content: bytes, sentence: str
) -> None:
    answer = browser.send(content, name=name)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert Import.objects.count() == 0
    assert Entry.objects.filter(verb__startswith="warehouse.").count() == 0


def test_choosing_nothing_is_said_beside_the_field(browser: Browser) -> None:
    answer = browser.post("/imports/new/", {"kind": "customers"})

    assert answer.status_code == 422
    assert "Choose a file first." in words_of(answer)
    assert b'value="customers" checked' in answer.content


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\windows\\sales.CSV", "sales.CSV"),
        ("a\x00b\n.csv", "ab.csv"),
        ("...csv", "file.csv"),
        (f"{'x' * 300}.csv.gz", f"{'x' * 120}.csv.gz"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(given: str, kept: str) -> None:
    assert kept_name(given) == kept


def test_an_upload_with_folders_in_its_name_stays_where_uploads_are(browser: Browser) -> None:
    browser.begin(name="../../../escape.csv")

    found = list(browser.home.root.parent.rglob("escape.csv"))
    assert [path.parent.parent for path in found] == [browser.home.imports / "uploads"]
    assert found[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (bytes(range(1, 256)) * 40, "noise.csv", "cannot be read"),
        (b"\x1f\x8b\x08\x00broken", "sales.csv.gz", "damaged or cut short"),
        (b"PK\x03\x04" + b"\0" * 500, "sales.xlsx", "The workbook cannot be read"),
        (b"PAR1" + b"\0" * 500 + b"PAR1", "sales.parquet", "The Parquet file cannot be read"),
        (
            (",".join(f"c{n}" for n in range(10_000)) + "\n" + "1," * 9_999 + "1\n").encode(),
            "wide.csv",
            "10,000 columns",
        ),
        (f"{HEADER}\n".encode(), "names.csv", "not a single line after the names"),
        (gzip.compress(b"x" * 300_000_000), "bomb.csv.gz", ""),
    ],
    ids=["noise", "cut gzip", "no workbook", "no parquet", "10,000 columns", "only names", "bomb"],
)
def test_a_file_that_cannot_be_read_says_so_on_the_page_and_is_kept(
    real_browser: Browser, content: bytes, name: str, sentence: str
) -> None:
    address = real_browser.begin(content, name=name)

    page = real_browser.get(address)

    assert page.status_code == 200
    assert sentence in words_of(page)
    assert real_browser.post(address, {"seen": "", "dates": "iso"}).status_code == 422
    assert Job.objects.count() == 0
    assert lake(real_browser.home).current().number == 0


def test_a_mapping_that_misses_a_column_is_refused_and_what_was_said_stays(browser: Browser) -> None:
    address = browser.begin()

    answer = browser.try_(address, **{"column-amount": "0", "symbol": "£"})

    assert answer.status_code == 422
    assert "Say which column holds the amount or unit price and quantity" in words_of(answer)
    assert b'value="\xc2\xa3"' in answer.content
    assert Import.objects.get().mapping == ""


def test_a_wrong_encoding_is_named_and_can_be_corrected(browser: Browser) -> None:
    address = browser.begin(f"{HEADER}\nMüller,S1,2011-01-01,5\n".encode("cp1252"))

    page = browser.get(address)
    assert "cannot be read in the declared encoding (utf-8)" in words_of(page)

    form = browser.columns_of(page) | {"encoding": "cp1252"}
    read = browser.post(address.replace("columns", "preview"), form, HX_Request="true")
    assert "1 of the first 1 lines can be read" in words_of(read)
    assert "Müller" in words_of(read)


def test_whoever_may_not_import_sends_no_byte_to_the_disk(browser: Browser, cast: Cast) -> None:
    for person in (cast.ben, cast.eve):
        browser.as_(person)
        assert browser.send(SALES).status_code == 403
        file = SimpleUploadedFile("sales.csv", b"a,b\n")
        assert browser.post("/api/1/imports/", {"kind": "sales", "file": file}).status_code == 403
    browser.client.logout()
    assert browser.send(SALES).status_code == 302

    assert not (browser.home.imports / "uploads").exists()
    assert Entry.objects.filter(verb__startswith="warehouse.").count() == 0


def test_a_file_beyond_the_limit_is_passed_over_with_a_sentence(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("intake.receiving", "intake.uploads", "web.choosing"):
        monkeypatch.setattr(f"regain.knowledge.warehouse.{module}.MOST_BYTES", 1000)
    monkeypatch.setattr("regain.knowledge.warehouse.intake.receiving.ROOM_FOR_FIELDS", 1000)

    answer = browser.send(b"a,b\n" * 1000)

    assert answer.status_code == 422
    assert "is larger than" in words_of(answer)
    assert [path for path in browser.home.imports.rglob("*") if path.is_file()] == []


def test_a_manager_may_import_files_but_no_databases(browser: Browser, cast: Cast) -> None:
    browser.as_(cast.olive)
    address = _name_database(browser)
    browser.as_(cast.dev)

    assert browser.get("/imports/new/").status_code == 200
    assert "From a database" not in words_of(browser.get("/imports/new/"))
    assert browser.get("/imports/new/database/").status_code == 403
    assert browser.get(address).status_code == 403
    assert browser.post(address.replace("columns", "order")).status_code == 403
    assert browser.post(address.replace("columns", "discarding")).status_code == 403


def test_the_address_of_a_database_is_seen_nowhere_and_gone_afterwards(browser: Browser) -> None:
    address = _name_database(browser)
    kept = list(browser.home.imports.rglob("address"))
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]
    pages = [browser.get(address)]
    pages.append(browser.try_(address))
    browser.post(address.replace("columns", "order"))
    pages += [browser.get("/imports/1/"), browser.get("/imports/"), browser.get("/jobs/")]
    Worker().drain()
    pages += [browser.get("/imports/1/"), browser.get("/imports/"), browser.get("/api/1/imports/")]

    assert "3 lines are in the lake" in words_of(browser.get("/imports/1/"))
    for secret in (PASSWORD.encode(), b"zebra"):
        assert [words_of(page) for page in pages if secret in page.content] == []
        assert secret not in everything_under(browser.home.imports)
    told = [str(row) for row in [*Entry.objects.values(), *Job.objects.values(), *Import.objects.values()]]
    assert [line for line in told if "zebra" in line] == []
    assert list(browser.home.imports.rglob("address")) == []


def test_a_database_that_refuses_does_not_repeat_its_address(browser: Browser) -> None:
    told = {"kind": "sales", "table": "sales", "name": ""}
    for url, sentence in (
        (f"postgresql://me:{PASSWORD}@nowhere.invalid:port/x", "This is not an address of a database"),
        ("nonsense", "This is not an address of a database"),
        (f"nosuch://me:{PASSWORD}@nowhere/x", "This is not an address of a database"),
    ):
        answer = browser.post("/imports/new/database/", told | {"url": url})
        assert answer.status_code == 422
        assert sentence in words_of(answer)
        assert "zebra" not in answer.content.decode()
    bad = browser.post("/imports/new/database/", told | {"url": "sqlite://", "table": "DROP TABLE sales"})
    assert "Only a table's name or one SELECT" in words_of(bad)
    assert Import.objects.count() == 0


def test_secrets_are_taken_out_of_sentences() -> None:
    url = "postgresql://me:p%40ss%2Fword@server/db?options=verysecret&sslmode=require"

    said = without_secrets(f"could not reach {url}: p@ss/word is wrong, p%40ss%2Fword, verysecret, require", url)

    assert "p@ss" not in said
    assert "p%40ss" not in said
    assert "verysecret" not in said
    assert said.endswith("require")


def _name_database(browser: Browser) -> str:
    file = Path(browser.home.root) / f"{PASSWORD.replace('/', '-')}.sqlite"
    with sqlite3.connect(file) as link:
        link.execute("CREATE TABLE sales (CustomerID TEXT, InvoiceNo TEXT, InvoiceDate TEXT, Total NUMERIC)")
        rows = [line.split(",") for line in SALES]
        link.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", rows)
    url = f"sqlite:///{file}"
    answer = browser.post("/imports/new/database/", {"kind": "sales", "url": url, "table": "sales"})
    assert answer.status_code == 302, words_of(answer)
    return str(answer["Location"])
