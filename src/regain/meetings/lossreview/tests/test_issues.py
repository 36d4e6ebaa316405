"""Issues: raised, covered, split, merged, weighed, owned; and nothing is counted twice."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from regain.foundation.kit.table import TableState
from regain.foundation.notices.models import Message, Reminder
from regain.knowledge.playbook.actions.reasons import merge_reason
from regain.knowledge.playbook.models import Departure, Reason
from regain.knowledge.playbook.queries import named
from regain.knowledge.playbook.queries.counted import Asked, asked, counted, counted_causes
from regain.knowledge.playbook.tests.reasons_story import filled, told
from regain.meetings.lossreview.actions import covering, factors, issues, joining, remarking, watching
from regain.meetings.lossreview.models import Cover, Factor, Issue, Placement, Remark, Watch
from regain.meetings.lossreview.queries.behind import SPEC, behind_rows
from regain.meetings.lossreview.queries.factor_words import judged_in_words
from regain.meetings.lossreview.queries.fallen import by_month, by_reason
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.priorities import priorities, year_before
from regain.meetings.lossreview.rules.priority import Name
from regain.meetings.lossreview.tests.issue_story import SEPTEMBER, UNTIL, left
from regain.meetings.lossreview.tests.story import AT, a_review
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DUE = date(2011, 12, 1)


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def raised(cast: Cast, *reasons: Reason, title: str = "Parcels arrive late", **more: Any) -> Issue:
    return issues.raise_issue(by=cast.dev, at=AT, title=title, reasons=[reason.pk for reason in reasons], **more)


def fell(issue: Issue | None, month: str = "2011-09") -> tuple[int, Decimal]:
    part = by_month(from_on=date(2011, 1, 1), until_on=UNTIL).get(issue.pk if issue else None, {}).get(month)
    return (part.departures, part.value) if part else (0, Decimal(0))


def test_a_name_is_one_line_that_every_paper_holds(cast: Cast) -> None:
    named = issues.raise_issue(by=cast.dev, at=AT, title=" Late\x08\x1b  again\u2028and again 🚚 ")
    assert named.title == "Late again and again 🚚"


def test_an_issue_takes_everything_its_reasons_cost(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    left(cast.ben, "C-2", by_key["late"], by_key["fees"], value="33.33")
    left(cast.ben, "C-3", by_key["cheaper"])
    left(cast.ben, "C-4")

    issue = raised(cast, by_key["late"], by_key["fees"], words="Since the carrier changed.")

    assert fell(issue) == (2, Decimal("133.33"))
    assert fell(None) == (1, Decimal("100.00"))
    assert issue.remarks.get().move == "raised"
    assert issue_row(issue.pk, cast.ada) == issue


def test_counts_by_month_tell_reasons_and_those_asked(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"], by_key["fees"], value="33.33")
    left(cast.ben, "C-2")
    left(cast.ben, "C-3", by_key["late"], left_on=date(2011, 8, 31))

    found = {(line.month, line.reason_id): line for line in counted(from_on=date(2011, 8, 1), until_on=UNTIL)}

    assert found["2011-09", by_key["late"].pk].weight == Decimal("0.5")
    assert found["2011-09", by_key["late"].pk].value + found["2011-09", by_key["fees"].pk].value == Decimal("33.33")
    assert asked(from_on=date(2011, 8, 1), until_on=UNTIL) == {"2011-08": Asked(1, 0), "2011-09": Asked(1, 1)}
    assert not counted(from_on=UNTIL, until_on=UNTIL + timedelta(days=30))


def test_a_reason_falls_to_one_issue_only(cast: Cast, by_key: dict[str, Reason]) -> None:
    raised(cast, by_key["late"])

    with pytest.raises(covering.ReasonTaken, match="falls to the issue “Parcels arrive late” already"):
        raised(cast, by_key["fees"], by_key["late"], title="Dear and late")
    with pytest.raises(NotFound, match="no reason with the number 987654"):
        issues.raise_issue(by=cast.dev, at=AT, title="Something", reasons=[987654])
    with pytest.raises(Invalid, match="short name"):
        raised(cast, title="   ")

    assert [issue.title for issue in Issue.objects.all()] == ["Parcels arrive late"]
    assert Cover.objects.count() == 1


def test_a_reason_can_be_taken_out_and_put_elsewhere(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    first, second = raised(cast, by_key["late"]), raised(cast, title="Another")

    covering.uncover_reason(by=cast.dev, at=AT, issue=first, reason=by_key["late"].pk)
    assert fell(None) == (1, Decimal("100.00"))
    covering.cover_reason(by=cast.dev, at=AT, issue=second, reason=by_key["late"].pk)
    covering.cover_reason(by=cast.dev, at=AT, issue=second, reason=by_key["late"].pk)

    assert fell(second) == (1, Decimal("100.00"))
    assert Cover.objects.count() == 2, "what was covered before stays in the history"
    with pytest.raises(covering.NotCovered):
        covering.uncover_reason(by=cast.dev, at=AT, issue=first, reason=by_key["late"].pk)


def test_a_single_departure_can_fall_elsewhere_and_back(cast: Cast, by_key: dict[str, Reason]) -> None:
    customer, left_on = left(cast.ben, "C / 1 ä", by_key["late"], by_key["fees"])
    left(cast.ben, "C-2", by_key["late"])
    late, other = raised(cast, by_key["late"]), raised(cast, title="Another")
    which: dict[str, Any] = {"reason": by_key["late"].pk, "customer": customer, "left_on": left_on}

    covering.place_departure(by=cast.dev, at=AT, issue=other, **which)

    assert fell(late) == (1, Decimal("100.00"))
    assert fell(other) == (1, Decimal("50.00"))
    assert falls_to().issue(**which) == other.pk
    covering.take_placement_back(by=cast.dev, at=AT, issue=other, **which)
    assert fell(late) == (2, Decimal("150.00"))
    with pytest.raises(covering.NobodyNamedIt):
        covering.place_departure(by=cast.dev, at=AT, issue=other, **{**which, "customer": "C-3"})
    assert not Placement.objects.exists()


def test_merging_joins_what_falls_and_separating_takes_it_apart(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"], by_key["fees"])
    left(cast.ben, "C-2", by_key["fees"])
    late, fees = raised(cast, by_key["late"]), raised(cast, by_key["fees"], title="Hidden fees")
    third = raised(cast, title="The lot")

    joining.merge_issue(by=cast.dev, at=AT, issue=fees, into=late)
    assert fell(late) == (2, Decimal("200.00")), "a departure named for both counts once"
    joining.merge_issue(by=cast.dev, at=AT, issue=late, into=third)
    assert fell(third) == (2, Decimal("200.00"))
    with pytest.raises(Conflict, match="was merged into “Parcels arrive late”"):
        covering.cover_reason(by=cast.dev, at=AT, issue=fees, reason=by_key["cheaper"].pk)
    with pytest.raises(joining.SameIssue):
        joining.merge_issue(by=cast.dev, at=AT, issue=third, into=third)
    with pytest.raises(Conflict, match="merged into"):
        joining.merge_issue(by=cast.dev, at=AT, issue=third, into=fees)
    joining.separate_issue(by=cast.dev, at=AT, issue=late)
    joining.separate_issue(by=cast.dev, at=AT, issue=fees)

    assert (fell(late), fell(fees), fell(third)) == ((1, Decimal(50)), (2, Decimal(150)), (0, Decimal(0)))
    with pytest.raises(joining.NotMerged):
        joining.separate_issue(by=cast.dev, at=AT, issue=fees)


def test_splitting_moves_reasons_and_single_departures(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    left(cast.ben, "C-2", by_key["late"])
    left(cast.ben, "C-3", by_key["fees"], value="7.01")
    issue = raised(cast, by_key["late"], by_key["fees"], review=a_review(cast))
    chosen = [(by_key["late"].pk, "C-2", SEPTEMBER)]

    made = joining.split_issue(
        by=cast.dev, at=AT, issue=issue, title="Abroad", reasons=[by_key["fees"].pk], departures=chosen
    )

    assert (fell(issue), fell(made)) == ((1, Decimal(100)), (2, Decimal("107.01")))
    assert (made.split_from, made.review) == (issue, issue.review)
    with pytest.raises(joining.NothingToSplit):
        joining.split_issue(by=cast.dev, at=AT, issue=issue, title="Nothing")
    with pytest.raises(covering.NotCovered, match="does not fall to"):
        joining.split_issue(by=cast.dev, at=AT, issue=issue, title="Again", departures=chosen)
    assert Issue.objects.count() == 2


def test_a_merged_reason_counts_with_the_other_even_between_issues(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    left(cast.ben, "C-2", by_key["fees"])
    late, fees = raised(cast, by_key["late"]), raised(cast, by_key["fees"], title="Hidden fees")

    merge_reason(by=cast.dev, at=AT, reason=by_key["fees"], into=by_key["late"])

    assert (fell(late), fell(fees)) == ((2, Decimal(200)), (0, Decimal(0)))
    assert falls_to().issue(reason=by_key["fees"].pk, customer="C-2", left_on=SEPTEMBER) == late.pk


def test_the_priority_reads_as_the_formula(cast: Cast, by_key: dict[str, Reason]) -> None:
    for month in range(1, 10):
        left(
            cast.ben,
            f"C-{month}",
            by_key["late"] if month % 3 == 0 else by_key["moved-away"],
            left_on=date(2011, month, 9),
        )
    issue = raised(cast, by_key["late"])

    standing = priorities(until_on=UNTIL)[issue.pk]

    assert (standing.departures_year, standing.value_year) == (3, Decimal("300.00"))
    assert standing.recurrence_words == "named in 3 of the 9 months in which anybody was asked"
    assert [factor.value for factor in standing.priority.factors] == [300, Decimal("0.3333"), 1, 1]
    assert standing.priority.amount == Decimal("99.99")
    factors.set_factor(by=cast.dev, at=AT, issue=issue, name=Name.EFFORT, value=Decimal(3), because="Two carriers")
    factors.set_factor(by=cast.dev, at=AT, issue=issue, name=Name.RECURRENCE, value=Decimal(1), because="It goes on")
    stands = priorities(until_on=UNTIL)[issue.pk].priority
    assert (stands.amount, [judged_in_words(each) for each in stands.judged]) == (
        Decimal("100.00"),
        [
            f"Recurrence 100% set by {cast.dev.name}: because It goes on. The records say 33%.",
            f"Effort 3 weeks set by {cast.dev.name}: because Two carriers.",
        ],
    )
    factors.clear_factor(by=cast.dev, at=AT, issue=issue, name=Name.RECURRENCE)
    assert priorities(until_on=UNTIL)[issue.pk].priority.amount == Decimal("33.33")
    assert Factor.objects.filter(ended_at=None).count() == 1
    with pytest.raises(factors.NotSet):
        factors.clear_factor(by=cast.dev, at=AT, issue=issue, name=Name.RECURRENCE)
    for wrong in (Decimal("1.1"), Decimal("-0.1"), Decimal("NaN")):
        with pytest.raises(factors.FactorOutOfBounds):
            factors.set_factor(by=cast.dev, at=AT, issue=issue, name=Name.CONTROL, value=wrong, because="So")
    with pytest.raises(Invalid, match="why"):
        factors.set_factor(by=cast.dev, at=AT, issue=issue, name=Name.CONTROL, value=Decimal(1), because=" ")


def test_the_year_is_twelve_calendar_months() -> None:
    assert year_before(date(2011, 10, 1)) == date(2010, 10, 1)
    assert year_before(date(2012, 1, 1)) == date(2011, 1, 1)
    assert year_before(date(2011, 12, 10)) == date(2011, 1, 1)


def test_whoever_answers_is_told_once_and_reminded_on_the_day(cast: Cast) -> None:
    issue = raised(cast, owner=cast.fay, due_on=DUE)
    issues.assign_issue(by=cast.dev, at=AT, issue=issue, owner=cast.fay, due_on=DUE)

    open_now = Reminder.objects.filter(settled_at=None)
    assert [(each.person, each.due_at.date()) for each in open_now.order_by("due_at")] == [
        (cast.fay, AT.date()),
        (cast.fay, DUE),
    ]
    issues.assign_issue(by=cast.dev, at=AT + timedelta(hours=1), issue=issue, owner=cast.ada, due_on=DUE)
    assert {each.person for each in open_now.all()} == {cast.ada}
    assert Message.objects.filter(to=cast.fay.email).count() == 1, "the mail of the first move; she owns it no more"


@pytest.mark.parametrize(
    ("who", "due_on", "sentence"), [("eve", DUE, "cannot sign in"), ("ada", date(2011, 10, 2), "is over")]
)
def test_who_cannot_answer_and_days_that_are_over_are_refused(
    cast: Cast, who: str, due_on: date, sentence: str
) -> None:
    with pytest.raises((Conflict, Invalid), match=sentence):
        raised(cast, owner=getattr(cast, who), due_on=due_on)
    with pytest.raises(issues.DayMissing):
        raised(cast, owner=cast.ada)

    assert not Issue.objects.exists()
    assert not Reminder.objects.exists()


def test_watchers_hear_of_moves_but_not_of_their_own(cast: Cast) -> None:
    issue = raised(cast)
    watching.watch_issue(by=cast.ada, at=AT, issue=issue)
    watching.watch_issue(by=cast.dev, at=AT, issue=issue, person=cast.tom)

    remarking.comment(by=cast.ada, at=AT, issue=issue, words="Seen it at Leeds, too.")

    (mail,) = Message.objects.all()
    assert (mail.to, mail.subject) == (cast.tom.email, "Parcels arrive late: Comment")
    assert "Seen it at Leeds, too." in mail.text
    watching.unwatch_issue(by=cast.tom, at=AT, issue=issue)
    with pytest.raises(NotFound):
        issue_row(issue.pk, cast.tom)
    with pytest.raises(Invalid):
        remarking.comment(by=cast.ada, at=AT, issue=issue, words="  ")
    assert Remark.objects.filter(move="").count() == 1


def test_texts_written_at_once_lose_nothing(cast: Cast) -> None:
    issue = raised(cast, words="One\nTwo")

    issues.describe_issue(by=cast.dev, at=AT, issue=issue, title=issue.title, words="One\nTwo\nThree", base="One\nTwo")
    row = issues.describe_issue(by=cast.ada, at=AT, issue=issue, title="Late", words="Zero\nOne\nTwo", base="One\nTwo")

    assert row.words == "Zero\nOne\nTwo\nThree"
    assert Remark.objects.filter(move="renamed").latest("pk").words == "It was called “Parcels arrive late”."


def test_an_issue_set_aside_rests_until_it_is_taken_up(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    issue = raised(cast, by_key["late"], owner=cast.ada, due_on=DUE)
    with pytest.raises(Invalid, match="Say why"):
        issues.set_issue_aside(by=cast.dev, at=AT, issue=issue, because="")

    issues.set_issue_aside(by=cast.dev, at=AT, issue=issue, because="The carrier is leaving us")

    assert issue.pk not in priorities(until_on=UNTIL)
    assert fell(issue) == (1, Decimal(100)), "its departures still fall to it"
    assert not Reminder.objects.filter(settled_at=None).exists()
    with pytest.raises(Conflict, match="Take it up again first"):
        issues.assign_issue(by=cast.dev, at=AT, issue=issue, owner=cast.dev, due_on=DUE)
    issues.take_issue_up(by=cast.dev, at=AT + timedelta(days=1), issue=issue)
    assert issue.pk in priorities(until_on=UNTIL)
    with pytest.raises(issues.NotSetAside):
        issues.take_issue_up(by=cast.dev, at=AT, issue=issue)


def test_only_those_who_decide_work_on_issues(cast: Cast, by_key: dict[str, Reason]) -> None:
    issue, other = raised(cast, owner=cast.fay, due_on=DUE), raised(cast, title="Another")
    before = (Issue.objects.count(), Remark.objects.count())
    doing: dict[str, Any] = {"at": AT, "issue": issue}
    for person in (cast.ben, cast.tom, cast.nia, cast.eve, cast.fay):
        for act, given in (
            (covering.cover_reason, {"reason": by_key["late"].pk}),
            (joining.merge_issue, {"into": other}),
            (joining.split_issue, {"title": "Part"}),
            (issues.assign_issue, {"owner": cast.ada, "due_on": DUE}),
            (factors.set_factor, {"name": Name.EFFORT, "value": Decimal(1), "because": "So"}),
            (watching.watch_issue, {"person": cast.ben}),
        ):
            with pytest.raises(NotAllowed):
                act(by=person, **doing, **given)
    for person in (cast.ben, cast.tom, cast.nia, cast.eve):
        with pytest.raises(NotAllowed):
            remarking.comment(by=person, **doing, words="Hello")
        with pytest.raises(NotFound):
            issue_row(issue.pk, person)

    assert (Issue.objects.count(), Remark.objects.count()) == before
    assert not Watch.objects.exists()
    assert issue_row(issue.pk, cast.fay).title == "Parcels arrive late"
    issues.describe_issue(by=cast.fay, **doing, title="Parcels come late", words="")


@pytest.mark.parametrize("seed", [1, 2])
def test_lists_and_sums_agree_whatever_was_covered_placed_and_merged(
    cast: Cast, by_key: dict[str, Reason], seed: int
) -> None:
    luck, reasons = random.Random(seed), list(by_key.values())[:6]
    for number in range(20):
        chosen = luck.sample(reasons, luck.choice([1, 1, 2, 3]))
        left(cast.ben, f"C-{number}", *chosen, value=f"{luck.randrange(100_000) / 100:.2f}")
    made = [raised(cast, reason, title=f"Issue {reason.pk}") for reason in luck.sample(reasons, 4)]
    for cause in luck.sample(list(counted_causes()), 6):
        which = {"reason": cause.counted_reason, "customer": cause.customer, "left_on": cause.left_on}
        covering.place_departure(by=cast.dev, at=AT, issue=luck.choice(made), **which)
    joining.merge_issue(by=cast.dev, at=AT, issue=made[0], into=made[1])
    merge_reason(by=cast.dev, at=AT, reason=reasons[0], into=reasons[1])

    sums = by_month(from_on=date(2011, 9, 1), until_on=UNTIL)
    whole = Decimal(0)
    for issue in made[1:]:
        rows = list(behind_rows(issue=issue, from_on=date(2011, 9, 1), until_on=UNTIL).all(TableState.parse(SPEC, {})))
        assert len(rows) == fell(issue)[0]
        assert sum(row.value.amount for row in rows) == fell(issue)[1]
        whole += fell(issue)[1]
    assert made[0].pk not in sums
    assert whole + fell(None)[1] == Departure.objects.aggregate(lost=Sum("value_lost"))["lost"]


def test_a_month_that_is_kept_is_read_again_when_anything_is_told_anew(
    cast: Cast, by_key: dict[str, Reason], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named, "MANY", 1)
    named._kept.cache_clear()
    left(cast.ben, "C-1", by_key["late"])
    issue = raised(cast, by_key["late"])

    assert fell(issue) == fell(issue) == (1, Decimal(100))
    told(cast.ben, by_key["fees"], customer="C-1", left_on=SEPTEMBER)

    assert fell(issue) == (0, Decimal(0))
    assert named._kept.cache_info().hits >= 1
    named._kept.cache_clear()


def test_everything_that_falls_is_everything_that_was_told(cast: Cast, by_key: dict[str, Reason]) -> None:
    for number in range(12):
        left(cast.ben, f"C-{number}", *list(by_key.values())[number : number + 1 + number % 3], value=f"{number}.37")
    raised(cast, *list(by_key.values())[:4])

    whole = counted(from_on=date(2011, 9, 1), until_on=UNTIL)

    parts = by_reason(from_on=date(2011, 9, 1), until_on=UNTIL)
    assert sum(part.value for mine in parts.values() for part in mine.values()) == sum(line.value for line in whole)
