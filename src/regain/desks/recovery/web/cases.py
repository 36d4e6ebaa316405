"""Cases as a list, and several of them given to somebody else."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.desks.recovery import actions
from regain.desks.recovery.queries import case_rows, handing, queue
from regain.desks.recovery.web.queue import tabs_of
from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import views
from regain.foundation.ui.listing import Around, Bulk, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say

NOTHING: Final = {
    case_rows.MINE: Nothing(
        gettext_lazy("You own no case"),
        gettext_lazy("Whoever speaks with a customer first owns the case from then on."),
        icon="headset",
    ),
    case_rows.FREE: Nothing(
        gettext_lazy("No case is free"),
        gettext_lazy("Cases appear here when a rescue cycle is approved."),
        icon="headset",
    ),
    case_rows.TEAM: Nothing(
        gettext_lazy("Your team has no case"), gettext_lazy("Those who manage give cases to a team."), icon="users"
    ),
    case_rows.ALL: Nothing(
        gettext_lazy("No case is open"),
        gettext_lazy("Cases are opened when a rescue cycle is approved."),
        icon="headset",
    ),
    case_rows.ENDED: Nothing(
        gettext_lazy("No case has ended yet"),
        gettext_lazy("Cases that ended stay here, with how and why."),
        icon="headset",
    ),
}


@dataclass(frozen=True)
class CasesScreen:
    """The list, and the way to the other ones."""

    tabs: list[Tab]


def cases(request: HttpRequest, whose: str) -> HttpResponse:
    """One of the lists: mine, free, my team's, everybody's, ended."""
    by, at = actor_of(request), clock.now()
    spec = case_rows.spec(by=by, whose=whose)
    query = TableState.parse(spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    may_hand = handing.may_hand(by) and whose != case_rows.ENDED
    around = Around(
        nothing=NOTHING[whose],
        views=views.pills(by=by, list_name=spec.name, base=request.path, query=query),
        save_view=views.save_address(spec.name),
        export=reverse("recovery:cases_export", args=[whose]),
        bulk=_bulk(whose) if may_hand else None,
    )
    table = listing(request, spec, case_rows.CaseRows(by=by, at=at, whose=whose), around)
    return show(request, "recovery/cases.html", CasesScreen(tabs_of(queue.counts(by=by), whose)), table)


def cases_export(request: HttpRequest, whose: str) -> HttpResponseBase:
    """The list as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    by = actor_of(request)
    state = TableState.parse(case_rows.spec(by=by, whose=whose), dict(request.GET.lists()))
    return export(kind, state, case_rows.CaseRows(by=by, at=clock.now(), whose=whose), f"cases-{whose}")


def handing_over(request: HttpRequest, whose: str) -> HttpResponse:
    """Ask to whom the chosen cases go, then give them."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    if sent.get("everything"):
        parameters = parse_qs(sent.get("state", ""))
        ids = handing.chosen_by_filter(by=by, at=at, whose=whose, parameters=parameters)
    else:
        ids = handing.chosen(by=by, at=at, ids=[int(row) for row in sent.getlist("rows") if row.isdigit()])
    to_team = sent.get("do") == "team"
    if "to" not in sent:
        page = handing.handing_page(by=by, ids=ids, to_team=to_team)
        up = [Crumb(_("Cases"), reverse("recovery:cases", args=[whose]))]
        return screen(request, "recovery/handing.html", page, up=up, whose=whose)
    to = int(sent["to"]) if sent["to"].isdigit() else None
    if to_team:
        team = handing.team(to)
        count = actions.give_to_team(by=by, at=at, cases=ids, team=team)
        name = team.name if team else _("anybody")
    else:
        person = handing.receiver(to)
        count = actions.hand_over_many(by=by, at=at, cases=ids, person=person)
        name = person.name
    given = ngettext("%(count)s case goes to %(name)s.", "%(count)s cases go to %(name)s.", count)
    say(request, given % {"count": count, "name": name})
    return redirect("recovery:cases", whose=whose)


def _bulk(whose: str) -> Bulk:
    choices = [("person", gettext_lazy("Hand over"), "user-check"), ("team", gettext_lazy("Give to a team"), "users")]
    return Bulk(reverse("recovery:handing", args=[whose]), choices)
