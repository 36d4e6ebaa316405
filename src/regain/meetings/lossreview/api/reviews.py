"""Reviews, packs, the programme's health and looks back, for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.meetings.lossreview.queries import review_document as documents
from regain.meetings.lossreview.queries.look_back import look_back

router = Router()

Document = dict[str, Any]
NOT_MODIFIED = 304


class HealthIn(Schema):
    """Which month."""

    month: str = Field("", description="Such as 2011-09; the month of the newest review unless given.")


class LookBackIn(Schema):
    """Which time."""

    over: str = Field(
        "", description="A quarter such as 2011-Q3 or a year such as 2011; the newest quarter with a frozen pack."
    )


@router.get("/months", url_name="lossreview_reviews", summary="List reviews")
def reviews(request: HttpRequest) -> list[Document]:
    """The reviews you may see, newest first; those called off say so."""
    return documents.review_documents(by=actor_of(request))


@router.get("/months/{period}", url_name="lossreview_review", summary="Read a review")
def review(request: HttpRequest, period: str) -> Document:
    """When and where, who comes, the agenda, and whether its pack is frozen and its minutes are sent."""
    return documents.review_document(by=actor_of(request), period=period)


@router.get(
    "/months/{period}/pack",
    url_name="lossreview_pack",
    summary="Read a pack",
    openapi_extra={"responses": {200: {"description": "The document"}, NOT_MODIFIED: {"description": "Unchanged"}}},
)
def pack(request: HttpRequest, period: str) -> HttpResponse:
    """The numbers of a month as they are kept, byte for byte. The ETag is the SHA-256 of the document.

    `X-Pack-Frozen` says whether they stand; until then the pack may be made again.
    """
    found = documents.pack_document(by=actor_of(request), period=period)
    tag = f'"{found.digest}"'
    if tag in {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}:
        answer = HttpResponse(status=NOT_MODIFIED)
    else:
        answer = HttpResponse(found.text, content_type="application/json")
    answer["ETag"] = tag
    answer["X-Pack-Frozen"] = "true" if found.is_frozen else "false"
    answer["Cache-Control"] = "private, no-cache"
    return answer


@router.get("/health", url_name="lossreview_health", summary="Read the programme's health")
def health(request: HttpRequest, asked: Query[HealthIn]) -> Document:
    """Each figure now and a month before, as its frozen pack told it or known equally long after.

    `value` is null where it cannot be told.
    """
    return documents.health_document(by=actor_of(request), at=clock.now(), month=asked.month)


@router.get("/look-back", url_name="lossreview_look_back", summary="Look back")
def looking_back(request: HttpRequest, asked: Query[LookBackIn]) -> Document:
    """The frozen packs of a quarter or a year added up; a month without one is a gap."""
    return documents.look_back_document(look_back(by=actor_of(request), at=clock.now(), asked=asked.over))
