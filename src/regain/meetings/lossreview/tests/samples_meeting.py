"""What the routes of the meeting and its minutes are asked with: whoever asks chairs the meeting."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.agreeing import agree_action
from regain.meetings.lossreview.actions.meeting import adjourn_review, begin_review
from regain.meetings.lossreview.actions.minuting import edit_minutes
from regain.meetings.lossreview.actions.resolving import resolve
from regain.meetings.lossreview.actions.weighing import open_weighing
from regain.meetings.lossreview.models import Minutes, Review
from regain.meetings.lossreview.policy import ATTEND
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.access_samples import Filled, Sample
from tests.cast import Cast

Made = Callable[[Cast, Review], dict[str, Any]]


def held(cast: Cast, actor: Person | None) -> Review:
    """A meeting that goes on, chaired by whoever asks."""
    review = a_review(cast, chair=actor or cast.dev)
    begin_review(by=cast.dev, at=clock.now(), review=review)
    if actor is not None:
        review.seats.update_or_create(person=actor, defaults={"present_at": clock.now(), "absent_at": None})
    return Review.objects.get(pk=review.pk)


def table(form: Made | None = None, *, with_path: Made | None = None, as_json: bool = False) -> Sample:
    """A route of the meeting, and what its form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        review = held(cast, actor)
        path = {"period": review.period, **(with_path(cast, review) if with_path else {})}
        return Filled(path, form(cast, review) if form else {}, as_json=as_json)

    return filled


def record(form: Made | None = None, *, path: dict[str, Any] | None = None, as_json: bool = False) -> Sample:
    """A route of the minutes, after the meeting, with an earlier edition."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        review = held(cast, actor)
        adjourn_review(by=cast.dev, at=clock.now(), review=review)
        minutes = Minutes.objects.get(review=review)
        edit_minutes(by=cast.dev, at=clock.now(), minutes=minutes, text="# Better", base=minutes.text)
        return Filled({"period": review.period, **(path or {})}, form(cast, review) if form else {}, as_json=as_json)

    return filled


def _item(cast: Cast, review: Review) -> dict[str, Any]:
    return {"item": review.items.order_by("place")[1].pk, "text": "Kent again.", "base": ""}


def _resolution(cast: Cast, review: Review) -> dict[str, Any]:
    return {"resolution_id": resolve(by=cast.dev, at=clock.now(), review=review, text="Ship from Kent.").pk}


def _owner(cast: Cast, review: Review) -> dict[str, Any]:
    return {"issue": an_issue(cast).pk, "owner": cast.ada.pk, "due_on": _day()}


def _agreed(cast: Cast, review: Review) -> dict[str, Any]:
    return {"what": "Ask the carrier", "owner": cast.ada.pk, "due_on": _day()}


def _action(cast: Cast, review: Review) -> dict[str, Any]:
    owner = review.chair if review.chair and review.chair.may(ATTEND) else cast.dev
    row = agree_action(by=cast.dev, at=clock.now(), what="Ask", owner=owner, due_on=date.fromisoformat(_day()))
    return {"action_id": row.pk}


def _points(cast: Cast, review: Review) -> dict[str, Any]:
    issue = an_issue(cast)
    open_weighing(by=cast.dev, at=clock.now(), review=review)
    return {f"points-{issue.pk}": 10}


def _points_by_program(cast: Cast, review: Review) -> dict[str, Any]:
    issue = an_issue(cast)
    open_weighing(by=cast.dev, at=clock.now(), review=review)
    return {"points": {str(issue.pk): 10}}


def _order(cast: Cast, review: Review) -> dict[str, Any]:
    return {f"place-{an_issue(cast).pk}": 1}


def _sent(**form: Any) -> Made:
    return lambda cast, review: form


def _day() -> str:
    return (clock.now().date() + timedelta(days=30)).isoformat()


SAMPLES: dict[str, Sample] = {
    "lossreview:meeting": table(),
    "lossreview:beat": table(),
    "lossreview:beginning": table(),
    "lossreview:showing": table(_item),
    "lossreview:notes": table(_item),
    "lossreview:attendance": table(lambda cast, review: {"person": cast.ada.pk, "here": "yes"}),
    "lossreview:adjourning": table(),
    "lossreview:resuming": table(),
    "lossreview:resolutions": table(_sent(text="Ship from Kent.")),
    "lossreview:resolution_withdrawal": table(with_path=_resolution),
    "lossreview:meeting_issues": table(_sent(title="Parcels arrive late")),
    "lossreview:meeting_owner": table(_owner),
    "lossreview:meeting_actions": table(_agreed),
    "lossreview:meeting_action": table(_sent(do="done"), with_path=_action),
    "lossreview:weighing": table(_sent(do="ask")),
    "lossreview:weights": table(_points),
    "lossreview:ranking": table(_order),
    "lossreview:minutes": record(),
    "lossreview:minutes_pdf": record(),
    "lossreview:minutes_text": record(_sent(text="# Other", base="# Better")),
    "lossreview:minutes_anew": record(),
    "lossreview:minutes_approval": record(_sent(do="approve")),
    "lossreview:minutes_sending": record(),
    "lossreview:edition": record(path={"version": 1}),
    "lossreview:edition_back": record(path={"version": 1}),
    "api-1:lossreview_meeting": table(),
    "api-1:lossreview_notes": table(_item, as_json=True),
    "api-1:lossreview_decisions": table(_sent(text="Ship from Kent."), as_json=True),
    "api-1:lossreview_decision": table(with_path=_resolution),
    "api-1:lossreview_weights": table(_points_by_program, as_json=True),
    "api-1:lossreview_minutes": record(_sent(text="# Other", base="# Better"), as_json=True),
    "api-1:lossreview_minutes_approval": record(_sent(version=2), as_json=True),
    "api-1:lossreview_minutes_sending": record(),
}
