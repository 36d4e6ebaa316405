"""How the meeting ranks: weigh each for oneself, open, set the order."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import weighing as verbs
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.web.meeting.shared import Unreadable, at_the_table, back, number

POINTS, PLACE = "points-", "place-"


@at_the_table
def weighing(request: HttpRequest, period: str) -> HttpResponse:
    """Let everybody weigh, or open what they weighed."""
    by, at = actor_of(request), clock.now()
    do = {"ask": verbs.open_weighing, "open": verbs.open_weights}.get(request.POST.get("do", ""))
    if do is None:
        raise Unreadable(_("Ask for weights, or open them."))
    do(by=by, at=at, review=review_row(period, by))
    return back(request, period)


@at_the_table
def weights(request: HttpRequest, period: str) -> HttpResponse:
    """One's own points; nobody else sees them."""
    by = actor_of(request)
    verbs.weigh(by=by, at=clock.now(), review=review_row(period, by), points=_numbers(request, POINTS))
    say(request, _("Your points are kept. Until all are opened you may change them."))
    return back(request, period)


@at_the_table
def ranking(request: HttpRequest, period: str) -> HttpResponse:
    """Set the order."""
    by, places = actor_of(request), _numbers(request, PLACE)
    verbs.rank_issues(
        by=by,
        at=clock.now(),
        review=review_row(period, by),
        places=sorted(places, key=lambda issue: places[issue]),
        because=request.POST.get("because", ""),
    )
    return back(request, period)


def _numbers(request: HttpRequest, prefix: str) -> dict[int, int]:
    """Issue → number, from fields named `prefix` and the issue; an empty field is none. Raises Unreadable."""
    found: dict[int, int] = {}
    for name, text in request.POST.items():
        issue = number(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if issue is None:
            continue
        many = number(str(text).strip() or "0")
        if many is None or many > 1_000:
            raise Unreadable(_("Give whole numbers."))
        found[issue] = many
    return found
