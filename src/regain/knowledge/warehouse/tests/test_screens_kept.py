"""What is kept for the next time: mappings under a name, files that wait, and the way in for programs."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.worker import Worker
from regain.foundation.kit import clock
from regain.knowledge.warehouse.actions import mappings, preparing
from regain.knowledge.warehouse.models import Import, SavedMapping
from regain.knowledge.warehouse.queries import lake
from regain.knowledge.warehouse.queries.listed import import_card
from regain.knowledge.warehouse.tests.browser import HEADER, SALES, Browser, words_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
GERMAN = b"Kunde;Datum;Betrag\nK1;31.12.2010;1.234,50\n"


def save(browser: Browser, name: str = "Till") -> str:
    """A mapping of a German till, saved from the page of columns."""
    address = browser.begin(GERMAN, name="till.csv")
    form = browser.columns_of(browser.get(address)) | {
        "delimiter": "semicolon", "dates": "dd.mm.yyyy", "decimal": ",", "thousands": "point", "save_as": name,
        "column-customer_id": "1", "column-sold_at": "2", "column-amount": "3",
    }  # fmt: skip
    answer = browser.post(address.replace("columns", "mapping"), form)
    assert answer.status_code == 200, words_of(answer)
    return address


def test_a_mapping_is_saved_and_reads_the_next_file(browser: Browser) -> None:
    save(browser)
    saved = SavedMapping.objects.get()
    address = browser.begin(GERMAN, name="till-march.csv")

    page = browser.get(f"{address}?mapping={saved.pk}")

    assert "1 of the first 1 lines can be read" in words_of(page)
    assert "1,234.50" in words_of(page)
    form = browser.columns_of(page) | {
        "delimiter": "semicolon", "dates": "dd.mm.yyyy", "decimal": ",", "thousands": "point",
    }  # fmt: skip
    assert browser.post(address, form).status_code == 302


def test_a_saved_mapping_that_does_not_fit_names_what_is_missing(browser: Browser) -> None:
    save(browser)
    address = browser.begin(b"Kunde;Tag;Betrag\nK1;31.12.2010;5\n", name="other.csv")

    page = browser.get(f"{address}?mapping={SavedMapping.objects.get().pk}")

    assert "The mapping names columns this file does not have Datum" in words_of(page)
    assert "Say which column holds the date of the sale" in words_of(page)


def test_mappings_are_renamed_and_forgotten_and_their_history_stays(browser: Browser) -> None:
    save(browser)
    save(browser, "Shop")
    till = SavedMapping.objects.get(name="Till")

    browser.post(f"/imports/mappings/{till.pk}/name/", {"name": "Shop"})
    assert "another saved mapping called “Shop”" in browser.get("/imports/mappings/").content.decode()
    browser.post(f"/imports/mappings/{till.pk}/name/", {"name": " Old   till "})
    assert sorted(SavedMapping.objects.values_list("name", flat=True)) == ["Old till", "Shop"]
    browser.post(f"/imports/mappings/{till.pk}/forgetting/")

    assert list(SavedMapping.objects.values_list("name", flat=True)) == ["Shop"]
    told = list(
        Entry.objects.filter(verb__startswith="warehouse.mapping").order_by("pk").values_list("verb", "details")
    )
    assert [verb for verb, _details in told] == [
        "warehouse.mapping_saved",
        "warehouse.mapping_saved",
        "warehouse.mapping_renamed",
        "warehouse.mapping_forgotten",
    ]
    assert "Betrag" in told[0][1]["toml"]
    assert told[-1][1]["name"] == "Old till"


def test_a_mapping_without_a_name_is_not_saved(browser: Browser) -> None:
    address = browser.begin()
    form = browser.columns_of(browser.get(address)) | {"save_as": "  "}

    answer = browser.post(address.replace("columns", "mapping"), form)

    assert answer.status_code == 422
    assert "Give the mapping a name" in words_of(answer)
    assert SavedMapping.objects.count() == 0


def test_files_nobody_imported_are_forgotten_after_a_week(browser: Browser, cast: Cast) -> None:
    browser.begin()
    old = Import.objects.get()
    path = browser.home.imports / "uploads" / old.place / old.label
    later, new = clock.now() + timedelta(days=8), browser.home.root / "new.csv"
    new.write_text(HEADER)

    preparing.begin_import(by=cast.olive, at=later, home=browser.home, kind="sales", name="new.csv", path=new)

    assert [row.label for row in Import.objects.all()] == ["new.csv"]
    assert not path.exists()


def test_the_first_page_says_bring_your_sales_and_then_is_silent(browser: Browser, cast: Cast) -> None:
    assert "Bring your sales: a file is enough" in words_of(browser.get("/"))
    browser.bring()

    assert import_card(by=cast.olive) is None
    assert "Bring your sales" not in words_of(browser.get("/"))


def test_the_list_teaches_when_empty_and_exports_when_not(browser: Browser) -> None:
    assert "A file of your sales is enough" in words_of(browser.get("/imports/"))
    browser.bring()

    assert "sales.csv Imported Sales 6 3" in words_of(browser.get("/imports/"))
    answer: Any = browser.client.get("/imports/export/?format=csv")
    assert "sales.csv" in b"".join(answer.streaming_content).decode()


def test_programs_import_with_a_mapping_and_read_the_result(browser: Browser) -> None:
    file = SimpleUploadedFile("till.csv", GERMAN)
    mapping = {
        "columns": {"customer_id": "Kunde", "sold_at": "Datum", "amount": "Betrag"},
        "format": {"delimiter": ";", "dates": "dd.mm.yyyy", "decimal": ",", "thousands": "."},
    }
    answer = browser.post("/api/1/imports/", {"kind": "sales", "file": file, "mapping": json.dumps(mapping)})
    assert (answer.status_code, json.loads(answer.content)["state"]) == (202, "waiting")
    Worker().drain()

    told = json.loads(browser.get("/api/1/imports/1").content)

    assert (told["state"], told["result"]["accepted"], told["result"]["net"]) == ("done", 1, "1234.50")
    assert [each["number"] for each in json.loads(browser.get("/api/1/imports/").content)] == [1]
    assert browser.get("/api/1/imports/1/rejected").status_code == 404
    assert browser.get("/api/1/imports/7").status_code == 404


def test_programs_import_by_a_saved_mapping_or_by_guess(browser: Browser) -> None:
    save(browser)
    sent = {"kind": "sales", "file": SimpleUploadedFile("a.csv", GERMAN), "saved_mapping": "Till"}
    assert browser.post("/api/1/imports/", sent).status_code == 202
    Worker().drain()
    content = "\n".join([HEADER, *SALES]).encode()
    guess = {"kind": "sales", "file": SimpleUploadedFile("b.csv", content)}
    assert browser.post("/api/1/imports/", guess).status_code == 202
    Worker().drain()

    rejected: Any = browser.client.get("/api/1/imports/2/rejected")
    assert b"".join(rejected.streaming_content).startswith(b"line,reason,CustomerID")
    assert len(lake(browser.home).current().imports) == 2


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"mapping": "[columns"}, 422, "not valid TOML"),
        ({"mapping": "{1"}, 422, "neither TOML nor a JSON object"),
        ({"mapping": '{"columns": {"customer_id": null}}'}, 422, "TOML"),
        ({"saved_mapping": "Nobody's"}, 404, "no saved mapping"),
        ({"mapping": "[columns]\n", "saved_mapping": "x"}, 422, "not both"),
        ({"kind": "jokes"}, 422, ""),
    ],
)
def test_programs_are_refused_in_words_and_nothing_is_left(
    browser: Browser, form: dict[str, str], status: int, sentence: str
) -> None:
    sent = {"kind": "sales", "file": SimpleUploadedFile("till.csv", GERMAN), **form}

    answer = browser.post("/api/1/imports/", sent)

    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert Import.objects.count() == 0


def test_saving_needs_the_right(browser: Browser, cast: Cast) -> None:
    text = 'kind = "sales"\n[columns]\ncustomer_id = "a"\n'
    with pytest.raises(Exception, match="may not do this"):
        mappings.save_mapping(by=cast.ben, at=clock.now(), name="Till", toml=text)

    assert SavedMapping.objects.count() == 0
