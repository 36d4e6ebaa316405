"""Answers as JSON-ready dictionaries: one shape for the command line and the API. Money is text, shares are numbers."""

from typing import Any

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.cycle import ExecutiveCall, executive_calls
from regain.desks.recovery.queries.cycles import CycleRow
from regain.desks.recovery.queries.decisions import DecisionRow
from regain.desks.recovery.queries.totals import Sums, by_kind_and_segment, mirrored, together
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import text
from regain.knowledge.valuation.rules.mirror import Mirror


def cycle_document(*, by: Actor, cycle: Cycle) -> dict[str, Any]:
    """A cycle: what was decided, how often and for how much; the executives' calls; how they mirror the losses."""
    sums = by_kind_and_segment(cycle)
    every = together(sums)
    calls = executive_calls(cycle)
    kinds = [kind for kind in Kind if kind is not Kind.CONTROL or policy.sees_control(by)]
    segments = [call.called(call.segment) for call in calls]
    countries = [call.called(call.country) for call in calls]
    return {
        **head_document(cycle),
        "departures": every.count,
        "value_lost": text(every.value_lost),
        "decisions": {kind.value: sums_document(together(sums, kind=kind)) for kind in kinds},
        "segments": {
            segment: sums_document(together(sums, segment=segment))
            for segment in sorted({name for _kind, name in sums}, key=words.segment_order)
        },
        "executive_calls": [call_document(call) for call in calls],
        "representativeness": {
            "by_segment": mirror_document(mirrored(cycle, "segment", segments)),
            "by_country": mirror_document(mirrored(cycle, "country", countries)),
        },
    }


def head_document(cycle: Cycle) -> dict[str, Any]:
    """What a cycle was drafted from and under."""
    return {
        "period": cycle.period,
        "from": cycle.from_on.isoformat(),
        "until": cycle.until_on.isoformat(),
        "as_of": cycle.as_of.isoformat(),
        "state": "approved" if cycle.is_approved else "draft",
        "rule": cycle.rule,
        "currency": cycle.currency,
        "control_share": float(cycle.control_share),
        "team_calls": cycle.team_calls,
        "cost_of_call": text(cycle.cost_of_call),
        "cost_of_letter": text(cycle.cost_of_letter),
        "assumed_letter_effect": float(cycle.letter_effect),
        "drafted_at": cycle.drafted_at.isoformat(),
        "drafted_by": cycle.drafted_by,
        "approved_at": cycle.approved_at.isoformat() if cycle.approved_at else None,
        "approved_by": cycle.approved_by or None,
    }


def sums_document(sums: Sums) -> dict[str, Any]:
    """A count with its money."""
    return {
        "count": sums.count,
        "value_lost": text(sums.value_lost),
        "cost": text(sums.cost),
        "expected_gain": text(sums.gain),
        "expected_gain_low": text(sums.gain_low),
        "expected_gain_high": text(sums.gain_high),
    }


def call_document(call: ExecutiveCall) -> dict[str, Any]:
    """One executive's call."""
    return {
        "customer": call.customer,
        "name": call.title,
        "segment": call.segment,
        "country": call.country,
        "left_on": call.left_on.isoformat(),
        "value_lost": text(call.value_lost.amount),
        "expected_gain": text(call.gain.amount),
        "draw_probability": call.draw_probability,
        "stands_for": text(call.stands_for.amount),
        "evidence": call.evidence,
        "assigned_to": call.assigned_to or None,
    }


def mirror_document(seen: Mirror) -> dict[str, Any]:
    """How the calls stand for the losses; `distance` is 0 for a perfect mirror and 1 for the opposite."""
    return {
        "distance": round(seen.distance, 6),
        "value_called": text(seen.value_called),
        "coverage": round(seen.coverage, 6),
        "shares": [
            {
                "name": share.name,
                "share_of_losses": round(share.of_losses, 6),
                "share_stood_for": round(share.stood_for, 6),
                "share_of_value_called": round(share.of_value_called, 6),
                "share_of_calls": round(share.of_calls, 6),
                "calls": share.calls,
            }
            for share in seen.shares
        ],
    }


def decision_document(row: DecisionRow, *, sees_control: bool) -> dict[str, Any]:
    """One decision; its rank for those who may know control, because a gap in the ranks tells of it."""
    return {
        "id": row.id,
        "customer": row.customer,
        "name": row.title,
        "country": row.country,
        "segment": row.segment,
        "kind": row.kind,
        "would_be": row.would_be or None,
        "reason": row.reason or None,
        "rank": row.rank if sees_control else None,
        "left_on": row.left_on.isoformat(),
        "absence_days": row.absence_days,
        "value_lost": text(row.value_lost.amount),
        "spent": text(row.spent.amount),
        "chance": row.chance,
        "chance_called": row.chance_called,
        "second_value": text(row.second_value.amount),
        "maximum_spend": text(row.maximum_spend.amount),
        "cost": text(row.cost.amount),
        "expected_gain": text(row.gain.amount),
        "confidence": row.confidence,
        "evidence": row.evidence,
        "assigned_to": row.assigned_to or None,
    }


def row_document(row: CycleRow) -> dict[str, Any]:
    """One cycle of the list."""
    return {
        "period": row.period,
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat(),
        "state": row.state,
        "departures": row.departures,
        "value_lost": text(row.value_lost.amount),
        "currency": row.value_lost.currency,
        "calls": row.calls,
        "letters": row.letters,
        "drafted_at": row.drafted_at.isoformat(),
        "approved_at": row.approved_at.isoformat() if row.approved_at else None,
        "approved_by": row.approved_by or None,
    }
