"""What the tests begin with, made by our own verbs."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from regain.foundation.people.actions import teams
from regain.foundation.people.models import Person, Team
from regain.knowledge.training import actions
from regain.knowledge.training.models import Certificate, Coaching, Practice
from regain.knowledge.training.rules.rubric import MustNot
from regain.knowledge.training.rules.sheet import shipped
from tests.cast import Cast

AT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def fresh(person: Person) -> Person:
    """The person as the next request would load them."""
    return Person.objects.get(pk=person.pk)


def a_team(cast: Cast) -> Team:
    """Fay's team, with Cora and Tom."""
    team = teams.make_team(by=cast.nia, at=AT, name="Till", lead=cast.fay)
    for person in (cast.cora, cast.tom):
        teams.put_in_team(by=cast.nia, at=AT, person=person, team=team)
    return team


def practised(
    caller: Person,
    colleague: Person,
    key: str = "florist",
    *,
    points: int = 3,
    broken: tuple[MustNot, ...] = (),
    at: datetime = AT,
) -> Practice:
    """A practice call that was scored."""
    practice = actions.practise(by=caller, at=at, caller=caller, colleague=colleague, scenario=key)
    return actions.score(
        by=colleague,
        at=at,
        practice=practice,
        points=dict.fromkeys(shipped()[key].steps, points),
        broken=broken,
        words="Waits well; ask earlier who does what.",
    )


def trained(caller: Person, colleague: Person, *, at: datetime = AT) -> None:
    """Two different calls, passed."""
    practised(caller, colleague, "florist", at=at)
    practised(caller, colleague, "garage", at=at)


def certified(cast: Cast, person: Person | None = None, *, at: datetime = AT) -> Certificate:
    """A certificate of Ben's, or somebody else's."""
    whom = person or cast.ben
    trained(whom, cast.cora if whom != cast.cora else cast.ada, at=at)
    giver = cast.dev if whom != cast.dev else cast.olive
    return actions.certify(by=giver, at=at, person=whom)


def told(
    by: Person,
    *,
    person: Person | None = None,
    team: Team | None = None,
    praises: bool = False,
    about: str = "",
    quote: str = "He sighed before I had finished.",
    at: datetime = AT,
) -> Coaching:
    """Something a customer said."""
    return actions.raise_coaching(
        by=by, at=at, quote=quote, praises=praises, person=person, team=team, about=about, wanted="Let people finish."
    )
