"""Executives' calls as JSON-ready dictionaries. Money is text."""

from collections.abc import Iterable
from typing import Any

from regain.desks.recovery.queries.brief import Brief
from regain.desks.recovery.queries.executives import ExecutiveCall, ExecutivePage
from regain.desks.recovery.queries.heard import HeardCall
from regain.foundation.kit.money import text

Document = dict[str, Any]


def page_document(page: ExecutivePage) -> Document:
    """One's own calls, those nobody has, and how far the others are."""
    return {
        "made": page.done,
        "calls": [call_document(call) for call in page.mine],
        "open": [call_document(call) for call in page.open],
        "others": [
            {"name": each.name, "made": each.done, "calls": each.of, "late": len(each.late)} for each in page.others
        ],
    }


def call_document(call: ExecutiveCall) -> Document:
    """One call, and where it stands."""
    return {
        "id": call.id,
        "customer": call.customer,
        "name": call.title,
        "country": call.country,
        "left_on": call.left_on.isoformat(),
        "value_lost": text(call.value_lost.amount),
        "currency": call.value_lost.currency,
        "owner": call.owner or None,
        "state": call.stage,
        "planned_for": call.planned_for.isoformat() if call.planned_for else None,
        "is_promised": call.is_promised,
        "tries": call.tries,
        "call": call.open_call,
    }


def brief_document(brief: Brief) -> Document:
    """What is worth knowing before the call."""
    return {
        **call_document(brief.call),
        "headline": brief.headline,
        "lives": brief.lives,
        "products": [each.name for each in brief.products],
        "contacts": [
            {"day": each.day.isoformat(), "title": each.title, "detail": each.detail} for each in brief.touches
        ],
        "asked_for": list(brief.requirements),
        "stated": list(brief.stated),
        "quotes": [quote for each in brief.calls for quote in each.quotes],
        "to_open": list(brief.opening),
        "to_ask": list(brief.questions),
        "may_call_now": {"verdict": brief.said.verdict.value, "sentence": brief.said.sentence},
    }


def heard_document(calls: Iterable[HeardCall]) -> Document:
    """Conversations, newest first."""
    return {
        "heard": [
            {
                "call": each.call,
                "customer": each.customer,
                "name": each.title,
                "by": each.by,
                "kind": "listening" if each.is_executive else "recovery",
                "spoken_at": each.spoken_at.isoformat(),
                "value_lost": text(each.value_lost.amount),
                "currency": each.value_lost.currency,
                "quotes": list(each.quotes),
                "notes": each.notes,
                "wants": each.wants,
                "reasons": list(each.reasons),
                "is_confirmed": each.is_confirmed,
                "willingness": each.willingness,
            }
            for each in calls
        ]
    }
