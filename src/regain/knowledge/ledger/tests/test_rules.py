from datetime import date
from decimal import Decimal

import pytest

from regain.foundation.kit.errors import Invalid
from regain.knowledge.ledger import rules
from regain.knowledge.ledger.rules import Judgement, Month, OutOfBalance, PastDay
from regain_value import CONVENTION, Errors, Limits


@pytest.mark.parametrize(("text", "told"), [("rhythm", "rhythm"), ("contract", "contract"), ("days:90", "days:90")])
def test_a_rule_reads_back_as_it_was_written(text: str, told: str) -> None:
    assert str(rules.rule(text)) == told


@pytest.mark.parametrize("text", ["", "days", "days:0", "days:-1", "days:9999999", "days:x", "Rhythm", "days:90 "])
def test_nonsense_is_no_rule(text: str) -> None:
    with pytest.raises(Invalid, match="is not a rule"):
        rules.rule(text)


def test_a_fixed_patience_is_the_same_for_everybody() -> None:
    patience = rules.fixed_patience(90)

    assert {patience.allowed(gaps=gaps, span=span) for gaps, span in ((0, 0), (1, 30), (40, 4000))} == {90}


def test_the_rhythm_is_the_quantile_of_its_lomax() -> None:
    patience = rules.rhythm_patience(r=2.0, alpha=60.0, limits=Limits(quantile=0.75))

    assert patience.allowed(gaps=0, span=0) == 60  # (0.25 ** -(1/2) - 1) * 60
    assert patience.allowed(gaps=2, span=60) == 49  # (0.25 ** -(1/4) - 1) * 120 = 49.7


def test_patience_has_a_floor_and_a_ceiling() -> None:
    patience = rules.rhythm_patience(r=0.1, alpha=100.0)

    assert patience.allowed(gaps=0, span=0) == CONVENTION.at_most
    assert patience.allowed(gaps=100_000, span=10) == CONVENTION.at_least


def _month(name: str, start: int, new: int, returned: int, left: int, end: int) -> Month:
    zero = Decimal(0)
    return Month(name, start, new, returned, left, end, zero, zero, zero, zero, zero)


def test_months_that_do_not_reconcile_are_a_defect() -> None:
    with pytest.raises(OutOfBalance):
        rules.checked([_month("2011-01", 0, 3, 0, 1, 3)])
    with pytest.raises(OutOfBalance):
        rules.checked([_month("2011-01", 0, 3, 0, 1, 2), _month("2011-02", 3, 0, 0, 0, 3)])


def test_quarters_hold_their_months() -> None:
    months = [
        _month("2011-03", 0, 5, 0, 1, 4),
        _month("2011-04", 4, 2, 1, 1, 6),
        _month("2011-05", 6, 0, 0, 3, 3),
    ]

    first, second = rules.quarters(months)

    assert (first.month, first.start, first.end) == ("2011-Q1", 0, 4)
    assert (second.month, second.start, second.new, second.returned, second.left, second.end) == (
        "2011-Q2",
        4,
        2,
        1,
        4,
        3,
    )


def test_every_month_is_there_even_when_nothing_happened() -> None:
    assert rules.months_between(date(2011, 11, 30), date(2012, 2, 1)) == ["2011-11", "2011-12", "2012-01", "2012-02"]


def test_the_watch_follows_the_usual_gap_within_a_quarter_and_a_year() -> None:
    told = [rules.watch(gaps=10, span=10 * gap) for gap in (7, 60, 75, 400)]

    assert told == [90, 120, 150, 360]
    assert rules.watch(gaps=0, span=0) == 90


def test_errors_of_several_days_are_added_and_are_no_surer_than_one_day() -> None:
    day = Errors(stayed=100, too_early=10, left=50, too_late=20, delay=70)
    one = Judgement(rules.fixed_patience(90), False, 90, (PastDay(date(2011, 9, 1), day),))
    three = Judgement(rules.fixed_patience(90), False, 90, (PastDay(date(2011, 9, 1), day),) * 3)

    assert (three.count("too_early"), three.count("stayed"), three.delay) == (30, 300, 70)
    assert three.early == one.early
    assert one.early.value[0] == pytest.approx(0.1)
    assert "20 of 50 who left were not called yet (40 %, likely 28 to 54 %)" in one.sentence


def test_without_a_past_nobody_can_tell_how_often_a_rule_is_wrong() -> None:
    nothing = Judgement(rules.fixed_patience(90), False, 90)

    assert nothing.delay is None
    assert nothing.sentence.startswith("Cannot tell yet")
