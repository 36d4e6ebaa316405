"""Suggestions: learnt on this machine, in a job, from confirmed notes; read with numbers alone; honest about it."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job
from regain.foundation.kit.errors import Invalid, NotAllowed
from regain.knowledge.playbook.actions.suggesting import ask_for_training, forget_lessons, teach
from regain.knowledge.playbook.jobs.suggesting import learn_suggestions, refresh_suggestions
from regain.knowledge.playbook.models import Lesson, Reason
from regain.knowledge.playbook.queries import model as kept
from regain.knowledge.playbook.queries.lessons import ENOUGH_NEW, NIGHTLY, is_due, material
from regain.knowledge.playbook.queries.suggestions import suggest
from regain.knowledge.playbook.rules.catalogue import shipped
from regain.knowledge.playbook.rules.measuring import Outcome, difference, measured, wilson
from regain.knowledge.playbook.rules.suggesting import CUES, marks, words_of
from regain.knowledge.playbook.tests.wording_story import AT, browser, catalogue
from tests.cast import Cast

LATE = "The parcel came three weeks late, after the birthday"
RUDE = "The man on the phone was rude and shouted at her"
ONE = Decimal(1)
FEW = ("late", "unfriendly", "refund", "wrong-bill", "out-of-stock", "moved-away")


@pytest.fixture(autouse=True)
def no_model(db: None) -> Iterator[None]:
    """Begin and end with nothing learnt."""
    kept.path().unlink(missing_ok=True)
    yield
    kept.path().unlink(missing_ok=True)


@pytest.fixture
def everything(db: None) -> dict[str, int]:
    """The shipped catalogue: key → id."""
    return catalogue()


@pytest.fixture
def reasons(everything: dict[str, int]) -> dict[str, int]:
    """Six reasons of it; the others are retired, so that learning takes no time."""
    Reason.objects.exclude(key__in=FEW).update(retired_at=AT, retired_by="system:tests")
    return {key: everything[key] for key in FEW}


def lessons(cast: Cast, reasons: dict[str, int], count: int) -> None:
    """Notes of two kinds, two late ones for each rude one."""
    for number in range(count):
        text, key = (RUDE, "unfriendly") if number % 3 == 0 else (LATE, "late")
        teach(
            by=cast.ben,
            at=AT + timedelta(minutes=number),
            text=f"{text}, order {number}",
            weights={reasons[key]: ONE},
            source=f"tests.call:{number}",
        )


def first(text: str) -> str:
    found = suggest(text=text).reasons
    return found[0].title if found else ""


def test_every_shipped_reason_has_words_to_begin_with() -> None:
    assert set(CUES) == {reason.key for group in shipped() for reason in group.reasons}


def test_marks_do_not_care_about_case_figures_or_spelling_of_quotes() -> None:
    assert marks("Order 4711 wasn’t HERE") == marks("order 1234 wasn't here")
    assert words_of("Zu spät!  Straße") == ["zu", "spät", "strasse"]


@given(st.text(max_size=300))
def test_any_text_has_marks_and_the_same_ones_every_time(text: str) -> None:
    assert marks(text) == marks(text)
    assert all(0 <= mark < 2**33 and count > 0 for mark, count in marks(text).items())


def test_without_a_model_the_page_says_when_there_will_be_one(reasons: dict[str, int]) -> None:
    found = suggest(text=LATE)

    assert (found.reasons, found.learnt_from, found.trained_at) == ((), 0, None)
    assert found.sentence.startswith("Nothing is learnt yet")


def test_it_starts_from_the_words_of_the_catalogue_and_claims_nothing(everything: dict[str, int]) -> None:
    refresh_suggestions.func()

    assert first("they said the delivery arrived far too late") == "Late delivery"
    assert first("nobody picked up the phone and nobody replied to my mail") == "Could not reach anybody"
    assert first("we moved to another city last year") == "Moved away"
    found = suggest(text=LATE)
    assert 1 <= len(found.reasons) <= 3
    assert (found.accuracy, found.learnt_from) == (None, 0)
    assert "nobody can tell yet" in found.sentence
    assert suggest(text="late").reasons == ()
    assert suggest(text="ξξξ ψψψ ωωω").sentence == "These words do not point to any reason of the catalogue."


def test_a_catalogue_without_reasons_teaches_nothing() -> None:
    assert refresh_suggestions.func() == {}
    assert learn_suggestions.func() == {"lessons": 0}
    assert kept.current() is None


def test_confirmed_notes_teach_what_the_words_of_the_catalogue_do_not_say(cast: Cast, reasons: dict[str, int]) -> None:
    refresh_suggestions.func()
    private = "the kettle played a melody"
    assert first(private) != "Wrong bills"
    for number in range(4):
        teach(
            by=cast.ben, at=AT, text=f"{private} {number}", weights={reasons["wrong-bill"]: ONE}, source=f"t:{number}"
        )

    learn_suggestions.func()

    assert first(private) == "Wrong bills"
    assert (
        suggest(text=private).sentence
        == "Learnt from 4 confirmed notes; from 50 on one can tell how often it is right."
    )


def test_accuracy_is_of_notes_not_learnt_from_and_stands_beside_the_simple_rule(
    cast: Cast, reasons: dict[str, int]
) -> None:
    lessons(cast, reasons, 60)

    learn_suggestions.func()

    told = suggest(text=LATE).accuracy
    assert told is not None
    assert (told.notes, told.first.value, round(told.simple_first.value, 3)) == (60, 1.0, 0.667)
    assert told.first.low == pytest.approx(0.9398, abs=0.001)
    assert told.is_better
    assert "Right first in 100%" in suggest(text=LATE).sentence
    assert first(RUDE) == "Treated badly"


def test_a_model_no_better_than_the_simple_rule_says_so(cast: Cast, reasons: dict[str, int]) -> None:
    for number in range(60):
        key = "late" if number % 2 else "unfriendly"
        teach(by=cast.ben, at=AT, text="They did not say much", weights={reasons[key]: ONE}, source=f"t:{number}")

    learn_suggestions.func()

    assert suggest(text=LATE).sentence.endswith("so do not lean on it yet.")


def test_the_same_source_teaches_once_and_forgets_everything(cast: Cast, reasons: dict[str, int]) -> None:
    half = {reasons["late"]: Decimal("0.6"), reasons["refund"]: Decimal("0.4")}
    teach(by=cast.ben, at=AT, text=LATE, weights=half, source="tests.call:1")
    teach(by=cast.ben, at=AT, text=RUDE, weights={reasons["unfriendly"]: ONE}, source="tests.call:1")

    assert [(row.text, row.weights) for row in Lesson.objects.all()] == [(RUDE, {str(reasons["unfriendly"]): "1"})]
    assert not any(RUDE in str(entry.details) for entry in Entry.objects.all())
    assert forget_lessons(by=cast.ben, at=AT, source="tests.call:1") == 1
    assert Lesson.objects.count() == 0


@pytest.mark.parametrize(
    ("weights", "source", "sentence"),
    [
        ({"late": "0.5"}, "t:1", "add up to one"),
        ({}, "t:1", "add up to one"),
        ({"late": "1"}, " ", "the name of what it comes from"),
        ({"": "1"}, "t:1", "does not have all of these"),
    ],
)
def test_a_lesson_that_cannot_be_learnt_is_refused(
    cast: Cast, reasons: dict[str, int], weights: dict[str, str], source: str, sentence: str
) -> None:
    before = Entry.objects.count()
    told = {reasons.get(key, 0): Decimal(weight) for key, weight in weights.items()}

    with pytest.raises(Invalid, match=sentence):
        teach(by=cast.ben, at=AT, text=LATE, weights=told, source=source)

    assert (Lesson.objects.count(), Entry.objects.count()) == (0, before)


def test_only_who_writes_causes_down_teaches(cast: Cast, reasons: dict[str, int]) -> None:
    with pytest.raises(NotAllowed):
        teach(by=cast.fay, at=AT, text=LATE, weights={reasons["late"]: ONE}, source="t:1")
    with pytest.raises(NotAllowed):
        ask_for_training(by=cast.ben, at=AT)
    assert Lesson.objects.count() == 0


def test_a_merged_reason_counts_as_the_one_it_went_into_and_a_retired_one_is_never_suggested(
    cast: Cast, reasons: dict[str, int]
) -> None:
    lessons(cast, reasons, 6)
    rows = {row.key: row for row in Reason.objects.all()}
    Reason.objects.filter(pk=reasons["late"]).update(
        merged_into=rows["out-of-stock"], merged_at=AT, merged_by="person:1"
    )
    Reason.objects.filter(pk=reasons["unfriendly"]).update(retired_at=AT, retired_by="person:1")

    learn_suggestions.func()

    assert Counter(note.main for note in material().notes) == {reasons["out-of-stock"]: 4}
    assert first(LATE) == "Out of stock too often"
    assert "Treated badly" not in {each.title for each in suggest(text=RUDE).reasons}


def test_when_it_is_time_to_learn_anew(cast: Cast, reasons: dict[str, int]) -> None:
    lessons(cast, reasons, 5)
    learn_suggestions.func()
    model = kept.current()
    assert model is not None
    about = model.about
    night = about.trained_at + NIGHTLY
    assert not is_due(about, at=night)

    lessons(cast, reasons, 6)
    assert (is_due(about, at=about.trained_at), is_due(about, at=night)) == (False, True)
    lessons(cast, reasons, 5 + ENOUGH_NEW)
    assert is_due(about, at=about.trained_at)


def test_what_is_forgotten_is_unlearnt_at_once(cast: Cast, reasons: dict[str, int]) -> None:
    lessons(cast, reasons, 5)
    learn_suggestions.func()

    forget_lessons(by=cast.ben, at=AT, source="tests.call:4")

    assert refresh_suggestions.func()["lessons"] == 4
    assert refresh_suggestions.func() == {}


def test_a_new_word_in_the_catalogue_is_learnt(reasons: dict[str, int]) -> None:
    refresh_suggestions.func()
    Reason.objects.filter(pk=reasons["late"]).update(words="The zeppelin did not land.")

    assert refresh_suggestions.func() != {}
    assert first("no zeppelin landed here") == "Late delivery"


def test_a_broken_file_is_as_good_as_none(reasons: dict[str, int]) -> None:
    kept.path().write_bytes(b"not a model")

    assert suggest(text=LATE).reasons == ()
    refresh_suggestions.func()
    assert first("delivery was late") == "Late delivery"


def test_the_file_holds_numbers_and_nobody_s_words(cast: Cast, reasons: dict[str, int]) -> None:
    lessons(cast, reasons, 6)
    learn_suggestions.func()

    with np.load(kept.path(), allow_pickle=False) as file:
        kinds = {name: file[name].dtype.kind for name in file.files}
    assert kinds.pop("about") == "U"
    assert set(kinds.values()) <= {"i", "u", "f"}
    assert b"birthday" not in kept.path().read_bytes()
    assert list(Path(kept.path()).parent.glob("suggestions.npz.*")) == []


def test_no_process_that_serves_pages_loads_the_classifier() -> None:
    code = (
        "import django, sys; django.setup(); import regain.shell.urls, regain.knowledge.playbook.jobs.suggesting;"
        "print(sorted(m for m in ('sklearn', 'scipy.sparse') if m in sys.modules))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "regain.shell.settings", "PYTHONPATH": ":".join(sys.path)}

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)

    assert "sklearn" not in told.stdout


def test_few_outcomes_tell_nothing_and_many_have_an_interval() -> None:
    assert measured([Outcome(0, 0)] * 49) is None
    told = measured([Outcome(0, 5)] * 40 + [Outcome(2, 0)] * 10)
    assert told is not None
    assert (told.first.value, told.three.value, told.simple_first.value) == (0.8, 1.0, 0.2)
    assert told.gain.value == pytest.approx(0.6)
    assert told.gain.low > 0.3


def test_the_intervals_are_the_published_ones() -> None:
    """Newcombe (1998), table 1, method 3: 15 of 148. Two that disagree as often either way differ by nothing."""
    share = wilson(15, 148)
    assert (round(share.low, 4), round(share.high, 4)) == (0.0624, 0.1605)
    pairs = [(True, False)] * 15 + [(False, True)] * 15 + [(True, True)] * 20
    assert difference(pairs).low < 0 < difference(pairs).high


@pytest.mark.parametrize("hits", [0, 1, 50, 99, 100])
def test_a_share_lies_in_its_interval(hits: int) -> None:
    share = wilson(hits, 100)

    assert 0 <= share.low <= share.value <= share.high <= 1


def test_the_pages_of_suggestions(
    cast: Cast, reasons: dict[str, int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    dev, ben, tom = browser(cast.dev), browser(cast.ben), browser(cast.tom)
    assert "Nothing is learnt yet" in dev.get("/playbook/suggestions/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        assert dev.post("/playbook/suggestions/").status_code == 302
    assert Job.objects.filter(name__endswith="learn_suggestions").count() == 1
    assert ben.post("/playbook/suggestions/").status_code == 403

    refresh_suggestions.func()
    assert "Cannot tell yet" in tom.get("/playbook/suggestions/").content.decode()
    tried: Any = ben.post(
        "/playbook/suggestions/trial/", {"text": "it arrived too late"}, headers={"HX-Request": "true"}
    )
    assert "Late delivery" in tried.content.decode()
    assert "<html" not in tried.content.decode()
    assert "Late delivery" in ben.post("/playbook/suggestions/trial/", {"text": "it arrived too late"}).content.decode()
    assert Lesson.objects.count() == 0


def test_suggestions_for_programs(cast: Cast, reasons: dict[str, int]) -> None:
    refresh_suggestions.func()
    ben = browser(cast.ben)

    told = ben.post("/api/1/playbook/suggestions", {"text": "it arrived too late"}, content_type="application/json")

    assert told.json()["reasons"][0]["title"] == "Late delivery"
    assert told.json()["accuracy"] is None
    long = {"text": "it arrived too late " * 1000}
    assert ben.post("/api/1/playbook/suggestions", long, content_type="application/json").status_code == 200
    assert ben.get("/api/1/playbook/suggestions/training").json()["learnt_from"] == 0
