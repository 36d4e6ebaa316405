"""Files beside issues and actions: small, few, saved and never shown, for those who may see what they lie beside."""

from datetime import UTC, date, datetime, timedelta
from unicodedata import category

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions import agreeing, attaching
from regain.meetings.lossreview.models import Action, Attachment, Remark
from regain.meetings.lossreview.queries.attachments import attachment_row, files_of
from regain.meetings.lossreview.rules.files import LARGEST, clean_name, kind_of
from regain.meetings.lossreview.rules.story import Move
from regain.meetings.lossreview.tests.story import an_issue
from tests.cast import Cast

AT = datetime(2011, 10, 13, 10, tzinfo=UTC)


@pytest.fixture
def action(cast: Cast) -> Action:
    """Fay is to send parcels by air."""
    return agreeing.agree_action(
        by=cast.dev, at=AT, what="Send parcels by air", owner=cast.fay, due_on=date(2011, 10, 31)
    )


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def send(person: Person, action: Action, name: str = "offer.pdf", body: bytes = b"%PDF") -> int:
    """A file, sent with the form of the page."""
    sent = {"action": action.pk, "file": SimpleUploadedFile(name, body, "text/html")}
    return browser(person).post("/review/files/", sent).status_code


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\fay\\offer.pdf", "offer.pdf"),
        ("../../etc/passwd", "passwd"),
        ("in\u202efdp.exe", "infdp.exe"),
        ("a\r\nSet-Cookie: b.txt", "a Set-Cookie b.txt"),
        (".htaccess", "htaccess"),
        ("\x00", "file"),
        ("", "file"),
        ("Angebot für Müller.pdf", "Angebot für Müller.pdf"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@given(st.text(max_size=400))
def test_no_name_hides_anything(name: str) -> None:
    kept = clean_name(name)

    assert 0 < len(kept) <= 200
    assert not set(kept) & set('/\\<>:"|?*')
    assert not any(category(sign)[0] == "C" for sign in kept)
    assert clean_name(kept) == kept


def test_the_kind_follows_from_the_name_alone() -> None:
    assert kind_of("Offer.PDF") == "application/pdf"
    assert {kind_of(name) for name in ("a.html", "a.svg", "a.js", "a", "a.exe")} == {"application/octet-stream"}


def test_a_file_is_saved_and_never_shown(cast: Cast, action: Action) -> None:
    assert send(cast.fay, action, name="über uns.html", body=b"<script>alert(1)</script>") == 302

    answer = browser(cast.ada).get(f"/review/files/{Attachment.objects.get().pk}/")

    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%BCber%20uns.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_whoever_may_not_see_it_finds_nothing_and_adds_nothing(cast: Cast, action: Action) -> None:
    row = attaching.attach(by=cast.fay, at=AT, file_name="a.txt", body=b"a", action=action)

    assert browser(cast.ben).get(f"/review/files/{row.pk}/").status_code == 404
    assert send(cast.ben, action) == 404
    assert send(cast.eve, action) == 403
    with pytest.raises(NotAllowed):
        attaching.attach(by=cast.ben, at=AT, file_name="b.txt", body=b"b", action=action)
    with pytest.raises(NotAllowed):
        attaching.detach(by=cast.tom, at=AT, attachment=row)
    assert Attachment.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("size", [0, LARGEST + 1, LARGEST + (2 << 20)])
def test_what_is_empty_or_too_large_is_refused_with_the_limit(cast: Cast, action: Action, size: int) -> None:
    sent = {"action": action.pk, "file": SimpleUploadedFile("a.bin", b"a" * size)}

    answer = browser(cast.fay).post("/review/files/", sent)

    assert answer.status_code == 422
    assert "at most 10 MB" in answer.content.decode()
    assert Attachment.objects.count() == 0


def test_a_file_of_just_ten_megabytes_is_kept(cast: Cast, action: Action) -> None:
    assert send(cast.fay, action, body=b"a" * LARGEST) == 302
    assert Attachment.objects.get().size == LARGEST


def test_the_twenty_first_file_is_refused(cast: Cast, action: Action) -> None:
    rows = [
        Attachment(action=action, name=f"{n}.txt", size=1, body=b"a", added_at=AT, added_by=cast.fay) for n in range(20)
    ]
    Attachment.objects.bulk_create(rows)

    with pytest.raises(attaching.TooMany):
        attaching.attach(by=cast.fay, at=AT, file_name="a.txt", body=b"a", action=action)

    attaching.detach(by=cast.fay, at=AT, attachment=rows[0])
    assert attaching.attach(by=cast.fay, at=AT, file_name="a.txt", body=b"a", action=action).name == "a.txt"
    with pytest.raises(attaching.TooMany):
        attaching.attach_again(by=cast.fay, at=AT, attachment=rows[0])


def test_taken_away_it_is_brought_back_within_two_weeks_then_forgotten(cast: Cast, action: Action) -> None:
    row = attaching.attach(by=cast.fay, at=AT, file_name="a.txt", body=b"a", action=action)
    attaching.detach(by=cast.fay, at=AT, attachment=row)
    with pytest.raises(NotFound):
        attachment_row(row.pk, cast.fay)
    attaching.attach_again(by=cast.fay, at=AT + timedelta(days=13), attachment=row)
    assert attachment_row(row.pk, cast.fay) == row
    attaching.detach(by=cast.fay, at=AT, attachment=row)

    with pytest.raises(attaching.FileIsGone):
        attaching.detach(by=cast.fay, at=AT, attachment=row)
    late = AT + timedelta(days=14)
    with pytest.raises(attaching.FileIsGone):
        attaching.attach_again(by=cast.fay, at=late, attachment=row)
    assert attaching.forget_files(by=System("worker"), at=late) == 1

    assert bytes(Attachment.objects.get().body) == b""
    assert (
        list(Remark.objects.filter(move__in=(Move.ATTACHED, Move.DETACHED)).values_list("words", flat=True))
        == ["a.txt"] * 4
    )


def test_files_lie_beside_issues_as_well(cast: Cast, action: Action) -> None:
    issue = an_issue(cast, owner=cast.tom)

    row = attaching.attach(by=cast.tom, at=AT, file_name="a.txt", body=b"a", issue=issue)

    assert [each.name for each in files_of(by=cast.ada, issue=issue).rows] == ["a.txt"]
    assert browser(cast.ben).get(f"/review/files/{row.pk}/").status_code == 404
    with pytest.raises(attaching.NothingToAttachTo):
        attaching.attach(by=cast.dev, at=AT, file_name="a.txt", body=b"a", issue=issue, action=action)
