"""What the routes of issues are asked with."""

from typing import Any

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.tests.reasons_story import filled
from regain.meetings.lossreview.actions import issues
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.tests.issue_story import left
from regain.meetings.lossreview.tests.story import an_issue
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def mine(cast: Cast, actor: Person | None) -> tuple[Issue, Reason, Reason]:
    """An issue whoever asks answers for, the reason it covers, and one that is free."""
    by_key = filled()
    owner = actor if actor and actor != cast.eve else cast.dev
    row = issues.raise_issue(by=cast.dev, at=clock.now(), title="Late", reasons=[by_key["late"].pk])
    Issue.objects.filter(pk=row.pk).update(owner=owner, due_on="2036-12-01")
    left(cast.dev, "C-1", by_key["late"])
    return row, by_key["late"], by_key["fees"]


def of_issue(form: dict[str, Any] | None = None, *, as_json: bool = False, **path: object) -> Sample:
    """The address of an issue, and what a form or a program sends; values may be functions of the rows."""

    def filled_in(cast: Cast, actor: Person | None) -> Filled:
        row, covered, free = mine(cast, actor)
        given = {key: value(cast, covered, free) if callable(value) else value for key, value in (form or {}).items()}
        return Filled({"issue_id": row.pk, **path}, given, as_json=as_json)

    return filled_in


def plain(form: dict[str, Any], *, as_json: bool = False) -> Sample:
    """What a form or a program sends to an address without parameters."""

    def filled_in(cast: Cast, actor: Person | None) -> Filled:
        _row, covered, free = mine(cast, actor)
        given = {key: value(cast, covered, free) if callable(value) else value for key, value in form.items()}
        return Filled({}, given, as_json=as_json)

    return filled_in


def free(_cast: Cast, _covered: Reason, reason: Reason) -> int:
    return reason.pk


def covered(_cast: Cast, reason: Reason, _free: Reason) -> int:
    return reason.pk


def frees(_cast: Cast, _covered: Reason, reason: Reason) -> list[int]:
    return [reason.pk]


def covereds(_cast: Cast, reason: Reason, _free: Reason) -> list[int]:
    return [reason.pk]


def another(cast: Cast, _covered: Reason, _free: Reason) -> int:
    return an_issue(cast, title="Another").pk


def ada(cast: Cast, _covered: Reason, _free: Reason) -> int:
    return cast.ada.pk


WORDS = {"words": "Look at Leeds"}
OWNED = {"person": ada, "due_on": "2036-12-01"}
SET = {"value": "0.5", "because": "The carrier decides"}
DEPARTURE = {"reason": covered, "customer": "C-1", "left_on": "2011-09-12"}

SAMPLES: dict[str, Sample] = {
    "lossreview:issue": of_issue(),
    "lossreview:issue_change": of_issue({"do": "comment", **WORDS}),
    "lossreview:issue_customers": of_issue(),
    "lossreview:issue_customers_export": of_issue(),
    "lossreview:splitting": of_issue({"title": "Abroad", "rows": "2011-09-12 C-1"}),
    "lossreview:raising": plain({"title": "Dear", "reasons": frees}),
    "lossreview:suggested": plain({"reasons": frees}),
    "api-1:lossreview_issues": plain({"title": "Dear", "reasons": frees}, as_json=True),
    "api-1:lossreview_issue": of_issue({"title": "Late", "words": "Since June"}, as_json=True),
    "api-1:lossreview_issue_owner": of_issue(OWNED, as_json=True),
    "api-1:lossreview_issue_reasons": of_issue({"reason": free}, as_json=True),
    "api-1:lossreview_issue_departures": of_issue(DEPARTURE, as_json=True),
    "api-1:lossreview_issue_factor": of_issue(SET, as_json=True, name="control"),
    "api-1:lossreview_issue_merging": of_issue({"into": another}, as_json=True),
    "api-1:lossreview_issue_splitting": of_issue({"title": "Abroad", "reasons": covereds}, as_json=True),
    "api-1:lossreview_issue_aside": of_issue(WORDS, as_json=True),
    "api-1:lossreview_issue_comments": of_issue(WORDS, as_json=True),
    "api-1:lossreview_issue_watch": of_issue(as_json=True),
}
