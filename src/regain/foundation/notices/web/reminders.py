"""What I should not forget."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.notices.actions import reminders as actions
from regain.foundation.notices.queries import reminders as queries
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


def reminders(request: HttpRequest) -> HttpResponse:
    """Everything open: what is due, and what comes."""
    return screen(request, "notices/reminders.html", queries.reminders_page(by=actor_of(request), at=clock.now()))


def dismissal(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Let one go."""
    by = actor_of(request)
    gone = actions.dismiss(by=by, at=clock.now(), reminder=queries.own_reminder(by=by, pk=reminder_id))
    say(request, _("You are not reminded of it any more."), undo=reverse("notices:reminder_return", args=[gone.pk]))
    return redirect("shell:home" if request.POST.get("from") == "home" else "notices:reminders")


def coming_back(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Take back that one was let go."""
    by = actor_of(request)
    actions.bring_back(by=by, at=clock.now(), reminder=queries.own_reminder(by=by, pk=reminder_id))
    say(request, _("You are reminded of it again."))
    return redirect("notices:reminders")
