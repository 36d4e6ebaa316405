"""The Loss Review of September 2011 at the demo company, from nothing to sent minutes; and October's, which follows."""

import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from regain.foundation.kit.actor import System
from regain.foundation.kit.home import here
from regain.foundation.notices.models import Message
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.slides import pptx
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger import rules
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.actions.screenings import import_screening
from regain.knowledge.playbook.models import Reason
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.actions.importing import import_facts
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.queries.looking import guessed
from regain.meetings.lossreview.actions import (
    agreeing,
    attending,
    issues,
    meeting,
    minuting,
    packing,
    resolving,
    weighing,
)
from regain.meetings.lossreview.jobs.preparing import convene_at
from regain.meetings.lossreview.models import Action, Issue, Minutes, Pack, Review
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.pack import build
from regain.meetings.lossreview.queries.packs import encode, stored
from regain.meetings.lossreview.queries.shown import shown
from regain.meetings.lossreview.queries.shown.deck import deck
from regain.meetings.lossreview.queries.shown.sheet import SHEET, sheet
from regain.meetings.lossreview.rules import pack as told
from regain.meetings.lossreview.rules.agenda import Section
from regain.shell.cli.samples import REGISTERS, not_listed
from tests.cast import Cast, cast, plain_files, quick_passwords
from tests.demo import Demo
from tests.september import APPROVED, DAMAGED, LATE, PERIOD, approve_september, hear_september

__all__ = ["cast", "plain_files", "quick_passwords"]

FROZEN = datetime(2011, 10, 11, 9, 0, tzinfo=UTC)
MET = datetime(2011, 10, 13, 9, 0, tzinfo=UTC)
"""Ten o'clock in London on the second Thursday of October."""
LATER = datetime(2011, 11, 2, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OPERATOR = System("command line")


@pytest.fixture
def october(cast: Cast, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The demo company's facts, September's cycle approved, and eight customers heard."""
    shutil.copy(demo.home / "regain.toml", tmp_path)
    shutil.copytree(demo.home / "lake", tmp_path / "lake")
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    load_catalogue(by=cast.dev, at=APPROVED)
    for registry in REGISTERS:
        import_screening(by=cast.dev, at=APPROVED, registry=registry, checked_on=APPROVED.date(), text=not_listed())
    cycle = approve_september(by=cast.dev, at=APPROVED, executive=cast.ada)
    assert len(hear_september(cycle=cycle, executive=cast.ada)) == 8
    return cast


def pack_of(review: Review) -> told.Pack:
    """What is stored."""
    found = stored(review)
    assert found is not None
    return found.pack


def frozen(review: Review, *, at: datetime) -> told.Pack:
    """Made and frozen, as the worker does it when the day has come."""
    by = System("worker")
    packing.keep_pack(by=by, at=at, review=review, made=build(by=by, at=at, review=review), freezes=True)
    return pack_of(review)


def test_september_is_reviewed_and_october_opens_with_what_was_agreed(october: Cast) -> None:
    cast = october
    assert convene_at(APPROVED) == PERIOD
    review = Review.objects.get(period=PERIOD)
    assert review.meets_at == MET
    assert {seat.person for seat in review.seats.all()} >= {cast.dev, cast.ada, cast.olive}

    pack = frozen(review, at=FROZEN)
    assert pack.actions == (), "nothing was agreed before the first review"
    assert len(pack.calls) == 8
    assert pack.reasons[0].lines[0].title == LATE

    late = issues.raise_issue(
        by=cast.ada, at=FROZEN, title="Parcels come late", reasons=[Reason.objects.get(title=LATE).pk], review=review
    )
    broken = issues.raise_issue(
        by=cast.ada, at=FROZEN, title="Ceramics break", reasons=[Reason.objects.get(title=DAMAGED).pk], review=review
    )
    assert falls_to().issue(reason=pack.reasons[0].lines[0].reason, customer="", left_on=APPROVED.date()) == late.pk

    held(cast, review)
    weighed(cast, review, late=late, broken=broken)
    agreed = decided(cast, review, late)

    meeting.adjourn_review(by=cast.dev, at=MET + 70 * MINUTE, review=review)
    minutes = Minutes.objects.get(review=review)
    for words in ("Ada Marlow", "Parcels come late", "Two carriers", agreed[0].what, "The van is the problem."):
        assert words in minutes.text
    text = minutes.text.replace("The van is the problem.", "The van, not the warehouse, is the problem.")
    minuting.edit_minutes(by=cast.dev, at=MET + 80 * MINUTE, minutes=minutes, text=text, base=minutes.text)
    minuting.approve_minutes(by=cast.dev, at=MET + 90 * MINUTE, minutes=minutes)
    minuting.send_minutes(by=cast.dev, at=MET + 90 * MINUTE, minutes=minutes, base="https://thimble.example")
    mails = Message.objects.filter(text__contains="The van, not the warehouse")
    assert {mail.to for mail in mails} >= {cast.ada.email, cast.olive.email}

    agreeing.finish_action(by=cast.ada, at=MET + 9 * DAY, action=agreed[0], words="Signed on Friday.")
    assert convene_at(LATER) == "2011-10"
    following = frozen(Review.objects.get(period="2011-10"), at=LATER)
    assert [(line.what, line.state) for line in following.actions] == [
        (agreed[1].what, "late"),
        (agreed[0].what, "done"),
    ]
    assert {line.review for line in following.actions} == {PERIOD}


def held(cast: Cast, review: Review) -> None:
    """Everybody sits down, looks at who left, and writes something under it."""
    meeting.begin_review(by=cast.dev, at=MET, review=review)
    for person in (cast.dev, cast.ada, cast.olive):
        attending.mark_present(by=cast.dev, at=MET, review=review, person=person)
    item = review.items.get(section=Section.CALLS)
    meeting.show_item(by=cast.dev, at=MET + 10 * MINUTE, review=review, item=item)
    meeting.note_item(by=cast.olive, at=MET + 12 * MINUTE, item=item, text="The van is the problem.", base="")


def weighed(cast: Cast, review: Review, *, late: Issue, broken: Issue) -> None:
    """Each for themselves, then opened to all."""
    weighing.open_weighing(by=cast.dev, at=MET + 30 * MINUTE, review=review)
    for person, points in ((cast.dev, 7), (cast.ada, 6), (cast.olive, 9)):
        given = {late.pk: points, broken.pk: 10 - points}
        weighing.weigh(by=person, at=MET + 32 * MINUTE, review=review, points=given)
    weighing.open_weights(by=cast.dev, at=MET + 35 * MINUTE, review=review)
    ranks = weighing.rank_issues(by=cast.dev, at=MET + 36 * MINUTE, review=review, places=[late.pk, broken.pk])
    assert [(rank.place, rank.issue_id) for rank in ranks] == [(1, late.pk), (2, broken.pk)]


def decided(cast: Cast, review: Review, late: Issue) -> tuple[Action, Action]:
    """One owner, one day, two things to do."""
    at = MET + 50 * MINUTE
    resolving.resolve(by=cast.dev, at=at, review=review, text="Two carriers from November on.", issue=late)
    issues.assign_issue(by=cast.dev, at=at, issue=late, owner=cast.ada, due_on=date(2011, 12, 1), review=review)
    signed, told_in_time = (
        agreeing.agree_action(by=cast.dev, at=at, what=what, owner=owner, due_on=day, issue=late, review=review)
        for what, owner, day in (
            ("Sign the second carrier", cast.ada, date(2011, 10, 28)),
            ("Call every customer whose parcel is late", cast.fay, date(2011, 10, 31)),
        )
    )
    return signed, told_in_time


def test_the_pack_is_the_ledgers_to_the_penny(october: Cast) -> None:
    assert convene_at(APPROVED) == PERIOD
    pack = frozen(Review.objects.get(period=PERIOD), at=FROZEN)

    company = settings.COMPANY
    census = ledger.census(warehouse.lake(), as_of=date(2011, 10, 1), rule=rules.rule(company.rule))
    month = next(each for each in census.months if each.month == PERIOD)
    assert (pack.month.left, pack.month.value_left) == (month.left, month.value_left)
    assert (pack.losses.departures, pack.losses.value_lost) == (month.left, month.value_left)
    for parts in (pack.losses.segments, pack.losses.countries):
        assert (sum(each.departures for each in parts), total(parts)) == (month.left, month.value_left)
    for table in pack.reasons:
        rest = (table.could_not_say, table.not_asked)
        assert total(table.lines) + total(rest) == table.total.value_lost == month.value_left, table.standing
    counted = pack.reasons[0]
    assert counted.not_asked.departures == month.left - len(pack.calls)
    ranked: list[told.IssueLine | told.Part] = [*pack.issues.lines, pack.issues.unclaimed, pack.issues.untold]
    assert total(ranked) == pack.issues.total.value_lost == month.value_left


def total(parts: Iterable[told.Part | told.ReasonLine | told.IssueLine]) -> Decimal:
    """All of them together."""
    return sum((each.value_lost for each in parts), Decimal(0))


def test_a_frozen_pack_is_the_same_a_month_later_although_sales_came_in(october: Cast, tmp_path: Path) -> None:
    assert convene_at(APPROVED) == PERIOD
    review = Review.objects.get(period=PERIOD)
    frozen(review, at=FROZEN)
    before = Pack.objects.get(review=review)
    seen = papers(review)

    more_facts(tmp_path, pack_of(review).losses.largest[0])
    later = build(by=System("worker"), at=LATER, review=review)

    after = Pack.objects.get(review=review)
    assert (after.document, after.digest) == (before.document, before.digest)
    assert papers(review) == seen
    assert encode(later) != before.document, "made today it would be another one"


def more_facts(folder: Path, loss: told.Loss) -> None:
    """A month of sales comes in, and one that should have been known in September."""
    rows = [f"{loss.customer},L1,2011-09-20 10:00:00,99.00", f"{loss.customer},L2,2011-10-20 10:00:00,50.00"]
    (folder / "late.csv").write_text("\n".join(["customer,invoice,date,amount", *rows]) + "\n", "utf-8")
    source = Source(path=str(folder / "late.csv"))
    import_facts(by=OPERATOR, at=LATER, home=here(), source=source, mapping=guessed("sales", source))


def papers(review: Review) -> tuple[bytes, bytes]:
    """The PDF and the slides, made now."""
    found = stored(review)
    assert found is not None
    by = System("worker")
    return pdf(SHEET, sheet(shown(by=by, stored=found))), pptx(deck(shown(by=by, stored=found)))
