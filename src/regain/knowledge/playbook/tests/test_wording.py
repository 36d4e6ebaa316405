"""What is said and written: good words from the start, every version kept, nobody's words lost."""

import pytest
from django.db import IntegrityError, transaction

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from regain.knowledge.playbook.actions.wording import change_wording, go_back_to_wording
from regain.knowledge.playbook.models import Wording
from regain.knowledge.playbook.queries.wording import guide, letter, write_letter
from regain.knowledge.playbook.queries.wording_pages import version_page
from regain.knowledge.playbook.rules.comparing import Mark, compare
from regain.knowledge.playbook.rules.wording import GUIDED, SHIPPED, Kind, Text, faults
from regain.knowledge.playbook.tests.wording_story import AT, browser
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LISTEN = {"kind": "recovery", "step": "listen"}
THANKS = {"kind": "letter", "step": "thanks"}
OURS = Text("Listen", "Let them tell it.", "What happened?\nAnd then?", "Silence", "Why questions")
THEIRS = Text("Listen", "Let them tell it.", "What now, {customer}?")
LETTER = Text("Thanks, {customer}", "After a call.", "Dear {customer},\n{heard}\n{caller}, {company}")
VALUES = {"customer": "Ann Field", "caller": "Ada", "company": "Thimble", "heard": "We were late.\nTwice."}


def traces() -> tuple[int, int]:
    return Wording.objects.count(), Entry.objects.count()


@pytest.mark.parametrize(("kind", "step"), sorted(SHIPPED))
def test_what_is_shipped_can_be_used_as_it_is(kind: Kind, step: str) -> None:
    shipped = SHIPPED[kind, step]

    assert list(faults(shipped.text, shipped.names)) == []
    assert "!" not in "".join(shipped.text.parts.values())


def test_a_new_installation_has_words_for_every_step_and_stores_none() -> None:
    recovery, listening = guide(kind="recovery"), guide(kind="listening")

    assert list(recovery) == list(GUIDED[Kind.RECOVERY])
    assert "offer" not in listening
    assert any("You can say stop at any time" in line for line in recovery["apologise"].say)
    assert "What can we do to win back your business?" in recovery["support"].say
    assert recovery["verify"].say[0].startswith("Let me say it in my words")
    assert (recovery["listen"].version, recovery["listen"].changed_at, Wording.objects.count()) == (1, None, 0)


def test_names_are_put_into_the_lines_to_say() -> None:
    said = guide(kind="recovery")["apologise"].filled({"customer": "Ann", "caller": "Ben", "company": "Thimble"})

    assert said.say[0].startswith("Hello Ann, this is Ben from Thimble.")


def test_changed_words_are_in_use_at_once_and_the_shipped_ones_stay(cast: Cast) -> None:
    kept = change_wording(by=cast.dev, at=AT, **LISTEN, seen=1, text=OURS, why="  Shorter\nis better ")

    now = guide(kind="recovery")["listen"]
    assert (now.version, now.changed_by, now.changed_at, now.say) == (
        2,
        "Dev Patel",
        AT,
        ("What happened?", "And then?"),
    )
    assert (kept.why, kept.back_to) == ("Shorter is better", None)
    assert Wording.objects.get(**LISTEN, version=1).text == SHIPPED[Kind.RECOVERY, "listen"].text
    assert guide(kind="listening")["listen"].version == 1
    assert "What happened?" not in str(Entry.objects.latest("pk").details)


def test_going_back_is_a_new_version(cast: Cast) -> None:
    change_wording(by=cast.dev, at=AT, **LISTEN, seen=1, text=OURS)

    back = go_back_to_wording(by=cast.olive, at=AT, **LISTEN, seen=2, version=1)

    assert (back.version, back.back_to, back.text) == (3, 1, SHIPPED[Kind.RECOVERY, "listen"].text)
    assert Wording.objects.filter(**LISTEN).count() == 3


def test_who_was_slower_is_told_and_nothing_is_lost(cast: Cast) -> None:
    change_wording(by=cast.dev, at=AT, **LISTEN, seen=1, text=OURS)
    before = traces()

    with pytest.raises(Conflict, match="Dev Patel changed these words on 20 Nov 2026"):
        change_wording(by=cast.olive, at=AT, **LISTEN, seen=1, text=THEIRS)

    assert traces() == before


def test_the_database_lets_no_version_be_written_twice(cast: Cast) -> None:
    row = change_wording(by=cast.dev, at=AT, **LISTEN, seen=1, text=OURS)
    row.pk = None

    with pytest.raises(IntegrityError, match="wording"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("where", "text", "sentence"),
    [
        (LISTEN, Text("Listen", "P", " \n "), "“Say” is empty"),
        (LISTEN, Text("Listen", "P", "Hello {costumer}"), "names {costumer}, which nobody fills in"),
        (LISTEN, Text("Listen", "P", "Hello {customer"), "a lone { or }"),
        (LISTEN, Text("L" * 121, "P", "W"), "has at most 120 letters"),
        (LISTEN, SHIPPED[Kind.RECOVERY, "listen"].text, "in use already"),
        (
            {"kind": "letter", "step": "thanks"},
            Text("S", "P", "Dear {customer}, {company}"),
            "The letter lacks {caller}",
        ),
    ],
)
def test_words_that_cannot_be_used_are_refused(cast: Cast, where: dict[str, str], text: Text, sentence: str) -> None:
    before = traces()

    with pytest.raises((Invalid, Conflict)) as refused:
        change_wording(by=cast.dev, at=AT, **where, seen=1, text=text)

    assert sentence in refused.value.sentence
    assert traces() == before


def test_only_who_keeps_the_wording_changes_it(cast: Cast) -> None:
    for person in (cast.ada, cast.ben, cast.cora, cast.fay, cast.tom, cast.nia):
        before = traces()
        with pytest.raises(NotAllowed):
            change_wording(by=person, at=AT, **LISTEN, seen=1, text=OURS)
        assert traces() == before


def test_there_is_no_offer_on_a_listening_call(cast: Cast) -> None:
    with pytest.raises(NotFound):
        change_wording(by=cast.dev, at=AT, kind="listening", step="offer", seen=1, text=OURS)
    with pytest.raises(NotFound):
        guide(kind="letter")


def test_a_letter_is_filled_in_once(cast: Cast) -> None:
    change_wording(by=cast.dev, at=AT, **THANKS, seen=1, text=LETTER)

    written = write_letter(name="thanks", values=VALUES | {"customer": "{heard}\nField"})

    assert (written.subject, written.version) == ("Thanks, {heard} Field", 2)
    assert written.text == "Dear {heard}\nField,\nWe were late.\nTwice.\nAda, Thimble"


def test_a_letter_without_a_value_is_not_written() -> None:
    with pytest.raises(Invalid, match="needs a value for heard"):
        write_letter(name="thanks", values=VALUES | {"heard": " "})
    with pytest.raises(NotFound):
        letter(name="pitch")


def test_two_versions_are_compared_word_by_word(cast: Cast) -> None:
    change_wording(by=cast.dev, at=AT, **LISTEN, seen=1, text=OURS)

    page = version_page(by=cast.ben, **LISTEN, version=2, beside=None)

    assert (page.other.version, page.differs, page.may_go_back) == (1, True, False)
    assert "".join(piece.text for piece in page.changes[2].pieces if piece.mark is not Mark.GONE) == OURS.words
    with pytest.raises(NotFound):
        version_page(by=cast.ben, **LISTEN, version=7, beside=None)


def test_comparing_keeps_every_word_of_both() -> None:
    pieces = compare("We are so sorry, truly.", "We are sorry.\nTruly.")

    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.NEW) == "We are so sorry, truly."
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == "We are sorry.\nTruly."


def test_the_pages_of_the_wording(cast: Cast) -> None:
    ben, dev = browser(cast.ben), browser(cast.dev)

    read = ben.get("/playbook/wording/").content.decode()
    assert "Let me say it in my words" in read
    assert "Use these words" not in ben.get("/playbook/wording/recovery/listen/").content.decode()

    sent = OURS.parts | {"seen": "1", "why": ""}
    assert dev.post("/playbook/wording/recovery/listen/", sent).status_code == 302
    slower = dev.post("/playbook/wording/recovery/listen/", sent | {"words": "What now?"})
    assert slower.status_code == 422
    assert "Yours against the words in use" in slower.content.decode()
    assert 'name="seen" value="2"' in slower.content.decode()
    assert "What now?" in slower.content.decode()

    compared = dev.get("/playbook/wording/recovery/listen/2/?beside=1").content.decode()
    assert "What changed since Version 1, as shipped" in compared
    assert "Use these words again" in dev.get("/playbook/wording/recovery/listen/1/").content.decode()
    assert dev.post("/playbook/wording/recovery/listen/1/return/", {"seen": "2"}).status_code == 302
    assert guide(kind="recovery")["listen"].version == 3
    assert ben.get("/playbook/wording/pitches/").status_code == 404
    assert ben.get("/playbook/wording/recovery/listen/9/").status_code == 404


def test_the_wording_for_programs(cast: Cast) -> None:
    dev = browser(cast.dev)
    path = "/api/1/playbook/wording/recovery/listen"

    told = dev.put(path, OURS.parts | {"seen": 1, "why": "Shorter"}, content_type="application/json").json()
    assert (told["version"], told["words"], [each["version"] for each in told["versions"]]) == (2, OURS.words, [2, 1])
    assert dev.put(path, OURS.parts | {"seen": 1}, content_type="application/json").status_code == 409
    back = dev.post(f"{path}/versions/1/return", {"seen": 2}, content_type="application/json").json()
    assert back["version"] == 3
    assert len(dev.get("/api/1/playbook/wording/letter").json()) == len(GUIDED[Kind.LETTER])
    assert dev.get("/api/1/playbook/wording/pitches").status_code == 404
