"""A call for programs."""

from datetime import datetime
from typing import Any, Final

from regain.desks.recovery.models import Call
from regain.desks.recovery.queries import standing
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.diagnosis import chosen
from regain.desks.recovery.rules.calls import CallKind, places
from regain.foundation.kit import money
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Told
from regain.knowledge.playbook.rules.steps import Step

ANSWERED: Final = ("destination", "destination_name", "willingness", "respect", "ease", "fairness")


def call_document(call: Call, *, at: datetime) -> dict[str, Any]:
    """Everything that was written down in it, and which steps are open."""
    known = causes(customer=call.case.customer, left_on=call.case.left_on)
    found = places(CallKind(call.kind), standing.so_far(call, known=known), at=Step(call.step))
    return {
        "id": call.pk,
        "case": call.case_id,
        "customer": call.case.customer,
        "kind": call.kind,
        "began_at": call.began_at,
        "dialled_at": call.dialled_at,
        "verified_at": call.verified_at,
        "ended_at": call.ended_at,
        "outcome": call.outcome,
        "step": call.step,
        "steps": [
            {
                "step": place.step.value,
                "is_done": place.is_done,
                "locked": standing.lock_in_words(place.lock) if place.lock else "",
            }
            for place in found
        ],
        "words": {row.field: {"text": row.text, "version": row.version} for row in call.words.all()},
        "asides": [
            {"id": aside.pk, "field": row.field, "text": aside.text}
            for row in call.words.all()
            for aside in row.asides.filter(settled_at=None)
        ],
        "quotes": [{"id": quote.id, "text": quote.text} for quote in parts.quotes_of(call).quotes],
        "diagnosed": _told(known.diagnosed),
        "confirmed": _told(known.confirmed),
        **{name: getattr(call, name) for name in ANSWERED},
        **_promised(call, at=at),
    }


def _promised(call: Call, *, at: datetime) -> dict[str, Any]:
    return {
        "requirements": [{"id": each.id, "words": each.words} for each in parts.requirements_of(call)],
        "support": [
            {"id": each.id, "what": each.what, "owner": each.owner, "due_at": each.due_at, "is_done": each.is_done}
            for each in parts.support_of(call, at=at)
        ],
        "proposals": [
            {
                "id": each.id,
                "words": each.words,
                "cost": money.text(each.cost.amount),
                "currency": each.cost.currency,
                "until_on": each.until_on,
                "is_sent": each.is_sent,
            }
            for each in parts.proposals_of(call)
        ],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "answer": told.answer.value,
        "reasons": [
            {"reason": each.id, "title": each.title, "weight": str(each.weight), "strength": each.strength}
            for each in chosen(told)
        ],
    }
