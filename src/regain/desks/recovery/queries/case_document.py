"""The queue and its cases as JSON-ready dictionaries. Money is text."""

from datetime import datetime
from typing import Any

from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.case_rows import CaseRow
from regain.desks.recovery.queries.queue import CaseLine, QueuePage, line
from regain.desks.recovery.queries.upcoming import Looked
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import text

Document = dict[str, Any]


def queue_document(page: QueuePage) -> Document:
    """What a caller does now."""
    return {
        "is_certified": page.standing.is_certified,
        "certificate": page.standing.sentence,
        "call": page.going.call if page.going else None,
        "next": {**line_document(page.next.case), "why": page.next.why} if page.next else None,
        "nobody_because": page.none.sentence if page.none else None,
        "again_at": _moment(page.none.again_at) if page.none else None,
        "promised": [line_document(case) for case in page.promised],
        "mine": page.counts.mine,
        "free": page.counts.free,
        "today": {"attempts": page.done.attempts, "reached": page.done.reached, "verified": page.done.verified},
    }


def looked_document(looked: Looked, *, by: Actor, at: datetime) -> Document:
    """The call that was handed out, or why there is none."""
    return {
        "case": line_document(line(looked.case, by=by, at=at)) if looked.case else None,
        "because": looked.reason or None,
        "again_at": _moment(looked.again_at),
    }


def line_document(case: CaseLine) -> Document:
    """One case in few words."""
    return {
        "id": case.id,
        "customer": case.customer,
        "name": case.title,
        "country": case.country,
        "left_on": case.left_on.isoformat(),
        "value_lost": text(case.value_lost.amount),
        "maximum_spend": text(case.maximum_spend.amount),
        "currency": case.value_lost.currency,
        "owner": case.owner or None,
        "next": case.next_kind,
        "next_at": case.next_at.isoformat(),
        "is_promised": case.is_promised,
        "words": case.words or None,
        "evidence": case.evidence or None,
    }


def row_document(row: CaseRow) -> Document:
    """One line of the list."""
    return {
        "id": row.id,
        "customer": row.customer,
        "name": row.title,
        "country": row.country,
        "kind": row.kind,
        "state": row.state,
        "next": row.next_kind,
        "next_at": row.next_at.isoformat(),
        "words": row.next_words or None,
        "owner": row.owner or None,
        "team": row.team or None,
        "segment": row.segment or None,
        "rank": row.rank,
        "attempts": row.attempts,
        "left_on": row.left_on.isoformat(),
        "value_lost": text(row.value_lost.amount),
        "currency": row.value_lost.currency,
        "opened_at": row.opened_at.isoformat(),
        "ending": row.ending or None,
        "ended_at": _moment(row.ended_at),
        "ended_because": row.ended_words or None,
    }


def case_document(case: Case) -> Document:
    """A case after something was done with it."""
    return {
        "id": case.pk,
        "customer": case.customer,
        "owner": case.owner.name if case.owner else None,
        "next": case.next_kind,
        "next_at": case.next_at.isoformat(),
        "is_promised": case.is_promised,
        "ending": case.ending or None,
        "ended_at": _moment(case.ended_at),
    }


def held_document(case: Case) -> Document:
    """Who has it, and until when."""
    return {
        "id": case.pk,
        "held_by": case.held_by.name if case.held_by else None,
        "held_until": _moment(case.held_until),
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
