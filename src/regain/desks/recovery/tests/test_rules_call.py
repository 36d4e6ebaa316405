"""What the rules of a call decide, without a database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regain.desks.recovery.rules.calls import CallKind, Lock, So, before_and_after, lock_of, places, steps
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.diagnosis import Strength, strength_of
from regain.desks.recovery.rules.follows import Follow, course
from regain.desks.recovery.rules.writing import Fate, Inked, Keep, clean, fate, settled
from regain.knowledge.playbook.rules.steps import Step

AT = datetime(2011, 10, 4, 10, tzinfo=UTC)
TEXTS = st.text(alphabet="ab \n", max_size=12)


def test_a_listening_call_has_every_step_but_the_offer() -> None:
    assert set(steps(CallKind.RECOVERY)) - set(steps(CallKind.LISTENING)) == {Step.OFFER}
    assert steps(CallKind.RECOVERY)[0] is Step.PREPARE


def test_a_locked_step_is_stepped_over() -> None:
    found = places(CallKind.RECOVERY, So(is_diagnosed=True), at=Step.SUPPORT)

    assert before_and_after(found, Step.SUPPORT) == (Step.CATALOGUE, Step.CLOSE)
    assert [place.step for place in found if not place.is_open] == [Step.OFFER]


def test_saying_back_waits_for_a_diagnosis_and_the_offer_for_a_yes() -> None:
    assert lock_of(Step.VERIFY, So()) is Lock.NOTHING_DIAGNOSED
    assert lock_of(Step.OFFER, So(is_diagnosed=True)) is Lock.NOT_VERIFIED
    assert lock_of(Step.OFFER, So(is_verified=True)) is None
    assert all(lock_of(step, So()) is None for step in Step if step not in {Step.VERIFY, Step.OFFER})


@pytest.mark.parametrize(
    ("text", "version", "pen", "becomes"),
    [
        ("late", 3, "me", Fate.NOTHING_NEW),
        ("late parcels", 3, "me", Fate.WRITTEN),
        ("rude", 3, "me", Fate.WRITTEN),
        ("rude", 2, "me", Fate.ASIDE),
        ("rude", 2, "them", Fate.WRITTEN),
        ("rude", 2, "", Fate.ASIDE),
        ("late parcels", 1, "me", Fate.WRITTEN),
        ("la", 1, "me", Fate.NOTHING_NEW),
        ("", 1, "me", Fate.NOTHING_NEW),
        ("", 3, "me", Fate.WRITTEN),
    ],
)
def test_what_becomes_of_words(text: str, version: int, pen: str, becomes: Fate) -> None:
    assert fate(text=text, version=version, pen=pen, now=Inked("late", 3, "them")) is becomes


@given(mine=TEXTS, theirs=TEXTS, version=st.integers(0, 3))
def test_no_word_is_lost_to_somebody_who_had_not_seen_it(mine: str, theirs: str, version: int) -> None:
    becomes = fate(text=mine, version=version, pen="me", now=Inked(theirs, 3, "them"))

    if becomes is Fate.WRITTEN and version < 3:
        assert mine.startswith(theirs)
    if becomes is Fate.NOTHING_NEW:
        assert theirs.startswith(mine)


@given(mine=TEXTS, theirs=TEXTS)
def test_of_both_both_stay(mine: str, theirs: str) -> None:
    kept = settled(keep=Keep.BOTH, mine=mine, theirs=theirs)

    assert mine.strip() in kept
    assert theirs.strip() in kept
    assert settled(keep=Keep.MINE, mine=mine, theirs=theirs) == mine
    assert settled(keep=Keep.THEIRS, mine=mine, theirs=theirs) == theirs


def test_lines_end_in_one_way() -> None:
    assert clean("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_weight_is_shown_by_the_nearest_strength() -> None:
    assert strength_of(Decimal("0.6667"), largest=Decimal("0.6667")) is Strength.MOST
    assert strength_of(Decimal("0.3333"), largest=Decimal("0.6667")) is Strength.PART
    assert strength_of(Decimal("0.1"), largest=Decimal("0.6")) is Strength.LITTLE


@pytest.mark.parametrize("follow", Follow)
def test_everything_that_may_follow_leads_somewhere(follow: Follow) -> None:
    found = course(follow, at=AT, words="Ask for Claire", moment=AT, zone="Europe/Paris")

    assert found.next is not None
    assert found.next.words == "Ask for Claire"
    assert (found.ending is not None) == (follow in {Follow.RETURNED, Follow.DECLINED})


def test_a_callback_without_a_moment_is_nothing() -> None:
    assert course(Follow.CALL_BACK, at=AT).next is None
    promised = course(Follow.CALL_BACK, at=AT, moment=AT, zone="Europe/Paris").next
    assert promised is not None
    assert (promised.kind, promised.is_promised) == (Next.CALL_BACK, True)
    assert course(Follow.DECLINED, at=AT).ending is Ending.DECLINED
