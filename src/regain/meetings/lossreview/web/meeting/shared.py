"""What every form of a meeting needs: the review, a refusal that keeps one at the table, the way back."""

from collections.abc import Callable
from datetime import date
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen, wants_fragment
from regain.foundation.ui.toasts import Tone, say
from regain.meetings.lossreview.queries.meeting import meeting_href, meeting_page
from regain.meetings.lossreview.queries.reviews import review_row

Given = ParamSpec("Given")
Door = Callable[Concatenate[HttpRequest, str, Given], HttpResponse]

BEAT = "lossreview/meeting/_beat.html"


class Unreadable(Invalid):
    """A form that was not filled in by our page."""


def at_the_table(door: Door[Given]) -> Door[Given]:
    """Do it, and come back to the table; what cannot be done is a sentence there, and what was typed stays typed."""

    def kindly(request: HttpRequest, period: str, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        try:
            return door(request, period, *args, **kwargs)
        except (Invalid, Conflict, NotAllowed) as refused:
            if wants_fragment(request):
                raise
            say(request, refused.sentence, tone=Tone.WARN)
            return redirect(meeting_href(period, request.POST.get("looks", "")))

    update_wrapper(kindly, door)
    return cast("Door[Given]", kindly)


def back(request: HttpRequest, period: str) -> HttpResponse:
    """The table as it is now: to htmx the parts that changed, otherwise the page."""
    if not wants_fragment(request):
        return redirect(meeting_href(period, request.POST.get("looks", "")))
    return parts(request, period, request.POST.get("looks", ""), request.POST.get("on", ""))


def parts(request: HttpRequest, period: str, looks: str, on: str) -> HttpResponse:
    """Every part of the table; the figures only where another point came on than `on`, which is there already."""
    by, at = actor_of(request), clock.now()
    review, wanted = review_row(period, by), number(looks)
    page = meeting_page(by=by, at=at, review=review, looks=wanted, with_pack=False)
    if page.seen is None or str(page.seen.id) != on:
        page = meeting_page(by=by, at=at, review=review, looks=wanted)
        return screen(request, BEAT, page, fragment=BEAT, has_figures=True)
    return screen(request, BEAT, page, fragment=BEAT)


def number(text: str | None) -> int | None:
    """A whole number, or none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def wanted_number(text: str | None, sentence: str) -> int:
    """A whole number. Raises Unreadable with the sentence."""
    found = number(text)
    if found is None:
        raise Unreadable(sentence)
    return found


def wanted_day(text: str | None) -> date:
    """A day. Raises Unreadable."""
    try:
        return date.fromisoformat(text or "")
    except ValueError as wrong:
        raise Unreadable(_("Choose a day.")) from wrong
