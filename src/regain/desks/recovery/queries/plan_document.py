"""The plan of a case, needs and letters as programs read them. Money is text with two decimals."""

from dataclasses import asdict
from typing import Any

from regain.desks.recovery.models import Letter
from regain.desks.recovery.queries.letters import LettersPage, standing_of
from regain.desks.recovery.queries.needs import NeedLine, NeedPage
from regain.desks.recovery.queries.plan import CasePage
from regain.foundation.kit.money import Money

Document = dict[str, Any]


def case_document(page: CasePage) -> Document:
    """One case."""
    return {
        "id": page.id,
        "customer": page.customer,
        "title": page.title,
        "kind": page.kind,
        "left_on": page.left_on,
        "value_lost": _money(page.value_lost),
        "currency": page.currency,
        "owner": page.owner,
        "team": page.team,
        "is_open": page.is_open,
        "is_parked": page.is_parked,
        "ending": page.ending,
        "next": {"act": page.todo.key, "sentence": page.todo.sentence, "say": page.todo.say, "when": page.next_when},
        "steps": [{"key": step.key, "state": step.state, "facts": step.facts} for step in page.steps],
        "requirements": [asdict(row) for row in page.kept.requirements],
        "proposals": [{**asdict(row), "cost": _money(row.cost)} for row in page.kept.proposals],
        "letters": [asdict(row) for row in page.kept.letters],
        "calls": [
            {"id": call.id, "outcome": call.outcome, "began_at": call.began_at, "quotes": list(call.quotes)}
            for call in page.kept.calls
        ],
        "notes": {"text": page.notes.text, "version": page.notes.version},
    }


def need_document(line: NeedLine) -> Document:
    """One need of the list."""
    return {
        "id": line.id,
        "title": line.title,
        "state": line.state,
        "customers": line.customers,
        "value_lost": _money(line.value_lost),
        "currency": line.value_lost.currency,
        "to_tell": line.to_tell,
        "told": line.told,
        "issue": line.issue,
    }


def need_page_document(page: NeedPage) -> Document:
    """One need with its requests."""
    return {
        "id": page.id,
        "title": page.title,
        "state": page.state,
        "issue": page.issue,
        "change": page.change,
        "customers": page.customers,
        "value_lost": _money(page.value_lost),
        "currency": page.value_lost.currency,
        "to_tell": page.to_tell,
        "told": page.told,
        "requests": [
            {"id": row.id, "words": row.words, "customer": row.customer, "told_at": row.told_at} for row in page.asked
        ],
    }


def letters_document(page: LettersPage) -> Document:
    """The letters of a cycle, counted."""
    return {
        "period": page.period,
        "decided": page.decided,
        "prepared": page.prepared,
        "standing": {each.standing: each.count for each in page.counts},
        "is_working": page.job is not None,
    }


def letter_document(row: Letter) -> Document:
    """One letter."""
    return {
        "id": row.pk,
        "about": row.about,
        "how": row.how,
        "standing": standing_of(row).value,
        "sentence": row.sentence,
        "held_until": row.held_until,
        "sent_at": row.sent_at,
    }


def _money(value: Money) -> str:
    return f"{value.amount:.2f}"
