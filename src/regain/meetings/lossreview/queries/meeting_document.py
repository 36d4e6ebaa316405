"""The meeting and its minutes as documents for programs."""

from typing import Any

from regain.meetings.lossreview.queries.meeting import MeetingPage
from regain.meetings.lossreview.queries.meeting.weights import Choice
from regain.meetings.lossreview.queries.minutes import MinutesPage

Document = dict[str, Any]


def meeting_document(page: MeetingPage) -> Document:
    """Where the meeting is; one's own points, and everybody's together once they are opened."""
    weights, done = page.weights, page.happened
    return {
        "period": page.period,
        "stage": page.stage,
        "began_at": page.began_at,
        "item": page.on.id if page.on else None,
        "items": [
            {
                "id": point.id,
                "place": point.place,
                "section": point.section,
                "title": point.title,
                "minutes_planned": point.planned,
                "seconds_spent": point.seconds,
                "state": point.state,
                "notes": point.notes,
            }
            for point in page.points
        ],
        "people": [{"person": face.id, "name": face.name, "state": face.state or None} for face in page.people],
        "decisions": [{"id": each.id, "text": each.text, "issue": each.issue or None} for each in done.decisions],
        "actions": [
            {"id": each.id, "what": each.what, "owner": each.owner, "due_on": each.due_on} for each in done.agreed
        ],
        "weighing": {"state": weights.state, "weighed": weights.weighed, "here": weights.here},
        "is_ranked": weights.is_ranked,
        "issues": [_issue(choice) for choice in weights.choices],
    }


def minutes_document(page: MinutesPage) -> Document:
    """The minutes as they stand."""
    return {
        "period": page.period,
        "state": page.state,
        "text": page.text,
        "version": page.version,
        "written_at": page.written_at,
        "approved_at": page.approved_at,
        "approved_by": page.approved_by or None,
        "sent_at": page.sent_at,
        "sent_to": page.sent_to,
        "editions": [
            {"version": each.version, "until_at": each.until_at, "changed_by": each.changed_by}
            for each in page.editions
        ],
    }


def _issue(choice: Choice) -> Document:
    return {
        "id": choice.id,
        "place": choice.place,
        "title": choice.title,
        "priority": str(choice.priority[0]) if choice.priority else None,
        "own_points": choice.own,
        "points": choice.told.points if choice.told else None,
        "lowest": choice.told.lowest if choice.told else None,
        "highest": choice.told.highest if choice.told else None,
        "owner": choice.owner or None,
        "due_on": choice.due_on,
    }
