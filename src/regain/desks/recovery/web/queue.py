"""Calls to make: the team's queue, and the executive's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import queue as queries
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.parts import Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


def queue(request: HttpRequest) -> HttpResponse:
    """The team's calls: mine, free, all."""
    number = request.GET.get("page", "1")
    page = queries.queue_page(
        by=actor_of(request),
        whose=request.GET.get("whose", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )
    address = reverse("recovery:queue")
    tabs = [
        Tab(_("Mine"), f"{address}?whose=mine", current=page.whose == "mine", count=page.mine),
        Tab(_("Free"), f"{address}?whose=free", current=page.whose == "free", count=page.free),
        Tab(_("Everybody's"), f"{address}?whose=all", current=page.whose == "all", count=page.all),
    ]
    return screen(request, "recovery/queue.html", page, tabs=tabs)


def queue_assignment(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a call, or give it back."""
    person = signed_in(request)
    row = queries.queued_row(decision_id)
    gives_back = request.POST.get("do") == "release"
    actions.assign_caller(by=person, at=clock.now(), decision=row, person=None if gives_back else person)
    sentence = _("%(name)s is back in the queue.") if gives_back else _("%(name)s is your call now.")
    say(request, sentence % {"name": row.title})
    return redirect(reverse("recovery:queue") + ("?whose=mine" if gives_back else "?whose=free"))


def calls(request: HttpRequest) -> HttpResponse:
    """The executive's own calls, and those nobody has."""
    return screen(request, "recovery/calls.html", queries.executive_page(by=actor_of(request)))
