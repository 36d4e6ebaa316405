"""What the routes of actions and files are asked with."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions import agreeing, attaching
from regain.meetings.lossreview.models import Action, Attachment
from regain.meetings.lossreview.tests.story import an_issue
from tests.access_samples import Filled, Sample
from tests.cast import Cast


def an_action(cast: Cast, actor: Person | None) -> Action:
    """An action for an issue whoever asks answers for."""
    issue = an_issue(cast, owner=actor if actor and actor != cast.eve else cast.dev)
    due_on = timezone.localdate(clock.now()) + timedelta(days=30)
    return agreeing.agree_action(
        by=cast.dev, at=clock.now(), what="Send parcels by air", owner=cast.fay, due_on=due_on, issue=issue
    )


def of_action(form: dict[str, Any] | None = None, *, is_over: bool = False, as_json: bool = False) -> Sample:
    """The address of an action, and what a form or a program sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        row = an_action(cast, actor)
        if is_over:
            agreeing.finish_action(by=cast.dev, at=clock.now(), action=row)
        given = {key: value(cast) if callable(value) else value for key, value in (form or {}).items()}
        return Filled({"action_id": row.pk}, given, as_json=as_json)

    return filled


def agreeing_on(*, as_json: bool = False) -> Sample:
    """What agreeing on an action takes."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        row = an_action(cast, actor)
        form = {"what": "Call the carrier", "owner": cast.fay.pk, "due_on": str(row.due_on), "issue": row.issue_id}
        return Filled({}, form, as_json=as_json)

    return filled


def a_file(cast: Cast, actor: Person | None) -> Filled:
    """A file for an action."""
    sent = SimpleUploadedFile("carriers.csv", b"name,days\nair,2\n")
    return Filled({}, {"action": an_action(cast, actor).pk, "file": sent})


def kept(cast: Cast, actor: Person | None) -> Attachment:
    """A file whoever asks put beside an action."""
    row = an_action(cast, actor)
    by = actor if actor and actor != cast.eve else cast.dev
    return attaching.attach(by=by, at=clock.now(), file_name="a.txt", body=b"a", action=row)


def of_file(cast: Cast, actor: Person | None) -> Filled:
    """The address of a file."""
    return Filled({"file_id": kept(cast, actor).pk})


def of_a_file_taken_away(cast: Cast, actor: Person | None) -> Filled:
    """The address of a file that was taken away."""
    row = kept(cast, actor)
    attaching.detach(by=cast.dev, at=clock.now(), attachment=row)
    return Filled({"file_id": row.pk})


LATER = {"due_on": lambda cast: str(timezone.localdate(clock.now()) + timedelta(days=60)), "because": "No carrier yet"}

SAMPLES: dict[str, Sample] = {
    "lossreview:action_new": agreeing_on(),
    "api-1:lossreview_actions": agreeing_on(as_json=True),
    "api-1:lossreview_action": of_action(),
    "api-1:lossreview_action_progress": of_action({"percent": 50}, as_json=True),
    "api-1:lossreview_action_day": of_action(LATER, as_json=True),
    "api-1:lossreview_action_owner": of_action({"person": lambda cast: cast.tom.pk}, as_json=True),
    "api-1:lossreview_action_ending": of_action({"is_done": True}, as_json=True),
    "api-1:lossreview_action_comments": of_action({"words": "Two offers are in"}, as_json=True),
    "lossreview:action": of_action(),
    "lossreview:action_progress": of_action({"percent": "50"}),
    "lossreview:action_done": of_action(),
    "lossreview:action_reopening": of_action(is_over=True),
    "lossreview:action_day": of_action(LATER),
    "lossreview:action_owner": of_action({"owner": lambda cast: cast.tom.pk}),
    "lossreview:action_dropping": of_action({"because": "Not needed"}),
    "lossreview:action_wording": of_action({"what": "Send parcels by train"}),
    "lossreview:action_taking_back": of_action(),
    "lossreview:action_comments": of_action({"words": "Two offers are in"}),
    "lossreview:files": a_file,
    "lossreview:file": of_file,
    "lossreview:file_removal": of_file,
    "lossreview:file_return": of_a_file_taken_away,
}
