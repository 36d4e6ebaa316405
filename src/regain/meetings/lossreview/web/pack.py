"""The pack: as a page, as a document to print, and as slides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen, wants_fragment
from regain.foundation.ui.slides import KIND, pptx
from regain.meetings.lossreview.queries.making import making
from regain.meetings.lossreview.queries.packs import StoredPack, stored, thawed
from regain.meetings.lossreview.queries.reviews import review_row, title_of
from regain.meetings.lossreview.queries.shown import shown
from regain.meetings.lossreview.queries.shown.deck import deck
from regain.meetings.lossreview.queries.shown.sheet import SHEET, in_its_language, sheet
from regain.meetings.lossreview.queries.tables import files

PREPARE = "lossreview.prepare"
WAITING = "lossreview/pack/_waiting.html"


def pack(request: HttpRequest, period: str) -> HttpResponse:
    """Everything one review looks at; while it is being made, how far that is."""
    by = actor_of(request)
    review = review_row(period, by)
    found, under_way = stored(review), making(review)
    said: dict[str, Any] = {"period": review.period, "making": under_way, "waiting_url": request.path}
    if wants_fragment(request):
        if under_way is None or not under_way.is_open:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return screen(request, WAITING, None, fragment=WAITING, **said)
    return screen(
        request,
        "lossreview/pack/pack.html",
        None,
        pack=shown(by=by, stored=found) if found else None,
        files=files(found.pack) if found else (),
        title=title_of(review.period),
        up=_up(review.period),
        may_prepare=by.may(PREPARE),
        may_thaw=review.adjourned_at is None,
        is_over=review.adjourned_at is not None or review.called_off_at is not None,
        freeze_at=review.freeze_at,
        thawed=thawed(review),
        **said,
    )


def pack_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The same on paper. Raises NotFound while there is none."""
    by = actor_of(request)
    kept = _kept(period, by)
    with in_its_language(kept.pack):
        body = pdf(SHEET, sheet(shown(by=by, stored=kept)))
    return _file(body, "application/pdf", f"loss-review-{kept.pack.period}.pdf")


def pack_slides(request: HttpRequest, period: str) -> HttpResponse:
    """The same on slides. Raises NotFound while there is none."""
    by = actor_of(request)
    kept = _kept(period, by)
    with in_its_language(kept.pack):
        body = pptx(deck(shown(by=by, stored=kept)))
    return _file(body, KIND, f"loss-review-{kept.pack.period}.pptx")


def _kept(period: str, by: Actor) -> StoredPack:
    found = stored(review_row(period, by))
    if found is None:
        raise NotFound(_("The numbers of this review are not made yet. Open its pack to have them made."))
    return found


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _up(period: str) -> list[Crumb]:
    here = reverse("lossreview:review", args=[period])
    return [Crumb(_("Loss Review of %(month)s") % {"month": title_of(period)}, here)]
