"""The recovery queue: what do I do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import case_rows
from regain.desks.recovery.queries import queue as queries
from regain.desks.recovery.queries.queue import Counts
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say


def queue(request: HttpRequest) -> HttpResponse:
    """The next call, what was promised, what is mine."""
    page = queries.queue_page(by=actor_of(request), at=clock.now())
    return screen(request, "recovery/queue.html", page, tabs=tabs_of(page.counts, ""))


def next_call(request: HttpRequest) -> HttpResponse:
    """Hand me the next call and begin it; where there is none, back to the queue, which says why."""
    call = actions.begin_next(by=actor_of(request), at=clock.now())
    if call is None:
        say(request, _("Nobody can be called right now."), tone=Tone.INFO)
        return redirect("recovery:queue")
    return redirect("recovery:call", call_id=call.pk)


def tabs_of(counts: Counts, whose: str) -> list[Tab]:
    """The queue and the lists of cases; each shows how many it holds."""
    titles = {
        case_rows.MINE: (_("Mine"), counts.mine),
        case_rows.FREE: (_("Free"), counts.free),
        case_rows.TEAM: (_("My team's"), counts.team),
        case_rows.ALL: (_("Everybody's"), counts.all),
    }
    lists = [
        Tab(title, reverse("recovery:cases", args=[name]), current=whose == name, count=count)
        for name, (title, count) in titles.items()
        if count is not None
    ]
    ended = Tab(_("Ended"), reverse("recovery:cases", args=[case_rows.ENDED]), current=whose == case_rows.ENDED)
    return [Tab(_("Now"), reverse("recovery:queue"), current=not whose), *lists, ended]
