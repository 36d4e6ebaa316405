"""Teams: made, led, joined, closed; and who sees which."""

import pytest
from django.test import Client

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.people.actions import rights, teams
from regain.foundation.people.models import Person, Team
from regain.foundation.people.queries import teams as queries
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def till(cast: Cast) -> Team:
    """A team led by Fay, with Tom in it."""
    made = teams.make_team(by=cast.nia, at=AT, name="Till", lead=cast.fay)
    teams.put_in_team(by=cast.nia, at=AT, person=cast.tom, team=made)
    return made


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_team_knows_its_lead_and_its_people(cast: Cast, till: Team) -> None:
    assert queries.teams() == (till,)
    assert queries.team_of(cast.tom) == till
    assert queries.team_of(cast.fay) is None
    assert queries.teams_led_by(cast.fay) == (till,)


def test_who_may_not_manage_people_makes_no_team(cast: Cast) -> None:
    before = Entry.objects.count()

    with pytest.raises(NotAllowed):
        teams.make_team(by=cast.fay, at=AT, name="Mine", lead=cast.fay)

    assert (Team.objects.count(), Entry.objects.count()) == (0, before)


def test_two_open_teams_have_two_names(cast: Cast, till: Team) -> None:
    with pytest.raises(teams.NameIsTaken, match="There is a team Till already"):
        teams.make_team(by=cast.nia, at=AT, name=" Till ")
    with pytest.raises(teams.TeamNeedsAName):
        teams.rename_team(by=cast.nia, at=AT, team=till, name="  ")

    assert Team.objects.count() == 1


def test_a_closed_team_keeps_its_people_for_when_it_opens_again(cast: Cast, till: Team) -> None:
    teams.close_team(by=cast.nia, at=AT, team=till)

    assert queries.team_of(cast.tom) is None
    assert queries.teams_led_by(cast.fay) == ()
    with pytest.raises(teams.TeamIsClosed, match="Open it again first"):
        teams.put_in_team(by=cast.nia, at=AT, person=cast.ben, team=till)
    with pytest.raises(teams.NothingToDo):
        teams.close_team(by=cast.nia, at=AT, team=till)

    teams.reopen_team(by=cast.nia, at=AT, team=till)
    assert queries.team_of(cast.tom) == till


def test_a_name_taken_meanwhile_keeps_a_team_closed(cast: Cast, till: Team) -> None:
    teams.close_team(by=cast.nia, at=AT, team=till)
    teams.make_team(by=cast.nia, at=AT, name="Till")

    with pytest.raises(teams.NameIsTaken):
        teams.reopen_team(by=cast.nia, at=AT, team=till)

    assert Team.objects.get(pk=till.pk).closed_at is not None


def test_who_has_left_neither_leads_nor_joins(cast: Cast, till: Team) -> None:
    gone = rights.deactivate_person(by=cast.nia, at=AT, person=cast.ben)

    with pytest.raises(teams.HasLeft):
        teams.set_lead(by=cast.nia, at=AT, team=till, lead=gone)
    with pytest.raises(teams.HasLeft):
        teams.put_in_team(by=cast.nia, at=AT, person=gone, team=till)

    assert Team.objects.get(pk=till.pk).lead == cast.fay


def test_an_administrator_works_through_the_pages(cast: Cast) -> None:
    nia = browser(cast.nia)
    assert "No team yet" in nia.get("/people/staff/teams/").content.decode()

    page = nia.post("/people/staff/teams/", {"name": "Till", "lead": cast.fay.pk}, follow=True).content.decode()
    assert "The team Till is there." in page
    till = Team.objects.get()
    address = f"/people/staff/teams/{till.pk}/"
    nia.post(f"{address}members/", {"person": cast.tom.pk})
    assert "Tom Reyes" in nia.get(address).content.decode()
    assert "Fay Morgan" in nia.get("/people/staff/teams/?q=fay&sort=-members").content.decode()
    exported = nia.get("/people/staff/teams/export/?format=csv")
    assert b"Till,Fay Morgan,1,Open" in b"".join(exported.streaming_content)  # type: ignore[attr-defined]

    nia.post(f"{address}lead/", {"lead": ""})
    nia.post(f"{address}name/", {"name": "Counter"})
    nia.post(f"{address}members/", {"person": cast.tom.pk, "do": "remove"})
    changed = Team.objects.get()
    assert (changed.name, changed.lead, changed.members.count()) == ("Counter", None, 0)
    assert nia.post(f"{address}members/", {"person": "everybody"}).status_code == 404

    page = nia.post(f"{address}closing/", follow=True).content.decode()
    assert f"{address}reopening/" in page
    assert "Counter" in nia.get("/people/staff/teams/?standing=closed").content.decode()


def test_a_person_is_put_into_a_team_from_their_page(cast: Cast, till: Team) -> None:
    nia = browser(cast.nia)

    nia.post(f"/people/staff/{cast.ben.pk}/team/", {"team": till.pk})

    assert Person.objects.get(pk=cast.ben.pk).team == till
    assert "Team changed" in nia.get(f"/people/staff/{cast.ben.pk}/").content.decode()


def test_everybody_sees_their_own_team_on_their_account(cast: Cast, till: Team) -> None:
    teams.put_in_team(by=cast.nia, at=AT, person=cast.ben, team=till)

    page = browser(cast.ben).get("/people/account/").content.decode()

    assert all(words in page for words in ("Your team", "Till", "Fay Morgan", "Tom Reyes"))
    assert "Your team" not in browser(cast.ada).get("/people/account/").content.decode()
