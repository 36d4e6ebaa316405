"""The programme's health, over issues, actions, meetings and calls as they were known on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regain.desks.recovery.tests.executive_story import calls_of
from regain.desks.recovery.tests.queue_story import DAY
from regain.knowledge.playbook.actions.causes import record_causes
from regain.knowledge.playbook.models import Departure
from regain.knowledge.playbook.rules.causes import Standing
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.models import Action, Minutes, Proof, Review
from regain.meetings.lossreview.queries.health import health_lines, health_page
from regain.meetings.lossreview.queries.health.coverage import Balance, coverage
from regain.meetings.lossreview.queries.health.lines import in_words
from regain.meetings.lossreview.rules.health import Line
from regain.meetings.lossreview.rules.pack import HealthLine, Pack
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.story import AT, a_review, an_issue
from tests.cast import Cast

OCTOBER = {"from_on": date(2011, 10, 1), "until_on": date(2011, 11, 1)}
SEPTEMBER = {"from_on": date(2011, 9, 1), "until_on": date(2011, 10, 1)}
LATER = datetime(2011, 11, 12, 10, 0, tzinfo=UTC)


def told(at: datetime = LATER, **month: date) -> dict[str, HealthLine]:
    """The lines by name."""
    return {line.name: line for line in health_lines(at=at, **(month or OCTOBER))}


def agreed(cast: Cast, first: date, **fields: Any) -> Action:
    """An action of Ada's, agreed on the third of October."""
    given = {"what": "Write to the carrier", "owner": cast.ada, "due_on": first, "first_due_on": first}
    return Action.objects.create(**given | {"made_at": AT, "made_by": cast.dev.name} | fields)


def test_where_there_is_nothing_nothing_is_told(cast: Cast) -> None:
    """What nobody counted cannot be told; of what is not there is none yet; counts of nothing are nought."""
    lines = told()
    assert set(lines) == set(Line)
    cannot = {name for name, line in lines.items() if line.text == "Cannot tell"}
    assert cannot == {Line.ASKED, Line.ASKED_VALUE, Line.CONFIRMED, Line.CONFIRMED_VALUE}
    none = {name for name, line in lines.items() if line.text == "None yet"}
    assert {Line.CALLS_TRIED, Line.ISSUES_AGE, Line.ACTIONS_KEPT, Line.REVIEWS_ON_TIME, Line.REVIEW_DAYS} <= none
    assert all(line.value is None for name, line in lines.items() if name in cannot | none)
    assert lines[Line.ACTIONS_LATE].text == "0"


def test_an_action_put_off_was_not_kept(cast: Cast) -> None:
    """Of four for October: one done in time, one late, one put off, one dropped and out of the count."""
    agreed(cast, date(2011, 10, 20), done_at=datetime(2011, 10, 20, 17, tzinfo=UTC), done_by="Ada")
    agreed(cast, date(2011, 10, 20), done_at=datetime(2011, 10, 25, 9, tzinfo=UTC), done_by="Ada")
    agreed(cast, date(2011, 10, 28), due_on=date(2011, 12, 1))
    agreed(cast, date(2011, 10, 28), dropped_at=AT + DAY, dropped_because="Not needed any more")
    agreed(cast, date(2011, 11, 3))
    lines = told()
    assert (lines[Line.ACTIONS_KEPT].text, lines[Line.ACTIONS_KEPT].value) == ("1 of 3", None)
    assert lines[Line.ACTIONS_LATE].text == "1 of 2"


def test_issues_have_an_age_an_owner_and_a_day(cast: Cast) -> None:
    """One of two has nobody; a closed one no longer counts, but it did a month before."""
    an_issue(cast)
    an_issue(cast, "Prices", owner=cast.ada, due_on=date(2011, 11, 1), raised_at=AT + 20 * DAY)
    an_issue(cast, "Sizes", fixed_on=date(2011, 10, 4), change="New chart", closed_at=LATER - 5 * DAY, closed_by="Dev")
    lines = told()
    assert lines[Line.ISSUES_AGE].text == "30 days, the longest 40"
    assert lines[Line.ISSUES_UNOWNED].text == "1 of 2"
    assert lines[Line.ISSUES_LATE].text == "1 of 2"
    assert lines[Line.ISSUES_UNOWNED].before_text == "2 of 2"


def test_meetings_are_held_within_the_month_and_minutes_follow_within_two_days(cast: Cast) -> None:
    """September's took place on the thirteenth day, its minutes left the next; October's has time until December."""
    began = datetime(2011, 10, 14, 10, 0, tzinfo=UTC)
    held: dict[str, Any] = {"began_at": began, "began_by": "Dev", "adjourned_at": began + timedelta(hours=1)}
    review = a_review(cast, **held)
    sent: dict[str, Any] = {"approved_at": began + DAY, "approved_by": "Dev", "sent_at": began + DAY}
    Minutes.objects.create(review=review, text="We met", written_at=began, **sent)
    a_review(cast, "2011-08", convened_at=AT - 30 * DAY)
    a_review(cast, "2011-10", convened_at=AT + DAY)
    off: dict[str, Any] = {"called_off_at": AT, "called_off_because": "The wrong day"}
    a_review(cast, "2011-09", convened_at=AT - DAY, **off)
    lines = told()
    assert lines[Line.REVIEWS_ON_TIME].text == "1 of 2"
    assert lines[Line.REVIEW_DAYS].text == "13 days"
    assert lines[Line.MINUTES_IN_TIME].text == "1 of 1"
    assert lines[Line.REVIEW_DAYS].before_text == "None yet"
    assert Review.objects.count() == 4


def test_proofs_close_and_reopen_issues(cast: Cast) -> None:
    """Those of the last twelve months."""
    issue = an_issue(cast, fixed_on=date(2011, 10, 4), change="New chart")
    for moved, at in (("closed", LATER - DAY), ("reopened", LATER - DAY), ("closed", LATER - 400 * DAY), ("", LATER)):
        Proof.objects.create(
            issue=issue,
            measured_at=at,
            measured_by="",
            as_of=at.date(),
            verdict="",
            sentence="",
            document={},
            moved=moved,
        )
    lines = told()
    assert (lines[Line.ISSUES_PROVEN].text, lines[Line.ISSUES_REOPENED].text) == ("1", "1")
    assert lines[Line.ISSUES_WAITING].text == "1 of 1"
    assert lines[Line.ISSUES_LATE].text == "0 of 1"


def test_coverage_is_told_beside_what_the_ledger_counts(cast: Cast) -> None:
    """Of forty departures two were asked about; where more were asked than left, it cannot be told."""
    for customer in ("C-1", "C-2"):
        record_causes(
            by=cast.dev,
            at=AT,
            customer=customer,
            left_on=date(2011, 9, 12),
            standing=Standing.STATED,
            weights={},
            could_not_say=True,
        )
    Departure.objects.filter(customer="C-1").update(value_lost=Decimal("250.00"), currency="GBP")

    def covered(departures: int, value: str) -> dict[Line, str]:
        lost = Balance({"2011-09": (departures, Decimal(value))})
        return {line: in_words(figure) for line, figure in coverage(lost, at=AT, **SEPTEMBER).items()}

    lines = covered(40, "1000.00")
    assert lines[Line.ASKED] == "2 of 40 (5%)"
    assert lines[Line.ASKED_VALUE] == "25%"
    assert lines[Line.CONFIRMED] == "0 of 40 (0%)"
    assert covered(9, "1000.00")[Line.ASKED_VALUE] == "Too few: 2 of 9 departures"
    assert covered(1, "100.00")[Line.ASKED] == covered(1, "100.00")[Line.ASKED_VALUE] == "Cannot tell"
    assert covered(0, "0.00")[Line.ASKED] == covered(0, "0.00")[Line.CONFIRMED_VALUE] == "None yet"


def test_calls_of_the_month_are_told_by_its_cycle(cast: Cast) -> None:
    """Drawn, and nobody tried yet."""
    drawn = len(calls_of(cast, cast.ada))
    assert told(AT + DAY, **SEPTEMBER)[Line.CALLS_TRIED].text == f"0 of {drawn} (0%)"


def test_it_takes_as_many_queries_for_many_as_for_few(cast: Cast) -> None:
    """Sets, not rows."""

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            health_lines(at=LATER, **OCTOBER)
        return len(found)

    an_issue(cast)
    agreed(cast, date(2011, 10, 20))
    few = asked()
    for _ in range(12):
        an_issue(cast)
        agreed(cast, date(2011, 10, 20))
    assert asked() == few <= 24


def test_the_page_tells_an_earlier_month_as_it_was_known_then(cast: Cast, client: Client) -> None:
    """When the month after it was over; the newest as it is known now, with what frozen packs said before."""
    keep_pack(by=cast.dev, at=AT, review=a_review(cast, "2011-08"), made=_august(), freezes=True)
    a_review(cast)
    an_issue(cast)
    newest = health_page(by=cast.olive, at=LATER)
    assert (newest.period, newest.known_at, newest.after) == ("2011-09", LATER, "")
    shown = {each.line.name: each for group in newest.groups for each in group.lines}
    assert set(shown) == set(Line)
    assert shown[Line.ISSUES_UNOWNED].trend == (4.0, 1.0)
    assert (shown[Line.ISSUES_UNOWNED].line.before, shown[Line.ISSUES_UNOWNED].line.before_text) == (4.0, "4 of 5")
    assert shown[Line.ISSUES_LATE].line.before_text == "0 of 1", "that pack did not tell of it"
    earlier = health_page(by=cast.olive, at=LATER, period="2011-08")
    assert timezone.localtime(earlier.known_at).date() == date(2011, 10, 1)
    assert earlier.after == "2011-09"
    client.force_login(cast.ada)
    page = client.get("/review/health/").content.decode()
    assert "Issues nobody answers for" in page
    assert client.get("/review/health/?month=never").status_code == 422


def _august() -> Pack:
    """A pack that told of four issues nobody answered for."""
    line = HealthLine(Line.ISSUES_UNOWNED, "Unowned", 4.0, "4 of 5", None, "Cannot tell", "")
    return replace(a_pack(), period="2011-08", title="August 2011", health=(line,))
