"""Addresses of customers, and the line their lives are drawn on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regain.knowledge.valuation.rules.addresses import OURS, customer_of, segment
from regain.knowledge.valuation.rules.lifeline import TALL, Span, lifeline

DAY = date(2023, 1, 15)


@given(st.text(max_size=60))
def test_every_id_comes_back_from_its_own_address(customer: str) -> None:
    assert customer_of(segment(customer)) == customer


@pytest.mark.parametrize("customer", ["12346", "Müller-7", "a.b", "köln 7", "Ø", "a+b", "100%", "x=y&z"])
def test_ordinary_ids_stay_readable(customer: str) -> None:
    assert segment(customer) == customer


@pytest.mark.parametrize("customer", ["", ".", "..", "a/b", "/", "~x", "x\\y", " a", "a ", "a\nb", *sorted(OURS)])
def test_ids_no_path_can_hold_are_written_differently(customer: str) -> None:
    told = segment(customer)

    assert told.startswith("~")
    assert "/" not in told


@pytest.mark.parametrize("text", ["~*", "~____", "~YQ==="])
def test_what_was_never_written_names_no_customer(text: str) -> None:
    with pytest.raises(ValueError, match="names no customer"):
        customer_of(text)


def test_a_line_tells_life_silence_absence_and_life_again() -> None:
    spans = [
        Span(DAY, DAY + timedelta(days=30), DAY + timedelta(days=60)),
        Span(DAY + timedelta(days=200), DAY + timedelta(days=220), None),
    ]
    spent = [(DAY, Decimal(10)), (DAY + timedelta(days=30), Decimal(40)), (DAY + timedelta(days=200), Decimal(20))]

    line = lifeline(spans=spans, until=DAY + timedelta(days=231), spent=spent)

    assert line is not None
    assert [stretch.kind for stretch in line.stretches] == ["life", "silence", "absence", "life", "silence"]
    assert [month.height for month in line.months] == [TALL / 4, TALL, TALL / 2]
    assert line.most == 40


def test_every_mark_stays_on_the_line_whatever_the_width() -> None:
    days = [(DAY + timedelta(days=step * 40), Decimal(step)) for step in range(60)]
    spans = [Span(days[0][0], days[-1][0], None)]

    for width in (340, 1000):
        line = lifeline(spans=spans, until=days[-1][0] + timedelta(days=1), spent=days, width=width)

        assert line is not None
        places = [*line.purchases, *(month.x for month in line.months), *(x for x, _day in line.marks)]
        assert all(0 <= place <= width for place in places)
        assert len(line.marks) <= width // 70 + 1


def test_nobody_without_a_single_day_gets_a_line() -> None:
    assert lifeline(spans=[], until=DAY, spent=[]) is None
