"""Teams: the list, one team, and who is in which."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.table import TableState
from regain.foundation.people.actions import teams as actions
from regain.foundation.people.queries import people
from regain.foundation.people.queries import teams as queries
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.teams import TEAMS, TeamRows
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


def teams(request: HttpRequest) -> HttpResponse:
    """The list of teams; a POST makes one."""
    by = signed_in(request)
    if request.method == "POST":
        lead = _number(request.POST.get("lead", ""))
        made = actions.make_team(
            by=by,
            at=clock.now(),
            name=request.POST.get("name", ""),
            lead=people.person(lead) if lead else None,
        )
        say(request, _("The team %(name)s is there. Put people into it.") % {"name": made.name})
        return redirect("people:team", team_id=made.pk)
    state = TableState.parse(TEAMS, dict(request.GET.lists()))
    query = state.query(page=1).removeprefix("?")
    around = Around(
        nothing=Nothing(
            _("No team yet"),
            _("A team has a lead, who coaches its people and sees what customers said about them."),
            icon="users-group",
        ),
        views=pills(by=by, list_name=TEAMS.name, base=request.path, query=query),
        save_view=save_address(TEAMS.name),
        export=reverse("people:teams_export"),
    )
    table = listing(request, TEAMS, TeamRows(), around)
    return show(request, "people/teams.html", queries.teams_page(by=by, up=tuple(_up())), table)


def teams_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(TEAMS, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, TeamRows(), "teams")


def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team."""
    page = queries.team_page(by=signed_in(request), pk=team_id)
    return screen(request, "people/team.html", page, up=[*_up(), Crumb(_("Teams"), reverse("people:teams"))])


def name(request: HttpRequest, team_id: int) -> HttpResponse:
    """Call it something else."""
    wanted = request.POST.get("name", "")
    changed = actions.rename_team(by=signed_in(request), at=clock.now(), team=queries.team(team_id), name=wanted)
    say(request, _("The team is called %(name)s now.") % {"name": changed.name})
    return redirect("people:team", team_id=team_id)


def lead(request: HttpRequest, team_id: int) -> HttpResponse:
    """Say who leads it."""
    wanted = _number(request.POST.get("lead", ""))
    person = people.person(wanted) if wanted else None
    changed = actions.set_lead(by=signed_in(request), at=clock.now(), team=queries.team(team_id), lead=person)
    if changed.lead is None:
        say(request, _("Nobody leads %(team)s now.") % {"team": changed.name})
    else:
        say(request, _("%(name)s leads %(team)s now.") % {"name": changed.lead.name, "team": changed.name})
    return redirect("people:team", team_id=team_id)


def member(request: HttpRequest, team_id: int) -> HttpResponse:
    """Put somebody in, or take them out."""
    one, there = people.person(_number(request.POST.get("person", ""))), queries.team(team_id)
    leaves = request.POST.get("do") == "remove"
    actions.put_in_team(by=signed_in(request), at=clock.now(), person=one, team=None if leaves else there)
    sentence = _("%(name)s is no longer in %(team)s.") if leaves else _("%(name)s is in %(team)s now.")
    say(request, sentence % {"name": one.name, "team": there.name})
    return redirect("people:team", team_id=team_id)


def closing(request: HttpRequest, team_id: int) -> HttpResponse:
    """End its work."""
    closed = actions.close_team(by=signed_in(request), at=clock.now(), team=queries.team(team_id))
    undo = reverse("people:team_reopening", args=[team_id])
    say(request, _("The team %(name)s is closed.") % {"name": closed.name}, undo=undo)
    return redirect("people:team", team_id=team_id)


def reopening(request: HttpRequest, team_id: int) -> HttpResponse:
    """Let it work again."""
    opened = actions.reopen_team(by=signed_in(request), at=clock.now(), team=queries.team(team_id))
    say(request, _("The team %(name)s is open again.") % {"name": opened.name})
    return redirect("people:team", team_id=team_id)


def persons_team(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put one person into a team, from their own page."""
    wanted = _number(request.POST.get("team", ""))
    one, there = people.person(person_id), queries.team(wanted) if wanted else None
    actions.put_in_team(by=signed_in(request), at=clock.now(), person=one, team=there)
    if there is None:
        say(request, _("%(name)s is in no team now.") % {"name": one.name})
    else:
        say(request, _("%(name)s is in %(team)s now.") % {"name": one.name, "team": there.name})
    return redirect("people:person", person_id=person_id)


def _number(text: str) -> int:
    """The id that was chosen; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _up() -> list[Crumb]:
    return [Crumb(_("People"), reverse("people:people"))]
