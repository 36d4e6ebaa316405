"""Whether coaching helps: teams before and since, never one person."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regain.desks.recovery.queries.conversations import conversations
from regain.desks.recovery.tests.asked_story import attempts
from regain.foundation.people.models import Person, Team
from regain.knowledge.training.models import Coaching, Remark
from regain.knowledge.training.queries.heard import coached_teams, criticised
from regain.knowledge.training.rules.coaching import Move, Stage
from regain.meetings.lossreview.queries.coaching_effect import effect_page
from regain.meetings.lossreview.rules.coached import Heard, coached
from regain.meetings.lossreview.rules.proof import Verdict
from tests.cast import Cast

AT = datetime(2012, 1, 9, 9, 30, tzinfo=UTC)
MONTHS = [(2011, month) for month in range(1, 13)]


def a_team(cast: Cast, *people: Person) -> Team:
    """The people of the frontline."""
    team = Team.objects.create(name="Counter", lead=cast.fay, made_at=AT, made_by=cast.nia.name)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(team=team)
    return team


def item(cast: Cast, year: int, month: int, **about: Any) -> Coaching:
    """What a customer wants to be better, said in the middle of a month."""
    at = datetime(year, month, 14, 9, tzinfo=UTC)
    return Coaching.objects.create(
        quote="They never rang back.", praises=False, raised_at=at, since_at=at, raised_by=cast.ada, **about
    )


def test_a_large_team_is_told_of_and_a_small_one_is_not(cast: Cast) -> None:
    team = a_team(cast, cast.ben, cast.cora)
    row = item(cast, 2011, 3, person=cast.ben)
    Remark.objects.create(coaching=row, at=datetime(2011, 4, 2, tzinfo=UTC), by="x", by_name="X", move=Move.COACH)
    assert coached_teams() == ()
    Person.objects.filter(pk=cast.tom.pk).update(team=team)
    assert [(each.name, str(each.since)) for each in coached_teams()] == [("Counter", "2011-04-02")]


def test_items_count_for_the_team_of_whom_they_are_about(cast: Cast) -> None:
    team = a_team(cast, cast.ben, cast.cora)
    item(cast, 2011, 3, person=cast.ben)
    item(cast, 2011, 3, team=team)
    item(cast, 2011, 4, about="Somebody else")
    item(cast, 2011, 4, team=team, stage=Stage.WITHDRAWN)
    Coaching.objects.create(quote="Thank you.", praises=True, raised_at=AT, since_at=AT, team=team)
    found = criticised(from_on=date(2011, 1, 1), until_on=date(2012, 2, 1))
    assert found == {team.pk: {"2011-03": 2}}


def spoken(cast: Cast, many: int, **given: Any) -> None:
    """So many attempts in every month of 2011."""
    moments = [datetime(year, month, 5, 10, tzinfo=UTC) for year, month in MONTHS for _times in range(many)]
    attempts(cast.ben, moments, **given)


def test_only_conversations_count(cast: Cast) -> None:
    spoken(cast, 2)
    spoken(cast, 3, outcome="no_answer")
    assert conversations(from_on=date(2011, 11, 1), until_on=date(2012, 1, 1)) == {"2011-11": 2, "2011-12": 2}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(20, 2, Verdict.FELL), (20, 20, Verdict.NO_CHANGE), (3, 20, Verdict.ROSE), (1, 1, Verdict.CANNOT_TELL)],
)
def test_a_verdict_needs_more_than_chance(before: int, after: int, verdict: Verdict) -> None:
    made = coached([Heard("m", 100, before)] * 12, [Heard("m", 100, after)] * 6)
    assert (made.verdict, made.before, made.after) == (verdict, before, after)


def test_one_month_says_nothing() -> None:
    made = coached([], [Heard("m", 100, 2)])
    assert (made.verdict, made.is_too_early, made.before) == (Verdict.CANNOT_TELL, True, None)


def test_the_page_compares_and_quotes_nobody(client: Client, cast: Cast) -> None:
    team = a_team(cast, cast.ben, cast.cora, cast.tom)
    rows = [item(cast, *MONTHS[month], team=team) for month in range(6) for _times in range(9)]
    Remark.objects.create(coaching=rows[-1], at=datetime(2011, 7, 2, tzinfo=UTC), by="x", by_name="X", move=Move.COACH)
    spoken(cast, 40)
    line = effect_page(at=AT).teams[0]
    assert (line.before, line.after, line.title) == ("22.5", "0", "Criticised less")
    assert line.sentence == "Customers criticise this team less since it was coached."
    client.force_login(cast.dev)
    page = client.get(reverse("lossreview:coaching_effect")).content.decode()
    assert "Counter" in page
    assert "They never rang back" not in page
    client.force_login(cast.ben)
    assert client.get(reverse("lossreview:coaching_effect")).status_code == 403


def test_nobody_coached_is_said_calmly(client: Client, cast: Cast) -> None:
    client.force_login(cast.dev)
    assert "No team was coached yet" in client.get(reverse("lossreview:coaching_effect")).content.decode()
