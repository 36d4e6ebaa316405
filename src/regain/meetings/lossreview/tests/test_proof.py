"""An issue closes only with its measured effect, and opens again where the reason comes back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.notices.models import Reminder
from regain.meetings.lossreview.actions import proving
from regain.meetings.lossreview.actions.shared import IssueIsOver, ReasonMissing
from regain.meetings.lossreview.jobs.proving import measure_fixes
from regain.meetings.lossreview.models import Issue, Proof, Remark
from regain.meetings.lossreview.queries.fixed import looks
from regain.meetings.lossreview.queries.proof import measured, proof_sentence
from regain.meetings.lossreview.rules.proof import Gap, MonthCounts, Verdict, came_back, read
from regain.meetings.lossreview.rules.story import Move
from regain.meetings.lossreview.tests.fix_story import (
    AT,
    FIXED_ON,
    LAST,
    covers,
    months,
    shop,
    shop_facts,
    steady,
    told,
)
from regain.meetings.lossreview.tests.story import an_issue
from tests.cast import Cast

__all__ = ["shop", "shop_facts"]

CHANGE = "Parcels now arrive the next day."


def a_fix(cast: Cast, before: int = 4, after: int = 0, asked: int = 8) -> Issue:
    """A fixed issue, and what those say who left."""
    issue = an_issue(cast, owner=cast.ada)
    late, other = covers(issue)
    told(steady(before, after), reason=late, other=other, asked=asked)
    return proving.fix_issue(by=cast.ada, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)


def moves(issue: Issue) -> list[str]:
    return list(Remark.objects.filter(issue=issue).values_list("move", flat=True))


def test_a_fix_is_measured_against_the_months_before_it(cast: Cast, shop: Path) -> None:
    found = measured(issue=a_fix(cast))
    assert [each.month for each in found.before] == [f"{month:%Y-%m}" for month in months()[:12]]
    assert [each.month for each in found.after] == [f"2011-{month:02}" for month in range(7, 13)]
    assert {(each.departures, each.asked) for each in (*found.before, *found.after)} == {(20, 8)}
    assert all(each.customers >= 60 for each in found.before[1:])
    assert (found.verdict, found.as_of, found.gap) == (Verdict.FELL, LAST + timedelta(days=1), None)
    assert found.ratio
    assert found.net
    assert found.ratio.low == found.net.low == 0
    assert found.sentence.startswith("100% fewer customers left for this since the fix")
    assert read(found.document) == found


def test_what_was_known_on_a_day_is_told_as_of_it(cast: Cast, shop: Path) -> None:
    issue = a_fix(cast)
    assert measured(issue=issue, as_of=date(2011, 7, 20)).gap is Gap.TOO_EARLY
    assert proof_sentence(issue=issue).startswith("100%")
    early = measured(issue=issue, as_of=date(2011, 7, 20)).sentence
    assert early == "Cannot tell yet: the first whole month after the fix ends on 31 Jul 2011."


def test_before_a_fix_there_is_nothing_to_measure(cast: Cast, shop: Path) -> None:
    issue = an_issue(cast)
    assert proof_sentence(issue=issue) == ""
    with pytest.raises(NotFound, match="Record the fix first"):
        measured(issue=issue)


def test_without_any_facts_it_says_so(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    assert measured(issue=an_issue(cast, fixed_on=FIXED_ON, change=CHANGE)).gap is Gap.NO_FACTS


def test_nobody_is_taken_for_nobody_who_left_for_it(cast: Cast, shop: Path) -> None:
    """Where nobody was asked after the fix, none named the reason; that proves nothing."""
    issue = an_issue(cast, fixed_on=FIXED_ON, change=CHANGE)
    late, other = covers(issue)
    told(steady(4, 4, until=FIXED_ON), reason=late, other=other)
    found = measured(issue=issue)
    assert (found.verdict, found.gap) == (Verdict.CANNOT_TELL, Gap.NOT_ASKED_AFTER)
    assert "Ask those who leave" in found.sentence


def test_a_few_calls_cannot_tell_and_say_how_long_it_takes(cast: Cast, shop: Path) -> None:
    found = measured(issue=a_fix(cast, before=2, after=1))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.months_needed
    assert found.sentence == f"Cannot tell yet: {found.months_needed} more months at this rate."


def test_a_reason_too_rare_can_never_be_told_from_these_calls(cast: Cast, shop: Path) -> None:
    issue = an_issue(cast, fixed_on=FIXED_ON, change=CHANGE)
    late, other = covers(issue)
    told(steady(0, 0) | {months()[3]: 2}, reason=late, other=other)
    assert measured(issue=issue).sentence == (
        "Cannot tell: this was named too rarely before the fix to ever tell from these calls. "
        "Ask more of those who leave, or set the issue aside."
    )


@pytest.mark.parametrize(
    ("before", "after", "verdict"), [(8, 8, Verdict.NO_CHANGE), (1, 6, Verdict.ROSE)], ids=["no change", "rose"]
)
def test_what_did_not_help_is_said_plainly(cast: Cast, shop: Path, before: int, after: int, verdict: Verdict) -> None:
    assert measured(issue=a_fix(cast, before=before, after=after, asked=16)).verdict is verdict


def test_a_proven_issue_closes_and_keeps_its_proof(cast: Cast, shop: Path) -> None:
    issue = a_fix(cast)
    closed = proving.close_issue(by=cast.ada, at=AT, issue=issue)
    assert (closed.closed_at, closed.closed_by) == (AT, cast.ada.name)
    kept = Proof.objects.get()
    assert (kept.moved, kept.verdict, kept.as_of) == ("closed", "fell", LAST + timedelta(days=1))
    assert read(kept.document).sentence == kept.sentence
    assert moves(closed)[-2:] == [Move.FIXED, Move.CLOSED]
    assert Entry.objects.filter(verb="lossreview.issue_closed").count() == 1


def test_it_stays_open_until_the_effect_is_shown(cast: Cast, shop: Path) -> None:
    issue = a_fix(cast, before=2, after=1)
    with pytest.raises(proving.NotProven, match=r"stays open until its effect is shown\. Cannot tell yet: "):
        proving.close_issue(by=cast.dev, at=AT, issue=issue)
    issue.refresh_from_db()
    assert (issue.closed_at, Proof.objects.count(), moves(issue)) == (None, 0, [Move.FIXED])


def test_a_fall_seen_once_waits_for_another_month(cast: Cast, shop: Path) -> None:
    """The first month may be luck; the same facts a month on are no luck any more."""
    issue = a_fix(cast)
    seen = [measured(issue=issue, as_of=date(2011, month, 1)) for month in range(8, 13)]
    falls = [each.verdict for each in seen if each.verdict is not Verdict.CANNOT_TELL]
    assert falls[0] is Verdict.FELL_ONCE
    assert set(falls[1:]) == {Verdict.FELL}
    once = next(each for each in seen if each.verdict is Verdict.FELL_ONCE)
    assert not once.is_proven
    assert once.sentence.startswith("100% fewer customers left for this since the fix")
    assert once.sentence.endswith("One more month must show the same before the issue can be closed.")


def test_a_fall_seen_once_closes_nothing(cast: Cast, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = a_fix(cast)
    once = next(
        each
        for month in range(8, 13)
        if (each := measured(issue=issue, as_of=date(2011, month, 1))).verdict is Verdict.FELL_ONCE
    )
    monkeypatch.setattr("regain.meetings.lossreview.actions.proving.measured", lambda issue: once)
    with pytest.raises(proving.NotProven, match="One more month must show the same"):
        proving.close_issue(by=cast.ada, at=AT, issue=issue)
    issue.refresh_from_db()
    assert (issue.closed_at, Proof.objects.count()) == (None, 0)


def test_nobody_closes_what_was_not_fixed(cast: Cast) -> None:
    with pytest.raises(proving.NotFixed, match="Record the fix first"):
        proving.close_issue(by=cast.dev, at=AT, issue=an_issue(cast))


def test_a_fix_needs_a_day_that_has_come_and_a_sentence(cast: Cast) -> None:
    issue = an_issue(cast, owner=cast.ben)
    fix: dict[str, Any] = {"by": cast.ben, "at": AT, "issue": issue}
    with pytest.raises(ReasonMissing, match="a sentence for the customers who asked"):
        proving.fix_issue(**fix, fixed_on=FIXED_ON, change=" ")
    with pytest.raises(proving.DayToCome, match="still to come"):
        proving.fix_issue(**fix, fixed_on=date(2012, 1, 10), change=CHANGE)
    issue.refresh_from_db()
    assert issue.fixed_on is None
    assert moves(issue) == []
    proving.fix_issue(**fix, fixed_on=FIXED_ON, change=CHANGE)
    with pytest.raises(proving.AlreadyFixed, match="Take that back first"):
        proving.fix_issue(**fix, fixed_on=FIXED_ON, change=CHANGE)


def test_only_who_answers_for_it_and_who_decides_may_say_so(cast: Cast) -> None:
    issue = an_issue(cast, owner=cast.ada)
    with pytest.raises(NotAllowed):
        proving.fix_issue(by=cast.ben, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)
    with pytest.raises(NotAllowed):
        proving.bring_back(by=cast.dev, at=AT, issue=issue, found=None)  # type: ignore[arg-type]


def test_a_fix_is_taken_back_with_a_reason(cast: Cast) -> None:
    issue = an_issue(cast, owner=cast.ada)
    with pytest.raises(proving.NotFixed):
        proving.take_fix_back(by=cast.ada, at=AT, issue=issue, because="The carrier went back to two days.")
    proving.fix_issue(by=cast.ada, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)
    with pytest.raises(ReasonMissing):
        proving.take_fix_back(by=cast.ada, at=AT, issue=issue, because="")
    back = proving.take_fix_back(by=cast.ada, at=AT, issue=issue, because="The carrier went back to two days.")
    assert (back.fixed_on, back.fixed_by, back.change) == (None, "", "")
    assert moves(back) == [Move.FIXED, Move.UNFIXED]


def test_somebody_opens_it_again_with_a_reason(cast: Cast, shop: Path) -> None:
    issue = proving.close_issue(by=cast.ada, at=AT, issue=a_fix(cast))
    with pytest.raises(ReasonMissing):
        proving.reopen_issue(by=cast.dev, at=AT, issue=issue, because="")
    again = proving.reopen_issue(by=cast.dev, at=AT, issue=issue, because="The carrier changed hands.")
    assert (again.closed_at, again.fixed_on, again.reopened_at) == (None, None, AT)
    with pytest.raises(proving.NotClosed, match="nothing to open again"):
        proving.reopen_issue(by=cast.dev, at=AT, issue=issue, because="Twice.")
    assert Proof.objects.count() == 1


def test_an_issue_over_cannot_be_fixed(cast: Cast) -> None:
    issue = an_issue(cast, set_aside_at=AT, set_aside_because="Not ours.")
    with pytest.raises(IssueIsOver, match="Take it up again first"):
        proving.fix_issue(by=cast.dev, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)


def test_every_day_only_what_is_new_is_kept_and_told(cast: Cast, shop: Path) -> None:
    issue = a_fix(cast)
    assert measure_fixes.call() == {"news": 1, "back": 0}
    assert measure_fixes.call() == {"news": 0, "back": 0}
    assert Proof.objects.get().moved == ""
    assert moves(issue) == [Move.FIXED, Move.MEASURED]


def test_what_comes_back_opens_by_itself_and_people_hear_of_it(cast: Cast, shop: Path) -> None:
    issue = an_issue(cast, owner=cast.ada)
    late, other = covers(issue)
    named = steady(4, 0)
    named |= {month: 6 for month in months() if month >= date(2011, 10, 1)}
    told({month: many for month, many in named.items() if month < date(2011, 10, 1)}, reason=late, other=other)
    row = proving.fix_issue(by=cast.ada, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)
    closed_at = AT.replace(year=2011, month=10, day=3)
    proving.close_issue(by=cast.ada, at=closed_at, issue=row)
    assert measure_fixes.call() == {"news": 0, "back": 0}
    told({month: many for month, many in named.items() if month >= date(2011, 10, 1)}, reason=late, other=other)
    assert [look.is_back for look in looks()] == [True]
    assert measure_fixes.call() == {"news": 0, "back": 1}
    issue.refresh_from_db()
    assert issue.closed_at is None
    assert issue.fixed_on is None
    assert issue.reopened_at is not None
    kept = Proof.objects.first()
    assert kept is not None
    assert (kept.moved, kept.measured_by) == ("reopened", System("loss review").name)
    assert kept.sentence.startswith("18 customers named it since 3 Oct 2011, when it was closed")
    assert set(Reminder.objects.filter(key__contains=":back:").values_list("person", flat=True)) == {
        cast.dev.pk,
        cast.olive.pk,
    }
    assert measure_fixes.call() == {"news": 0, "back": 0}


@pytest.mark.parametrize(
    ("since", "is_back"),
    [((18, 17), True), ((18,), False), ((2, 18), False), ((9, 10, 8, 9, 10, 8, 9, 10, 8), False)],
    ids=["two months alike", "one month", "only the last", "above a lucky spring, but still half of before"],
)
def test_a_month_alone_opens_nothing(since: tuple[int, ...], *, is_back: bool) -> None:
    """Asked every month for a year, chance would else have its way."""
    named = [20] * 12 + [20] + [2] * 4 + list(since)
    found = [
        MonthCounts(f"{2010 + place // 12}-{place % 12 + 1:02}", 10_000, 400, 100, many)
        for place, many in enumerate(named)
    ]
    assert came_back(found, fixed_on=date(2011, 1, 15), closed_on=date(2011, 6, 3)) is is_back


def test_one_opened_meanwhile_holds_up_no_other(cast: Cast, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = a_fix(cast)
    seen = looks()
    again = [replace(seen[0], is_back=True), *seen]
    monkeypatch.setattr("regain.meetings.lossreview.jobs.proving.looks", lambda: again)
    assert measure_fixes.call() == {"news": 1, "back": 0}
    assert moves(issue) == [Move.FIXED, Move.MEASURED]


def test_two_who_name_it_after_closing_are_no_comeback(cast: Cast, shop: Path) -> None:
    issue = an_issue(cast, owner=cast.ada)
    late, other = covers(issue)
    told(steady(4, 0) | {date(2011, 12, 1): 2}, reason=late, other=other)
    row = proving.fix_issue(by=cast.ada, at=AT, issue=issue, fixed_on=FIXED_ON, change=CHANGE)
    proving.close_issue(by=cast.ada, at=AT.replace(year=2011, month=12, day=1), issue=row)
    assert measure_fixes.call() == {"news": 0, "back": 0}
