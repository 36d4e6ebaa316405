"""Have the numbers of a review made, frozen, or made again after they were frozen too early."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import packing as actions
from regain.meetings.lossreview.queries.reviews import review_row


def making(request: HttpRequest, period: str) -> HttpResponse:
    """Have the numbers made."""
    by = actor_of(request)
    actions.request_pack(by=by, at=clock.now(), review=review_row(period, by))
    say(request, _("The pack is being made. The page shows it when it is there."))
    return redirect("lossreview:review", period=period)


def freezing(request: HttpRequest, period: str) -> HttpResponse:
    """Let them stand."""
    by = actor_of(request)
    actions.freeze_pack(by=by, at=clock.now(), review=review_row(period, by))
    say(request, _("The pack is frozen. Its numbers do not change any more."))
    return redirect("lossreview:review", period=period)


def thawing(request: HttpRequest, period: str) -> HttpResponse:
    """Keep them aside with a reason, and have others made."""
    by = actor_of(request)
    because = request.POST.get("because", "")
    actions.thaw_pack(by=by, at=clock.now(), review=review_row(period, by), because=because)
    say(request, _("The frozen pack is kept aside, and another is being made."))
    return redirect("lossreview:review", period=period)
