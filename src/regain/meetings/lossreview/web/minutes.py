"""The minutes: read, correct, compare, approve, send, print."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.meetings.lossreview.actions import minuting as verbs
from regain.meetings.lossreview.queries import minutes as queries
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.web.meeting.shared import Unreadable, number

PAGE: Final = "lossreview/minutes/minutes.html"


def minutes(request: HttpRequest, period: str) -> HttpResponse:
    """The minutes, to read and to print; `?edit` opens them for correction."""
    by = actor_of(request)
    page = queries.minutes_page(by=by, review=review_row(period, by))
    return _page(request, page, is_editing="edit" in request.GET and page.may_edit)


def minutes_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The same on paper."""
    row = queries.minutes_row(review_row(period, actor_of(request)))
    response = HttpResponse(pdf(queries.SHEET, queries.paper_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="minutes-{row.review.period}.pdf"'
    return response


def minutes_text(request: HttpRequest, period: str) -> HttpResponse:
    """Correct them. What cannot be saved comes back as it was typed."""
    by, sent = actor_of(request), request.POST
    review = review_row(period, by)
    row = queries.minutes_row(review)
    text, base = sent.get("text", ""), sent.get("base", "")
    try:
        saved = verbs.edit_minutes(by=by, at=clock.now(), minutes=row, text=text, base=base)
    except (Invalid, Conflict) as refused:
        page = queries.minutes_page(by=by, review=review)
        typed = {"text": text, "base": base, "error": refused.sentence}
        return _page(request, page, is_editing=True, typed=typed, status=refused.status)
    if saved.version == row.version:
        say(request, _("Nothing was different."), tone=Tone.INFO)
        return redirect("lossreview:minutes", period=period)
    undo = reverse("lossreview:edition_back", args=[period, saved.version - 1])
    say(request, _("The minutes are corrected; what stood there is kept."), undo=undo)
    return redirect("lossreview:minutes", period=period)


def minutes_anew(request: HttpRequest, period: str) -> HttpResponse:
    """Write them anew from what happened."""
    by = actor_of(request)
    review = review_row(period, by)
    before = queries.minutes_page(by=by, review=review).version
    saved = verbs.write_minutes(by=by, at=clock.now(), review=review)
    if before and saved.version > before:
        undo = reverse("lossreview:edition_back", args=[period, before])
        say(request, _("The minutes are written anew; what stood there is kept."), undo=undo)
    return redirect("lossreview:minutes", period=period)


def minutes_approval(request: HttpRequest, period: str) -> HttpResponse:
    """Approve what was read, or take the approval back."""
    by, at, do = actor_of(request), clock.now(), request.POST.get("do", "")
    row = queries.minutes_row(review_row(period, by))
    if do == "approve":
        verbs.approve_minutes(by=by, at=at, minutes=row, version=number(request.POST.get("version")))
        say(request, _("The minutes are approved. Send them now."))
    elif do == "take_back":
        verbs.take_approval_back(by=by, at=at, minutes=row)
        say(request, _("The minutes can be corrected again."))
    else:
        raise Unreadable(_("Approve the minutes, or take the approval back."))
    return redirect("lossreview:minutes", period=period)


def minutes_sending(request: HttpRequest, period: str) -> HttpResponse:
    """Send them to everybody who has not got them."""
    by = actor_of(request)
    row = queries.minutes_row(review_row(period, by))
    paper = pdf(queries.SHEET, queries.paper_of(row)) if row.approved_at else b""
    base = request.build_absolute_uri("/").rstrip("/")
    sent = verbs.send_minutes(by=by, at=clock.now(), minutes=row, paper=paper, base=base, version=row.version)
    many = sent.sent_to - row.sent_to
    told = ngettext("The minutes went to %(count)s person.", "The minutes went to %(count)s people.", many)
    say(request, told % {"count": many})
    return redirect("lossreview:minutes", period=period)


def edition(request: HttpRequest, period: str, version: int) -> HttpResponse:
    """What somebody changed."""
    by = actor_of(request)
    page = queries.edition_page(by=by, edition=queries.edition_row(review_row(period, by), version))
    crumbs = queries.up(page, reverse("lossreview:review", args=[period]))
    return screen(request, "lossreview/minutes/edition.html", page, up=crumbs)


def edition_back(request: HttpRequest, period: str, version: int) -> HttpResponse:
    """Go back to how they stood."""
    by = actor_of(request)
    row = queries.edition_row(review_row(period, by), version)
    verbs.restore_edition(by=by, at=clock.now(), edition=row)
    say(request, _("The minutes stand as they did."))
    return redirect("lossreview:minutes", period=period)


def _page(
    request: HttpRequest,
    page: queries.MinutesPage,
    *,
    is_editing: bool,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    crumbs = queries.up(page, reverse("lossreview:review", args=[page.period]))
    return screen(request, PAGE, page, up=crumbs, is_editing=is_editing, typed=typed, status=status)
