"""Where departures fall and what issues weigh, for any covers, placements and merges."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from regain.knowledge.playbook.rules.causes import Answer, CauseClass, Told, WeightedCause, evenly
from regain.knowledge.playbook.rules.revenue import Loss, attribute, shares
from regain.meetings.lossreview.rules.falling import Covered, Placed, ends_in, falling
from regain.meetings.lossreview.rules.priority import LIMITS, Name, Priority, Weighted, control_of
from regain.meetings.lossreview.rules.states import State, state

REASONS, ISSUES = st.integers(1, 6), st.integers(1, 5)
LEFT = date(2011, 9, 12)
MERGED_REASONS = st.dictionaries(st.integers(1, 3), st.integers(4, 6), max_size=3)
"""A reason is merged into one that was merged into none; the catalogue sees to that."""

MERGED_ISSUES = st.dictionaries(ISSUES, ISSUES, max_size=3).map(
    lambda merged: {issue: into for issue, into in merged.items() if issue < into}
)
"""An issue is merged into one that is open, so merges never go round in a circle."""


@st.composite
def losses(draw: st.DrawFn) -> list[tuple[str, Decimal, tuple[int, ...], Answer]]:
    """Departures with their value, reasons and answer."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        reasons = tuple(draw(st.lists(REASONS, unique=True, max_size=3)))
        answer = Answer.ASKED if reasons else draw(st.sampled_from([Answer.NOT_ASKED, Answer.COULD_NOT_SAY]))
        cents = draw(st.integers(0, 10_000_00))
        found.append((f"C-{number}", Decimal(cents) / 100, reasons, answer))
    return found


def factor(name: Name) -> st.SearchStrategy[Decimal]:
    """Any value a factor may have."""
    low, high = LIMITS[name]
    return st.decimals(low, high, places=4, allow_nan=False)


def weighted(values: dict[Name, Decimal]) -> Priority:
    return Priority(
        *(Weighted(name, values[name], "") for name in (Name.VALUE, Name.RECURRENCE, Name.CONTROL, Name.EFFORT))
    )


FACTORS = st.fixed_dictionaries({name: factor(name) for name in Name})


@settings(deadline=None)
@given(
    losses(),
    st.lists(st.tuples(REASONS, ISSUES), max_size=8),
    st.lists(st.tuples(REASONS, st.integers(0, 11), ISSUES), max_size=8),
    MERGED_REASONS,
    MERGED_ISSUES,
)
def test_whatever_is_covered_placed_and_merged_adds_up_to_what_was_lost(
    lost: list[tuple[str, Decimal, tuple[int, ...], Answer]],
    covers: list[tuple[int, int]],
    placed: list[tuple[int, int, int]],
    merged_reasons: dict[int, int],
    merged_issues: dict[int, int],
) -> None:
    known = falling(
        covers=[Covered(*each) for each in covers],
        placed=[Placed(reason, f"C-{number}", LEFT, issue) for reason, number, issue in placed],
        counted_as=merged_reasons,
        merged_into=merged_issues,
    )
    by_issue: dict[int | None, Decimal] = {}
    told = []
    for customer, value, reasons, answer in lost:
        weights = evenly(reasons)
        for reason, part in (shares(value, weights) if reasons else {}).items():
            issue = known.issue(reason=reason, customer=customer, left_on=LEFT)
            by_issue[issue] = by_issue.get(issue, Decimal(0)) + part
        causes = tuple(WeightedCause(pk, "", CauseClass.PUSHED, True, True, each) for pk, each in weights.items())
        told.append(Loss(value, Told(answer, causes)))

    whole = attribute(told)
    fallen = sum(by_issue.values(), Decimal(0))
    assert fallen + whole.not_asked.value + whole.could_not_say.value == whole.total.value
    assert whole.total.value == sum((value for _, value, _, _ in lost), Decimal(0))
    assert all(ends_in(issue, merged_issues) == issue for issue in by_issue if issue is not None)


@settings(deadline=None)
@given(MERGED_REASONS, st.lists(st.tuples(REASONS, ISSUES), max_size=8), REASONS)
def test_a_merged_reason_falls_where_the_one_it_counts_as_falls(
    merged: dict[int, int], covers: list[tuple[int, int]], reason: int
) -> None:
    known = falling(covers=[Covered(*each) for each in covers], placed=[], counted_as=merged, merged_into={})

    asked: dict[str, Any] = {"customer": "C-1", "left_on": LEFT}
    assert known.issue(reason=reason, **asked) == known.issue(reason=merged.get(reason, reason), **asked)
    own = [issue for covered, issue in covers if covered == merged.get(reason, reason)]
    if own:
        assert known.issue(reason=reason, **asked) == own[0], "its own cover comes before that of a merged one"


def test_merges_in_a_circle_still_end() -> None:
    assert ends_in(1, {1: 2, 2: 1}) in {1, 2}
    assert ends_in(1, {1: 2, 2: 3}) == 3


@settings(deadline=None)
@given(FACTORS, FACTORS)
def test_the_priority_rises_with_each_factor_and_falls_with_effort(
    low: dict[Name, Decimal], high: dict[Name, Decimal]
) -> None:
    for name in Name:
        less, more = sorted((low[name], high[name]))
        first, second = weighted(low | {name: less}).amount, weighted(low | {name: more}).amount
        assert first >= second if name is Name.EFFORT else first <= second


@settings(deadline=None)
@given(FACTORS)
def test_the_priority_is_exact_to_the_cent(values: dict[Name, Decimal]) -> None:
    made = weighted(values).amount

    cents = int(made.scaleb(2))
    product = values[Name.VALUE] * values[Name.RECURRENCE] * values[Name.CONTROL]
    assert made == Decimal(cents) / 100
    assert abs(made * values[Name.EFFORT] - product) <= Decimal("0.00501") * values[Name.EFFORT]
    assert made == (product / values[Name.EFFORT]).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def test_control_and_states_read_as_people_say_them() -> None:
    assert [control_of(is_ours=a, is_changeable=b) for a, b in ((True, True), (True, False), (False, False))] == [
        1,
        Decimal("0.5"),
        0,
    ]
    flags: dict[str, Any] = {"is_merged": False, "is_closed": False, "is_set_aside": False, "is_fixed": True}
    assert state(**flags, verdict="cannot_tell") is State.CANNOT_TELL
    assert state(**flags) is State.MEASURING
    assert state(**{**flags, "is_closed": True}) is State.CLOSED
    assert state(**{**flags, "is_set_aside": True, "is_fixed": False}) is State.SET_ASIDE
    assert state(**{**flags, "is_merged": True}) is State.MERGED
