"""The rules of the plan: the seven steps, merging notes, likeness, patience, the words of a letter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regain.desks.recovery.rules import letters, likeness
from regain.desks.recovery.rules.patience import (
    COURSE,
    LONGEST,
    MOST_UNANSWERED,
    SHORTEST,
    Due,
    How,
    Made,
    Patience,
    Stop,
    following,
)
from regain.desks.recovery.rules.seven import Act, Seven, Stand, plan
from regain.foundation.kit.merging import merged

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FRESH = Stand(at=NOW, next_at=NOW)
HEARD = replace(FRESH, asked_at=NOW, is_verified=True)


@pytest.mark.parametrize(
    ("stand", "act", "step"),
    [
        (FRESH, Act.CALL_TO_ASK, Seven.ASK),
        (replace(FRESH, asked_at=NOW), Act.CALL_TO_LISTEN, Seven.LISTEN),
        (HEARD, Act.NOTE_REQUIREMENT, Seven.MEET),
        (replace(HEARD, requirements=1), Act.MAKE_WAY_BACK, Seven.MAKE_IT_EASY),
        (replace(HEARD, requirements=1, has_way_back=True), Act.BE_PATIENT, Seven.BE_PATIENT),
        (replace(HEARD, requirements=2, met=1), Act.TELL, Seven.MEET),
        (replace(HEARD, requirements=1, met=1, told=1), Act.ASK_AGAIN, Seven.MEET),
        (replace(HEARD, unsent=1), Act.SEND_PROPOSAL, Seven.MEET),
        (replace(HEARD, awaiting=1), Act.AWAIT_ANSWER, Seven.BE_PATIENT),
        (replace(HEARD, accepted=1), Act.RECORD_RETURN, Seven.EARN),
        (replace(HEARD, parked_at=NOW), Act.MAKE_WAY_BACK, Seven.MAKE_IT_EASY),
        (replace(HEARD, parked_at=NOW, has_way_back=True), Act.WAIT, Seven.BE_PATIENT),
        (replace(HEARD, parked_at=NOW, touch_due_at=NOW), Act.MAKE_TOUCH, Seven.STAY_IN_TOUCH),
        (replace(HEARD, parked_at=NOW, met=1, requirements=1), Act.TELL, Seven.MEET),
        (replace(FRESH, is_promised=True), Act.CALL_BACK, Seven.LISTEN),
        (replace(FRESH, is_calling=True), Act.GO_ON_CALLING, Seven.LISTEN),
        (replace(HEARD, ended_at=NOW, returned=True), Act.EARN, Seven.EARN),
    ],
)
def test_there_is_one_thing_to_do_and_it_belongs_to_a_step(stand: Stand, act: Act, step: Seven) -> None:
    found = plan(stand)

    assert found.act is act
    assert [place.step for place in found.places if place.state == "now"] == [step]


def test_an_ended_case_is_opened_again_or_left_in_peace() -> None:
    assert plan(replace(HEARD, ended_at=NOW)).act is Act.REOPEN
    assert plan(replace(HEARD, ended_at=NOW, final=True)).act is Act.NOTHING
    assert {place.state for place in plan(replace(FRESH, ended_at=NOW)).places} == {"ahead"}


def test_a_requirement_is_met_when_they_were_told_and_asked_again() -> None:
    told = replace(HEARD, requirements=1, met=1, told=1)

    states = {place.step: place.state for place in plan(replace(told, asked_again=1, has_way_back=True)).places}

    assert states[Seven.MEET] == "done"
    assert {place.step: place.state for place in plan(told).places}[Seven.MEET] == "now"


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=8)
NEW = st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3)


@given(base=LINES, one=st.tuples(st.integers(0, 8), NEW), other=st.tuples(st.integers(0, 8), NEW))
def test_what_either_wrote_is_in_the_merged_notes(
    base: list[str], one: tuple[int, list[str]], other: tuple[int, list[str]]
) -> None:
    theirs = [*base[: one[0]], *(f"{line}1" for line in one[1]), *base[one[0] :]]
    mine = [*base[: other[0]], *(f"{line}2" for line in other[1]), *base[other[0] :]]

    found = merged(base="\n".join(base), theirs="\n".join(theirs), mine="\n".join(mine)).text.splitlines()

    assert set(theirs) | set(mine) <= set(found)


def test_notes_changed_in_different_places_come_together_without_a_word() -> None:
    base = "Called on Monday.\n\nLikes tea.\n\nHas two shops."
    found = merged(
        base=base,
        theirs=base.replace("Likes tea.", "Likes coffee."),
        mine=base + "\nAsk for Eva.",
    )

    assert found.text == "Called on Monday.\n\nLikes coffee.\n\nHas two shops.\nAsk for Eva."
    assert not found.is_contested


def test_notes_changed_in_the_same_place_keep_both() -> None:
    found = merged(base="Likes tea.", theirs="Likes coffee.", mine="Likes water.")

    assert found.text.splitlines() == ["Likes coffee.", "Likes water."]
    assert found.is_contested


def test_nothing_changes_when_only_one_wrote() -> None:
    assert merged(base="a", theirs="a", mine="b").text == "b"
    assert merged(base="a", theirs="b", mine="a").text == "b"
    assert merged(base="a", theirs="b", mine="b").text == "b"


def test_likeness_finds_the_same_wish_in_other_words() -> None:
    needs = [
        (1, likeness.grams("Deliver within two days")),
        (2, likeness.grams("A person who answers the telephone")),
        (3, likeness.grams("Invoices by e-mail")),
    ]

    found = likeness.alike("I want delivery in two days", needs)

    assert [each.id for each in found] == [1]
    assert likeness.alike("zzz", needs) == ()
    assert likeness.likeness(likeness.grams("same"), likeness.grams("SAME")) == 1
    assert likeness.likeness(frozenset(), frozenset()) == 0


def patience(**given: object) -> Patience:
    return replace(Patience(parked_at=NOW), **given)  # type: ignore[arg-type]


def test_the_first_contact_is_due_after_a_month() -> None:
    assert following(patience()) == Due(1, NOW + 30 * DAY, How.EMAIL)


def test_a_conversation_begins_the_course_anew() -> None:
    made = [Made(NOW + 30 * DAY), Made(NOW + 90 * DAY)]

    found = following(patience(made=made, spoke_at=NOW + 100 * DAY))

    assert found == Due(1, NOW + 130 * DAY, How.EMAIL)


def test_four_contacts_without_an_answer_are_an_answer() -> None:
    made = [Made(NOW + days * DAY) for days in (30, 90, 180, 360)]

    assert following(patience(made=made)) is Stop.UNANSWERED
    answered = [*made[:-1], replace(made[-1], answered_at=NOW + 361 * DAY)]
    assert following(patience(made=answered)) == Due(5, NOW + 725 * DAY, How.CALL)


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        ({"left_alone": True}, Stop.LEFT_ALONE),
        ({"returned": True}, Stop.RETURNED),
        ({"ended": True}, Stop.ENDED),
        ({"complained_at": NOW + DAY}, Stop.COMPLAINED),
    ],
)
def test_any_sign_to_stop_stops(given_: dict[str, object], reason: Stop) -> None:
    assert following(patience(**given_)) is reason


def test_a_complaint_from_before_we_were_patient_does_not_stop() -> None:
    assert isinstance(following(patience(complained_at=NOW - DAY)), Due)


def test_a_wish_to_wait_longer_is_kept() -> None:
    assert following(patience(wanted_at=NOW + 200 * DAY)) == Due(1, NOW + 200 * DAY, How.EMAIL)
    assert following(patience(wanted_at=NOW + 2 * DAY)) == Due(1, NOW + SHORTEST, How.EMAIL)


@given(late=st.lists(st.integers(0, 200), min_size=12, max_size=12), answers=st.lists(st.booleans(), max_size=12))
def test_slow_contact_is_never_too_often_and_always_ends(late: list[int], answers: list[bool]) -> None:
    made: list[Made] = []
    for step in range(12):
        due = following(patience(made=made))
        if isinstance(due, Stop):
            break
        last = made[-1].at if made else NOW
        assert due.at - last >= SHORTEST
        at = due.at + late[step] * DAY
        answered = step < len(answers) and answers[step]
        made.append(Made(at, at + DAY if answered else None))
    else:
        raise AssertionError("It never stopped.")
    assert len(made) <= len(COURSE)
    signs = [NOW, *(contact.answered_at for contact in made if contact.answered_at)]
    assert sum(contact.at > max(signs) for contact in made) <= MOST_UNANSWERED
    assert all(contact.at - max([NOW, *signs]) <= LONGEST + 200 * DAY for contact in made)


def test_the_personal_addresses_are_put_in_as_a_letter_leaves() -> None:
    left = letters.leaving("Come: {way_back} Stop: {stop}", way_back="https://x.test/k/")

    assert left == "Come: https://x.test/k/ Stop: https://x.test/k/stop/"


@pytest.mark.parametrize(
    ("course", "standing"),
    [
        (letters.Course("allow"), letters.Standing.ALLOWED),
        (letters.Course("warn"), letters.Standing.ALLOWED),
        (letters.Course("block"), letters.Standing.BLOCKED),
        (letters.Course("block", held_until=NOW), letters.Standing.HELD),
        (letters.Course("allow", made_at=NOW), letters.Standing.MADE),
        (letters.Course("allow", made_at=NOW, sent_at=NOW), letters.Standing.SENT),
        (letters.Course("allow", dropped_at=NOW), letters.Standing.DROPPED),
    ],
)
def test_where_a_letter_stands(course: letters.Course, standing: letters.Standing) -> None:
    assert letters.standing(course) is standing
