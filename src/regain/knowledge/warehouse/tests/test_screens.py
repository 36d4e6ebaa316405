"""A file on its way to the lake, step by step, as somebody with a browser and no scripts takes it."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.worker import Worker
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries import lake
from regain.knowledge.warehouse.tests.browser import HEADER, OPEN, SALES, Browser, words_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_file_to_facts_and_the_rejected_lines_mended(real_browser: Browser) -> None:
    browser = real_browser
    address = browser.begin()

    columns = browser.get(address)
    assert "4 of the first 6 lines can be read" in words_of(columns)
    assert "There is no customer." in words_of(columns)

    trial = browser.try_(address)
    assert "6 lines in the file" in words_of(trial)
    assert "3 would be accepted" in words_of(trial)
    assert "1 there already or repeated" in words_of(trial)
    assert "2 rejected" in words_of(trial)
    assert lake(browser.home).current().number == 0

    answer = browser.post(address.replace("columns", "order"))
    assert answer["Location"] == "/imports/1/"
    assert "Waiting for the background work" in words_of(browser.get("/imports/1/"))
    Worker().drain()
    page = browser.get("/imports/1/")
    assert "3 lines are in the lake" in words_of(page)
    assert "£39.75" in words_of(page)

    sheet = browser.get("/imports/1/rejected/")
    assert sheet["Content-Disposition"] == 'attachment; filename="import-1-rejected.csv"'
    text = b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["line", "6", "7"]

    rows[1][2], rows[2][4] = "15311", "2011-03-06"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    back = browser.post("/imports/1/mended/", {"file": SimpleUploadedFile("mended.csv", out.getvalue().encode())})
    assert back.status_code == 302
    assert "2 would be accepted" in words_of(browser.try_(back["Location"]))
    browser.post(back["Location"].replace("columns", "order"))
    Worker().drain()
    with lake(browser.home).reader() as connection:
        assert connection.execute("SELECT count(*), sum(amount) FROM sales").fetchone() == (5, 46.75)


def test_bringing_it_again_changes_nothing_and_says_so(browser: Browser) -> None:
    browser.bring()

    page = browser.bring()

    assert "It changed nothing" in words_of(page)
    assert lake(browser.home).current().facts == 1


def test_a_file_written_elsewhere_is_read_as_declared(browser: Browser) -> None:
    lines = "Kunde;Beleg;Datum;Betrag\nK1;B1;31.12.2010;1.234,50\nK2;B2;01.02.2011 10:15;7,00\n"
    address = browser.begin(lines.encode("cp1252"), name="umsatz.csv")
    form = browser.columns_of(browser.get(address)) | {"delimiter": "semicolon"}
    assert form["column-customer_id"] == "0"
    form |= {"column-customer_id": "1", "column-sale_id": "2", "column-sold_at": "3", "column-amount": "4"}

    unread = browser.post(address.replace("columns", "preview"), form, HX_Request="true")
    assert "0 of the first 2 lines can be read" in words_of(unread)
    assert "is not written in the declared date format (iso)" in words_of(unread)
    assert "could be read as 31.12.2026 (day.month.year)." in words_of(unread)

    form |= {"dates": "dd.mm.yyyy", "decimal": ",", "thousands": "point"}
    read = browser.post(address.replace("columns", "preview"), form, HX_Request="true")
    assert "2 of the first 2 lines can be read" in words_of(read)
    assert "1,234.50" in words_of(read)
    assert b"<html" not in read.content
    assert Import.objects.get().mapping == ""

    assert browser.post(address, form).status_code == 302
    assert 'delimiter = ";"' in Import.objects.get().mapping


def test_going_back_keeps_the_file_and_the_mapping(browser: Browser) -> None:
    address = browser.begin()
    browser.try_(address, **{"column-sale_id": "0", "symbol": "£"})

    again = browser.columns_of(browser.get(address))

    assert (again["column-sale_id"], again["column-amount"]) == ("0", "4")
    assert b'value="\xc2\xa3"' in browser.get(address).content
    assert "sales.csv" in words_of(browser.get("/imports/"))


def test_the_first_import_asks_for_currency_and_zone_and_settles_them(browser: Browser) -> None:
    browser.home.file.write_text(OPEN)
    address = browser.begin()
    assert "settles both for good" in words_of(browser.get(address))

    refused = browser.try_(address)
    assert refused.status_code == 422
    assert "Say the currency" in words_of(refused)

    assert "EUR and Europe/Berlin, for good" in words_of(browser.try_(address, currency="eur", zone="Europe/Berlin"))
    assert browser.home.file.read_text() == OPEN
    browser.post(address.replace("columns", "order"))
    company = browser.home.configuration().company
    assert (company.currency, company.zone) == ("EUR", "Europe/Berlin")
    Worker().drain()
    assert "settles both" not in words_of(browser.get(browser.begin((SALES[0],), name="more.csv")))


def test_the_last_import_can_be_undone_and_says_what_that_does(browser: Browser) -> None:
    browser.bring((SALES[0],), name="one.csv")
    browser.bring((SALES[3],), name="two.csv")

    assert browser.get("/imports/1/undo/").status_code == 422
    assert "1 line leaves the lake" in words_of(browser.get("/imports/2/undo/"))
    browser.post("/imports/2/undo/")

    assert "This import was undone" in words_of(browser.get("/imports/2/"))
    assert [record["import"] for record in lake(browser.home).current().imports] == [1]
    browser.post("/imports/1/undo/")
    assert lake(browser.home).current().imports == ()


def test_a_running_import_is_followed_stopped_and_gone_on_with(browser: Browser) -> None:
    address = browser.begin()
    browser.try_(address)
    browser.post(address.replace("columns", "order"))

    assert "Waiting" in words_of(browser.get("/imports/running/"))
    browser.post("/imports/1/stop/")
    assert "Stopped" in words_of(browser.get("/imports/1/"))
    assert lake(browser.home).current().imports == ()

    browser.post("/imports/1/resumption/")
    Worker().drain()
    assert "3 lines are in the lake" in words_of(browser.get("/imports/1/"))
    assert browser.post("/imports/1/resumption/").status_code == 409


def test_two_imports_at_once_are_refused_and_the_second_is_kept(browser: Browser) -> None:
    first, second = browser.begin(), browser.begin((SALES[0],), name="other.csv")
    for address in (first, second):
        browser.try_(address)
    browser.post(first.replace("columns", "order"))

    refused = browser.post(second.replace("columns", "order"))

    assert refused.status_code == 409
    assert "Import 1 is going on" in words_of(refused)
    assert "would be accepted" in words_of(refused)
    assert browser.post(first.replace("columns", "order"))["Location"] == "/imports/1/"


def test_an_import_whose_file_changed_fails_with_a_sentence_and_leads_back(browser: Browser) -> None:
    address = browser.begin()
    browser.try_(address)
    row = Import.objects.get()
    browser.post(address.replace("columns", "order"))
    file = browser.home.imports / "uploads" / row.place / row.label
    file.write_text(f"{HEADER}\n")
    Worker().drain()

    page = words_of(browser.get("/imports/1/"))

    assert "The file has changed since its import began" in page
    assert "Go on" in page or "Back to the columns" in page


def test_what_was_begun_can_be_forgotten(browser: Browser) -> None:
    address = browser.begin()
    browser.post(address.replace("columns", "discarding"))

    assert Import.objects.count() == 0
    assert [path for path in (browser.home.imports / "uploads").iterdir() if path.is_dir()] == []
    assert browser.get(address).status_code == 404


def test_every_step_is_in_the_audit_trail(browser: Browser, cast: Cast) -> None:
    browser.bring()

    told = Entry.objects.filter(verb__startswith="warehouse.").order_by("pk").values_list("verb", "actor")
    assert [verb.removeprefix("warehouse.") for verb, _actor in told] == [
        "file_received",
        "import_mapped",
        "trial_asked",
        "trial_kept",
        "import_ordered",
        "import_resumed",
    ]
    assert {actor for _verb, actor in told} == {cast.olive.key}
