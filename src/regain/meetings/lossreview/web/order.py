"""The standing order: how the review runs every month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import ordering
from regain.meetings.lossreview.queries.order import OrderPage, attendee, next_meetings, order_page
from regain.meetings.lossreview.rules.order import Usual
from regain.meetings.lossreview.web.forms import BY_NAME, BY_ROLE, Ordered


def order(request: HttpRequest) -> HttpResponse:
    """The order, and the days it makes; a POST changes it."""
    by, at = actor_of(request), clock.now()
    page = order_page(by=by, at=at)
    form = Ordered(request.POST if request.method == "POST" else None, people=_people(page), initial=_given(page))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        ordering.set_order(
            by=by,
            at=at,
            week=told["week"],
            weekday=told["weekday"],
            starts=told["starts"],
            minutes=told["minutes"],
            freeze_days=told["freeze_days"],
            place=told["place"],
            chair=attendee(told["chair"]) if told["chair"] else None,
            people=[attendee(pk) for pk in told["people"]] if told["who"] == BY_NAME else (),
        )
        say(request, _("Reviews run like this from now on. Those convened already stay as they are."))
        return redirect("lossreview:order")
    up = [Crumb(_("Loss Reviews"), reverse("lossreview:reviews"))]
    return screen(request, "lossreview/order.html", page, status=422 if form.errors else 200, form=form, up=up)


def order_days(request: HttpRequest) -> HttpResponse:
    """The next days an order would make, while it is being written."""
    by, at = actor_of(request), clock.now()
    page = order_page(by=by, at=at)
    form = Ordered(request.GET, people=_people(page))
    form.is_valid()
    told = {"week": page.usual.week, "weekday": page.usual.weekday, **form.cleaned_data}
    days = next_meetings(Usual(week=told["week"], weekday=told["weekday"]), at=at)
    return screen(request, "lossreview/_order_days.html", days)


def order_pause(request: HttpRequest) -> HttpResponse:
    """Convene no review by itself for a while, or go on."""
    by, at = actor_of(request), clock.now()
    if request.POST.get("do") == "resume":
        ordering.resume_order(by=by, at=at)
        say(request, _("Reviews are convened by themselves again."))
    else:
        ordering.pause_order(by=by, at=at)
        say(request, _("No review is convened by itself until you go on."))
    return redirect("lossreview:order")


def _people(page: OrderPage) -> list[tuple[int, str]]:
    return [(each.id, f"{each.name} · {each.roles}") for each in page.people]


def _given(page: OrderPage) -> dict[str, object]:
    usual = page.usual
    return {
        "week": usual.week,
        "weekday": usual.weekday,
        "starts": usual.starts,
        "minutes": usual.minutes,
        "place": page.place,
        "freeze_days": usual.freeze_days,
        "chair": page.chair if page.is_chair_chosen else None,
        "who": BY_NAME if page.is_chosen else BY_ROLE,
        "people": [each.id for each in page.people if each.is_chosen],
    }
