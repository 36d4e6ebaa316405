"""The reviews: all of them, one with everything about it, and what is arranged for it."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.ui import formats
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import arranging, convening
from regain.meetings.lossreview.actions.following_up import remind_executives
from regain.meetings.lossreview.queries import reviews_page as queries
from regain.meetings.lossreview.queries.agenda import agenda_of, missing_points
from regain.meetings.lossreview.queries.order import attendee
from regain.meetings.lossreview.queries.planned import calendar_file
from regain.meetings.lossreview.queries.review_page import review_page
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.rules.agenda import Point, put_in
from regain.meetings.lossreview.web.forms import When

MOST_POINTS = 60


def reviews(request: HttpRequest) -> HttpResponse:
    """Every review; a POST convenes one."""
    by, at = actor_of(request), clock.now()
    if request.method == "POST":
        made = convening.convene_review(by=by, at=at, period=request.POST.get("period", ""))
        say(request, _("Convened for %(when)s. Everybody is invited.") % {"when": formats.moment(made.meets_at)})
        return redirect("lossreview:review", period=made.period)
    nothing = Nothing(_("No review was held yet"), _("Here they stay, with their decisions and minutes."))
    around = Around(nothing, export=reverse("lossreview:reviews_export"))
    table = listing(request, queries.SPEC, queries.earlier_rows(by=by, at=at), around)
    return show(request, "lossreview/reviews.html", queries.reviews_page(by=by, at=at), table)


def reviews_export(request: HttpRequest) -> HttpResponseBase:
    """The earlier reviews as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    state = TableState.parse(queries.SPEC, dict(request.GET.lists()))
    return export(kind, state, queries.earlier_rows(by=actor_of(request), at=clock.now()), "loss-reviews")


def review(request: HttpRequest, period: str) -> HttpResponse:
    """One review."""
    by = actor_of(request)
    return _shown(request, period, by=by, at=clock.now())


def review_file(request: HttpRequest, period: str) -> HttpResponse:
    """The meeting for any calendar program."""
    by, at = actor_of(request), clock.now()
    body = calendar_file(review_row(period, by), by=by, at=at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loss-review-{period}.ics"'
    response["Cache-Control"] = "no-store"
    return response


def moving(request: HttpRequest, period: str) -> HttpResponse:
    """Another time or place."""
    by, at = actor_of(request), clock.now()
    row, form = review_row(period, by), When(request.POST)
    if not form.is_valid():
        return _shown(request, period, by=by, at=at, status=422, when=form)
    told = form.cleaned_data
    try:
        moved = convening.move_review(
            by=by,
            at=at,
            review=row,
            meets_at=_same_minute(told["meets_at"], row.meets_at),
            minutes=told["minutes"],
            place=told["place"],
            because=told["because"],
        )
    except Invalid as refused:
        form.add_error(None, refused.sentence)
        return _shown(request, period, by=by, at=at, status=422, when=form)
    say(request, _("Moved to %(when)s. Everybody's calendar follows.") % {"when": formats.moment(moved.meets_at)})
    return redirect("lossreview:review", period=period)


def calling_off(request: HttpRequest, period: str) -> HttpResponse:
    """It does not take place."""
    by, row = actor_of(request), review_row(period, actor_of(request))
    convening.call_off_review(by=by, at=clock.now(), review=row, because=request.POST.get("because", ""))
    say(request, _("Called off. It is struck out of everybody's calendar."))
    return redirect("lossreview:review", period=period)


def seats(request: HttpRequest, period: str) -> HttpResponse:
    """Invite somebody, leave somebody out, or put somebody in the chair."""
    by, at = actor_of(request), clock.now()
    row = review_row(period, by)
    person = attendee(_number(request.POST.get("person", "")))
    match request.POST.get("do"):
        case "leave_out":
            convening.leave_out(by=by, at=at, review=row, person=person)
            say(request, _("%(name)s is not invited any more.") % {"name": person.name})
        case "chair":
            convening.name_chair(by=by, at=at, review=row, chair=person)
            say(request, _("%(name)s is in the chair.") % {"name": person.name})
        case _other:
            convening.invite(by=by, at=at, review=row, person=person)
            say(request, _("%(name)s is invited.") % {"name": person.name})
    return redirect(reverse("lossreview:review", args=[period]) + "#people")


def agenda(request: HttpRequest, period: str) -> HttpResponse:
    """The agenda as it was sent: saved, with one point moved, removed or added."""
    by, at = actor_of(request), clock.now()
    row = review_row(period, by)
    sent, gone = _sent(request), _number(request.POST.get("do", "").removeprefix("remove:"))
    points = _put_back(request, agenda_of(row)) if "back" in request.GET else _points(request, sent)
    if section := request.POST.get("new_section", ""):
        missing = missing_points(row, {point.section for point in points})
        points = next((put_in(points, each) for each in missing if each.section == section), points)
    arranging.change_agenda(by=by, at=at, review=row, items=points)
    if request.POST.get("do", "").startswith("remove:") and gone < len(sent):
        _say_removed(request, period, sent[gone], place=gone)
    return redirect(reverse("lossreview:review", args=[period]) + "#agenda")


def reminding(request: HttpRequest, period: str) -> HttpResponse:
    """Remind the executives who have calls to make."""
    by, at = actor_of(request), clock.now()
    count = remind_executives(by=by, at=at, review=review_row(period, by))
    words = ngettext("%(count)s executive was reminded.", "%(count)s executives were reminded.", count)
    say(request, words % {"count": count})
    return redirect(reverse("lossreview:review", args=[period]) + "#calls")


def _shown(
    request: HttpRequest, period: str, *, by: Actor, at: datetime, status: int = 200, when: When | None = None
) -> HttpResponse:
    row = review_row(period, by)
    page = review_page(by=by, at=at, review=row)
    given = {"meets_at": page.meets_local, "minutes": page.minutes, "place": page.place}
    return screen(
        request,
        "lossreview/review.html",
        page,
        status=status,
        when=when or When(initial=given),
        up=[Crumb(_("Loss Reviews"), reverse("lossreview:reviews"))],
    )


def _sent(request: HttpRequest) -> list[Point]:
    """The rows of the form in their order."""
    names = ("item", "section", "title", "length")
    rows = list(zip(*(request.POST.getlist(name)[:MOST_POINTS] for name in names), strict=False))
    return [
        Point(title=title, minutes=_number(length), section=section, item=_number(item) or None)
        for item, section, title, length in rows
    ]


def _say_removed(request: HttpRequest, period: str, point: Point, *, place: int) -> None:
    """It is gone, and the way to have it back where it was."""
    kept = {"back": place, "section": point.section, "title": point.title, "length": point.minutes}
    undo = f"{reverse('lossreview:agenda', args=[period])}?{urlencode(kept)}"
    say(request, _("“%(title)s” is off the agenda.") % {"title": point.title}, undo=undo)


def _put_back(request: HttpRequest, points: list[Point]) -> list[Point]:
    """The agenda with the point that was removed, unless it is there again."""
    sent = request.GET
    point = Point(sent.get("title", ""), _number(sent.get("length", "")), sent.get("section", ""))
    if (point.section, point.title) in {(each.section, each.title) for each in points}:
        return points
    return put_in(points, point, _number(sent["back"]))


def _points(request: HttpRequest, rows: list[Point]) -> list[Point]:
    """These rows after what the form's button asks for: `up:2`, `down:2`, `remove:2`, `add`."""
    sent, points = request.POST, list(rows)
    act, _sign, place = sent.get("do", "").partition(":")
    at = _number(place)
    if act == "remove" and at < len(points):
        del points[at]
    elif act == "up" and 0 < at < len(points):
        points[at - 1], points[at] = points[at], points[at - 1]
    elif act == "down" and at + 1 < len(points):
        points[at], points[at + 1] = points[at + 1], points[at]
    if sent.get("new_title", "").strip():
        points.append(Point(title=sent["new_title"], minutes=_number(sent.get("new_length", "")) or 5))
    return points


def _same_minute(chosen: datetime, before: datetime) -> datetime:
    """The moment as it was where the field, which knows no seconds, says the same."""
    local = chosen if timezone.is_aware(chosen) else timezone.make_aware(chosen)
    return before if local == before.replace(second=0, microsecond=0) else local


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
