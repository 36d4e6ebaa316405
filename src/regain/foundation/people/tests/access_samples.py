"""What the routes of this room are asked with."""

from regain.foundation.kit import clock
from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import invitations, rights, teams, views
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.queries.entrance import reset_link_of
from tests.access_samples import Filled
from tests.cast import Cast, address, come_in


def somebody(cast: Cast, actor: Person | None) -> Filled:
    """Tom, whom any manager of people may change."""
    return Filled({"person_id": cast.tom.pk}, {"roles": ["executive"]})


def somebody_gone(cast: Cast, actor: Person | None) -> Filled:
    """Somebody who left; none of those who ask."""
    gus = come_in(by=cast.nia, email=address("gus"), name="Gus Bell", role=Role.EXECUTIVE)
    rights.deactivate_person(by=cast.nia, at=clock.now(), person=gus)
    return Filled({"person_id": gus.pk})


def joining(cast: Cast, actor: Person | None) -> Filled:
    """An invitation's link."""
    return Filled({"token": _invitation(cast).token})


def invited(cast: Cast, actor: Person | None) -> Filled:
    """An invitation that waits."""
    return Filled({"invitation_id": _invitation(cast).pk})


def _invitation(cast: Cast) -> Invitation:
    return invitations.invite_person(
        by=cast.nia,
        at=clock.now(),
        email=address("gus"),
        roles={Role.EXECUTIVE},
        url="http://testserver/",
    )


def reset(cast: Cast, actor: Person | None) -> Filled:
    """A link to a new password."""
    whom, token = reset_link_of(cast.tom)
    return Filled({"whom": whom, "token": token})


def new_view(cast: Cast, actor: Person | None) -> Filled:
    """A list that is kept under a name."""
    return Filled({"list_name": "people"}, {"name": "Mine", "query": "q=a"})


def own_view(cast: Cast, actor: Person | None) -> Filled:
    """A view of whoever asks."""
    view = views.save_view(by=actor or cast.ada, at=clock.now(), list_name="people", title="Mine", query="q=a")
    return Filled({"view_id": view.pk})


def a_team(cast: Cast, actor: Person | None) -> Filled:
    """A team that works, and what its forms send."""
    made = teams.make_team(by=cast.nia, at=clock.now(), name="Till", lead=cast.fay)
    return Filled({"team_id": made.pk}, {"name": "Counter", "lead": cast.tom.pk, "person": cast.ben.pk})


def a_closed_team(cast: Cast, actor: Person | None) -> Filled:
    """A team that no longer works."""
    made = teams.make_team(by=cast.nia, at=clock.now(), name="Till")
    return Filled({"team_id": teams.close_team(by=cast.nia, at=clock.now(), team=made).pk})


def a_new_team(cast: Cast, actor: Person | None) -> Filled:
    """A team to make."""
    return Filled({}, {"name": "Till"})


def a_persons_team(cast: Cast, actor: Person | None) -> Filled:
    """Tom, and the team he is put into."""
    made = teams.make_team(by=cast.nia, at=clock.now(), name="Till")
    return Filled({"person_id": cast.tom.pk}, {"team": made.pk})


SAMPLES = {
    "people:teams": a_new_team,
    "people:team": a_team,
    "people:team_name": a_team,
    "people:team_lead": a_team,
    "people:team_member": a_team,
    "people:team_closing": a_team,
    "people:team_reopening": a_closed_team,
    "people:person_team": a_persons_team,
    "people:person": somebody,
    "people:roles": somebody,
    "people:deactivation": somebody,
    "people:reactivation": somebody_gone,
    "people:joining": joining,
    "people:renewal": invited,
    "people:withdrawal": invited,
    "people:reset": reset,
    "people:views": new_view,
    "people:view_sharing": own_view,
    "people:view_removal": own_view,
}
