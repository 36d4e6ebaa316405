"""Issues as programs read them. Money is text with two decimals; shares are 0 to 1."""

from datetime import datetime
from typing import Any

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money, text
from regain.meetings.lossreview.queries.issue_page import IssuePage, issue_page
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.priorities import standings
from regain.meetings.lossreview.queries.register import IssueRow, month_shown
from regain.meetings.lossreview.rules.priority import Weighted

Document = dict[str, Any]


def row_document(row: IssueRow) -> Document:
    """One issue of a list."""
    return {
        "id": row.id,
        "title": row.title,
        "state": row.state,
        "rank": row.place,
        "priority": _money(row.priority),
        "value_lost_a_year": _money(row.value_year),
        "recurrence": str(row.recurrence),
        "control": str(row.control),
        "effort": str(row.effort),
        "departures_a_year": row.departures_year,
        "departures_this_month": row.departures_month,
        "value_lost_this_month": _money(row.value_month),
        "owner": row.owner,
        "due_on": row.due_on,
        "open_actions": row.actions_open,
        "is_watched": bool(row.watched),
    }


def issue_document(*, by: Actor, at: datetime, pk: int) -> Document:
    """One issue with its factors, months, reasons, merges and story. Raises NotFound."""
    row = issue_row(pk, by)
    page = issue_page(by=by, at=at, row=row)
    standing = standings([row.pk], until_on=month_shown(at=at).until_on)[row.pk]
    return {
        "id": page.id,
        "title": page.title,
        "words": page.words,
        "state": page.state,
        "owner": {"id": page.owner_id, "name": page.owner} if page.owner_id else None,
        "due_on": page.due_on,
        "raised_at": page.raised_at,
        "raised_by": page.raised_by,
        "fixed_on": row.fixed_on,
        "set_aside_because": page.set_aside_because,
        "currency": page.currency,
        "priority": _money(page.worth.priority),
        "factors": {each.name.value: _factor(each) for each in standing.priority.factors},
        "departures_a_year": page.worth.departures_year,
        "value_lost_a_year": _money(page.worth.value_year),
        "months": {
            month: {"departures": part.departures, "value_lost": text(part.value)}
            for month, part in standing.months.items()
        },
        **_falls(page),
        "story": [{"at": line.at, "by": line.by, "move": line.title, "words": line.words} for line in page.story],
    }


def _falls(page: IssuePage) -> Document:
    return {
        "reasons": [
            {"id": each.id, "title": each.title, "departures": each.departures, "value_lost": _money(each.value)}
            for each in page.worth.reasons
        ],
        "merged_into": page.merged_into.id if page.merged_into else None,
        "merged": [each.id for each in page.merged],
        "split_from": page.split_from.id if page.split_from else None,
        "needs": [{"id": each.id, "title": each.title, "customers": each.customers} for each in page.needs],
        "actions": [{"id": each.id, "what": each.what, "state": each.state} for each in page.actions],
    }


def _factor(each: Weighted) -> Document:
    return {
        "value": str(each.value),
        "measured": str(each.measured),
        "where_from": each.words,
        "set_by": each.by or None,
        "because": each.because,
    }


def _money(amount: Money) -> str:
    return text(amount.amount)
