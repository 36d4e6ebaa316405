"""One coaching item, and the steps it takes. Whoever it does not concern finds nothing at its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.people.queries import people, teams
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.training import actions
from regain.knowledge.training.queries import coaching as queries
from regain.knowledge.training.queries.items import coaching as item_of
from regain.knowledge.training.web.shared import day, number, up


def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """What was said, where it stands, and what I may do."""
    page = queries.item_page(by=signed_in(request), pk=item_id, at=clock.now())
    return screen(request, "training/item.html", page, up=up("coaching", _("Coaching")))


def acknowledgement(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say that it has arrived."""
    by = signed_in(request)
    words = request.POST.get("words", "")
    actions.acknowledge(by=by, at=clock.now(), coaching=item_of(by=by, pk=item_id), words=words)
    say(request, _("Good: it has arrived."))
    return redirect("training:item", item_id=item_id)


def talk(request: HttpRequest, item_id: int) -> HttpResponse:
    """Keep what was agreed."""
    by = signed_in(request)
    again = day(request.POST.get("recheck_on", ""))
    if again is None:
        raise Invalid(_("Choose the day to look again."))
    found = item_of(by=by, pk=item_id)
    agreed = request.POST.get("agreed", "")
    actions.coach(by=by, at=clock.now(), coaching=found, agreed=agreed, recheck_on=again)
    say(request, _("Kept. You are reminded when it is time to look again."))
    return redirect("training:item", item_id=item_id)


def check(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say whether it holds."""
    by = signed_in(request)
    answer = request.POST.get("holds", "")
    if answer not in {"yes", "no"}:
        raise Invalid(_("Say whether it holds."))
    found = item_of(by=by, pk=item_id)
    words = request.POST.get("words", "")
    actions.recheck(by=by, at=clock.now(), coaching=found, holds=answer == "yes", words=words)
    say(request, _("It holds. This one is done.") if answer == "yes" else _("Not yet: talk it through once more."))
    return redirect("training:item", item_id=item_id)


def handing_on(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say that the praise arrived."""
    by = signed_in(request)
    words = request.POST.get("words", "")
    actions.hand_on(by=by, at=clock.now(), coaching=item_of(by=by, pk=item_id), words=words)
    say(request, _("Passed on. This one is done."))
    return redirect("training:item", item_id=item_id)


def comment(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say something to the others it concerns."""
    by = signed_in(request)
    words = request.POST.get("words", "")
    actions.comment(by=by, at=clock.now(), coaching=item_of(by=by, pk=item_id), words=words)
    return redirect("training:item", item_id=item_id)


def addressing(request: HttpRequest, item_id: int) -> HttpResponse:
    """Send it to somebody else."""
    by = signed_in(request)
    kind, _colon, chosen = request.POST.get("whom", "").partition(":")
    actions.address_coaching(
        by=by,
        at=clock.now(),
        coaching=item_of(by=by, pk=item_id),
        person=people.person(number(chosen)) if kind == "person" else None,
        team=teams.team(number(chosen)) if kind == "team" else None,
    )
    say(request, _("It is on its way to whom it concerns."))
    return redirect("training:item", item_id=item_id)


def taking_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take it back."""
    by = signed_in(request)
    actions.withdraw_coaching(by=by, at=clock.now(), coaching=item_of(by=by, pk=item_id))
    say(request, _("Taken back. Nobody else sees it."))
    return redirect("training:coaching")
