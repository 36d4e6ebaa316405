"""Reasons and causes as programs read them. Money is text with two decimals; weights are text with four."""

from typing import Any

from regain.foundation.kit.money import text
from regain.knowledge.playbook.models import Reason, Telling
from regain.knowledge.playbook.queries.causes import DepartureCauses, Said, departures_of, told
from regain.knowledge.playbook.queries.reasons import GroupOfReasons, ReasonChoice, catalogue, state_of
from regain.knowledge.playbook.queries.revenue import ReasonCost, Revenue
from regain.knowledge.playbook.queries.truth import Truth
from regain.knowledge.playbook.rules.causes import Standing, Told
from regain.knowledge.playbook.rules.revenue import Share

Document = dict[str, Any]


def catalogue_document() -> Document:
    """What may be chosen, by group."""
    return {"groups": [_group(group) for group in catalogue().groups]}


def reason_document(row: Reason) -> Document:
    """One reason, in use or not, with its history."""
    return {
        "id": row.pk,
        "title": row.title,
        "words": row.words,
        "group": row.group_id,
        "group_title": row.group.title,
        "cause_class": row.cause_class,
        "is_changeable": row.is_changeable,
        "is_ours": row.is_ours,
        "state": state_of(row),
        "merged_into": row.merged_into_id,
        "version": row.version,
        "history": [
            {"what": each.what, "before": each.before, "after": each.after, "at": each.at, "by": each.by_name}
            for each in row.changes.all()
        ],
    }


def revenue_document(found: Revenue) -> Document:
    """The value lost by reason; the parts add up to the total."""
    return {
        "currency": found.currency,
        "reasons": [_cost(each) for each in found.reasons],
        "not_asked": _share(found.not_asked),
        "could_not_say": _share(found.could_not_say),
        "total": _share(found.total),
    }


def truth_document(found: Truth) -> Document:
    """Stated against confirmed; the share is null where it cannot be told yet."""
    rate = found.rate
    return {
        "from": found.from_on,
        "until": found.until_on,
        "departures": found.both,
        "differs": found.differs,
        "share": {"value": rate.share, "low": rate.low, "high": rate.high} if rate else None,
        "agreement": found.agreement,
        "enough": found.enough,
        "pairs": [
            {"stated": pair.stated_id, "confirmed": pair.confirmed_id, "departures": pair.departures}
            for pair in found.pairs
        ],
    }


def customer_document(customer: str) -> Document:
    """Every departure of a customer that somebody asked about."""
    return {"customer": customer, "departures": [_departure(each) for each in departures_of(customer)]}


def telling_document(row: Telling) -> Document:
    """What was written down just now."""
    return {"standing": row.standing, **_told(told(row)), "source": row.source, "at": row.said_at}


def _group(group: GroupOfReasons) -> Document:
    return {"id": group.id, "title": group.title, "reasons": [_choice(each) for each in group.reasons]}


def _choice(each: ReasonChoice) -> Document:
    return {
        "id": each.id,
        "title": each.title,
        "words": each.words,
        "cause_class": each.cause_class.value,
        "is_changeable": each.is_changeable,
        "is_ours": each.is_ours,
    }


def _cost(each: ReasonCost) -> Document:
    return {
        "reason": each.reason_id,
        "title": each.title,
        "group": each.group,
        "cause_class": each.cause_class.value,
        "is_changeable": each.is_changeable,
        "is_ours": each.is_ours,
        "departures": each.departures,
        "weight": f"{each.weight:f}",
        "value": text(each.value),
    }


def _share(share: Share) -> Document:
    return {"departures": share.departures, "value": text(share.value)}


def _departure(found: DepartureCauses) -> Document:
    lost = found.value_lost
    return {
        "left_on": found.left_on,
        "value_lost": text(lost.amount) if lost else None,
        "currency": lost.currency if lost else None,
        **{standing.value: _told(found.causes.at(standing)) for standing in Standing},
        "history": [_said(each) for each in found.said],
    }


def _told(what: Told) -> Document:
    return {
        "answer": what.answer.value,
        "causes": [
            {"reason": each.reason_id, "title": each.title, "weight": f"{each.weight:f}", "said_as": each.said_as}
            for each in what.causes
        ],
    }


def _said(each: Said) -> Document:
    return {
        "standing": each.standing.value,
        **_told(each.told),
        "source": each.source,
        "at": each.at,
        "by": each.by,
        "superseded_at": each.superseded_at,
    }
