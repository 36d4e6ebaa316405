"""Customers who asked for a fix: hand them to the recovery desk when it is there, take them back when it is not."""

from datetime import datetime
from typing import Final

from django.utils.translation import ngettext

from regain.desks.recovery.actions import meeting
from regain.desks.recovery.queries.needs import need_row, needs_of
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor, System
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.handed import keys_of
from regain.meetings.lossreview.rules.story import Move

DESK: Final = System("loss review")
"""In whose name needs are met that an issue answers."""


@verb("lossreview.customers_handed_over", allow=policy.is_the_system)
def hand_over(*, by: Actor, at: datetime, issue: Issue) -> int:
    """Everybody who asked for this is to be told and asked again; how many customers. None while it is not fixed."""
    row = locked(issue)
    if row.fixed_on is None:
        return 0
    met = [
        need.pk
        for key in keys_of(row)
        for need in meeting.meet_needs_of_issue(by=DESK, at=at, issue_key=key, change=row.change)
    ]
    customers = sum(line.to_tell for line in needs_of(keys_of(row)) if line.id in met)
    if customers:
        words = ngettext(
            "%(many)s customer who asked for it is on the recovery desk's list, to be told and asked again.",
            "%(many)s customers who asked for it are on the recovery desk's list, to be told and asked again.",
            customers,
        )
        tell(row, Move.HANDED_OVER, words % {"many": formats.number(customers)}, by, at)
    return customers


def taken_back(row: Issue, *, at: datetime) -> str:
    """Take every customer off the list again whose need nobody was told of; what stays, in words."""
    told = 0
    for line in needs_of(keys_of(row)):
        if need_row(line.id).met_by != DESK.name:
            continue
        if line.told:
            told += line.told
            continue
        meeting.take_meeting_back(by=DESK, at=at, need=need_row(line.id))
    if not told:
        return ""
    words = ngettext(
        "%(many)s customer was told already, and those who asked for the same stay on the recovery desk's list.",
        "%(many)s customers were told already, and those who asked for the same stay on the recovery desk's list.",
        told,
    )
    return words % {"many": formats.number(told)}
