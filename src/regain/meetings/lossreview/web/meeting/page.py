"""The shared screen, and what every screen asks every other second: whether something happened."""

from django.http import HttpRequest, HttpResponse

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries.meeting import beat_of, meeting_page
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.web.meeting.shared import number, parts

BIG = "big"


def meeting(request: HttpRequest, period: str) -> HttpResponse:
    """The meeting; `looks` names a point somebody looks at by themselves, `screen=big` fills a projector."""
    by = actor_of(request)
    page = meeting_page(by=by, at=clock.now(), review=review_row(period, by), looks=number(request.GET.get("looks")))
    is_big = request.GET.get("screen") == BIG
    return screen(request, "lossreview/meeting/meeting.html", page, is_big=is_big, has_figures=True)


def beat(request: HttpRequest, period: str) -> HttpResponse:
    """Nothing while nothing happened since `seen`; otherwise every part of the table."""
    by = actor_of(request)
    if beat_of(review_row(period, by)) == request.GET.get("seen"):
        return HttpResponse(status=204)
    return parts(request, period, request.GET.get("looks", ""), request.GET.get("on", ""))
