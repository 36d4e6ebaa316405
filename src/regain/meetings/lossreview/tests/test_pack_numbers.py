"""The numbers of a pack: they are the ledger's to the penny, whatever is told of them and by whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from regain.foundation.kit.actor import System
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import rule
from regain.knowledge.playbook.actions.reasons import merge_reason
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.rules.causes import Standing
from regain.knowledge.playbook.tests.reasons_story import ONE, filled, told
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.models import Cover, Placement, Review
from regain.meetings.lossreview.queries.pack import book, build
from regain.meetings.lossreview.queries.pack.changed import changed_since
from regain.meetings.lossreview.queries.pack.facts import NotKnownYet
from regain.meetings.lossreview.queries.pack.mirrors import sentence
from regain.meetings.lossreview.queries.packs import decode, digest, encode, stored
from regain.meetings.lossreview.rules import pack as p
from regain.meetings.lossreview.tests.month import AT, OCTOBER, company, corrected
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

__all__ = ["company"]

BY = System("worker")
LEFT = {place: date(2011, 9, 3) + timedelta(days=2 * place) for place in range(12)}


@pytest.fixture
def review(cast: Cast, company: Path) -> Review:
    return a_review(cast)


@pytest.fixture
def reasons(cast: Cast) -> list[Reason]:
    return sorted(filled().values(), key=lambda reason: reason.pk)[:4]


def tell(cast: Cast, place: int, *because: Reason, standing: Standing = Standing.STATED, moved: int = 0) -> None:
    left_on = LEFT[place] + timedelta(days=moved)
    told(cast.dev, *because, customer=f"c{place:02d}", left_on=left_on, standing=standing)


def made(review: Review) -> p.Pack:
    return build(by=BY, at=AT, review=review)


def total(parts: Sequence[p.Part | p.ReasonLine | p.IssueLine]) -> Decimal:
    return sum((each.value_lost for each in parts), Decimal(0))


def adds_up(pack: p.Pack) -> None:
    whole = (pack.month.left, pack.month.value_left)
    assert (pack.losses.departures, pack.losses.value_lost) == whole
    for parts in (pack.losses.segments, pack.losses.countries):
        assert (sum(each.departures for each in parts), total(parts)) == whole
    for table in pack.reasons:
        assert total([*table.lines, table.could_not_say, table.not_asked]) == table.total.value_lost == whole[1]
    issues = pack.issues
    assert total([*issues.lines, issues.unclaimed, issues.untold]) == issues.total.value_lost == whole[1]


def test_before_anybody_was_asked_all_of_it_is_not_asked(review: Review) -> None:
    pack = made(review)

    adds_up(pack)
    census = ledger.census(warehouse.lake(), as_of=OCTOBER, rule=rule("days:90"))
    assert pack.month.value_left == census.months[-1].value_left.quantize(Decimal("0.01"))
    assert pack.losses.departures == 12
    assert [table.not_asked.departures for table in pack.reasons] == [12] * 4
    assert "Nobody knows yet why" in pack.headline
    assert pack.losses.largest[0].title == "Harbour Café <b>&</b>"
    assert (pack.losses.back.departures, pack.losses.back.value_lost) == (1, Decimal("90.33"))


def test_what_is_told_is_split_and_the_rest_stays_not_asked(cast: Cast, review: Review, reasons: list[Reason]) -> None:
    late, rude, dear, _other = reasons
    tell(cast, 0, late, rude)
    tell(cast, 0, late, standing=Standing.CONFIRMED)
    tell(cast, 1, late, rude, dear)
    tell(cast, 2)
    pack = made(review)

    adds_up(pack)
    tables = {table.standing: table for table in pack.reasons}
    counted = tables["counted"]
    assert [(line.reason, line.departures, line.weight) for line in counted.lines] == [
        (late.pk, 2, Decimal("1.3334")),
        (rude.pk, 1, Decimal("0.3333")),
        (dear.pk, 1, Decimal("0.3333")),
    ]
    assert (counted.could_not_say.departures, counted.not_asked.departures) == (1, 9)
    assert [line.reason for line in tables["confirmed"].lines] == [late.pk]
    assert tables["confirmed"].not_asked.departures == 11
    assert tables["stated"].lines[0].value_lost + tables["stated"].lines[1].value_lost > Decimal(905)
    assert pack.losses.largest[0].standing == "confirmed"


def test_a_day_of_leaving_that_moved_is_still_that_departure(cast: Cast, review: Review, reasons: list[Reason]) -> None:
    tell(cast, 3, reasons[0], moved=9)
    tell(cast, 4, reasons[0], moved=-95)
    tell(cast, 5, reasons[0], moved=30)
    pack = made(review)

    assert pack.reasons[0].lines[0].departures == 1, "before the last purchase, and after the return, is another one"
    adds_up(pack)


def test_a_reason_merged_into_another_counts_as_that(cast: Cast, review: Review, reasons: list[Reason]) -> None:
    tell(cast, 0, reasons[0], reasons[1])
    merge_reason(by=cast.dev, at=AT, reason=reasons[1], into=reasons[0])
    pack = made(review)

    assert [(line.reason, line.departures, line.weight) for line in pack.reasons[0].lines] == [(reasons[0].pk, 1, ONE)]
    adds_up(pack)


def test_issues_with_what_nobody_claims_and_nobody_told_are_the_whole_loss(
    cast: Cast, review: Review, reasons: list[Reason]
) -> None:
    late, rude, dear, _other = reasons
    carrier, desk = an_issue(cast), an_issue(cast, "Nobody answers")
    Cover.objects.create(issue=carrier, reason=late, since_at=AT)
    for place, because in ((0, (late, rude)), (1, (late,)), (2, (dear,)), (3, ())):
        tell(cast, place, *because)
    Placement.objects.create(
        issue=desk, reason=late, customer="c01", left_on=LEFT[1], placed_at=AT, placed_by=cast.dev.name
    )
    pack = made(review)

    adds_up(pack)
    lines = {line.id: line for line in pack.issues.lines}
    assert (lines[carrier.pk].departures, lines[carrier.pk].value_lost) == (1, Decimal("452.67"))
    assert (lines[desk.pk].departures, lines[desk.pk].value_lost) == (1, Decimal("430.34"))
    assert (pack.issues.unclaimed.departures, pack.issues.untold.departures) == (2, 9)


def test_the_same_numbers_are_the_same_bytes(cast: Cast, review: Review, reasons: list[Reason]) -> None:
    tell(cast, 0, *reasons)

    assert encode(made(review)) == encode(made(review))


def test_a_kept_pack_says_what_corrected_facts_would_make_of_it(review: Review, company: Path, cast: Cast) -> None:
    keep_pack(by=cast.dev, at=AT, review=review, made=made(review), freezes=True)
    before = stored(review)
    assert changed_since(review) == ""

    corrected(company)

    assert "now count 11 departures" in changed_since(review)
    assert stored(review) == before
    assert before is not None
    assert before.pack.losses.departures == 12
    assert book.path_of(before.digest).exists()


def test_a_later_pack_says_which_months_it_counts_anew(review: Review, cast: Cast) -> None:
    """August's pack still agrees, June's was never frozen."""
    first = made(review)
    now = {each.period: each for each in first.months}
    for period, more in (("2011-08", 0), ("2011-07", 3), ("2011-06", 1), ("2011-05", 2), ("2011-04", 5)):
        lost = replace(first.losses, departures=now[period].left + more, value_lost=now[period].value_left)
        earlier = replace(first, period=period, title=period, losses=lost)
        keep_pack(by=cast.dev, at=AT, review=a_review(cast, period), made=earlier, freezes=period != "2011-06")

    told = made(review).anew

    assert first.anew == ""
    assert told.startswith("Counted anew with later sales: 2011-07's pack said 3 customers and £0; now 0 and £0.")
    assert [told.find(each) > 0 for each in ("2011-08", "2011-06", "2011-05", "2011-04")] == [False, False, True, True]
    older = encode(first).replace(',"anew":""', "")
    assert "anew" not in older
    assert decode(older) == first


def test_the_lists_of_packs_that_are_gone_go_too(review: Review, cast: Cast) -> None:
    first, other = made(review), replace(made(review), headline="Another")
    keep_pack(by=cast.dev, at=AT, review=review, made=first)
    book.path_of(digest(encode(first))).rename(book.path_of(digest(encode(other))))
    made(review)

    assert book.tidy(at=AT + timedelta(days=40_000)) == 1
    assert book.path_of(digest(encode(first))).exists()


def test_a_month_after_the_facts_has_no_numbers(cast: Cast, company: Path) -> None:
    review = a_review(cast, "2011-11")

    with pytest.raises(NotKnownYet, match="before November 2011 begins"):
        made(review)


def test_a_month_nobody_left_in_is_told_in_a_sentence(cast: Cast, company: Path) -> None:
    pack = made(a_review(cast, "2011-01"))

    assert pack.headline == "Nobody left in January 2011."
    adds_up(pack)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (((0.5, 0.5, 3), (0.5, 0.5, 3)), "stand well"),
        (((0.7, 1.0, 3), (0.3, 0.0, 0)), "nobody spoke with “B”, 30%"),
        (((0.3, 0.8, 3), (0.7, 0.2, 1)), "“A” is heard more than it weighs"),
    ],
)
def test_a_mirror_says_in_a_sentence_what_it_shows(shares: tuple[tuple[float, float, int], ...], said: str) -> None:
    lines = [p.Shared(name, name, of, by, 9, calls) for name, (of, by, calls) in zip("AB", shares, strict=True)]
    distance = sum(abs(of - by) for of, by, _ in shares) / 2

    assert said in sentence(lines, distance)
