"""What programs are told of training. Days and moments are ISO text."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from regain.foundation.kit.actor import Actor
from regain.knowledge.training.models import Certificate, Coaching, Practice
from regain.knowledge.training.queries import coaching, practice
from regain.knowledge.training.queries.certificates import CertificateRow, Standing
from regain.knowledge.training.queries.items import CoachingRow
from regain.knowledge.training.queries.scenarios import Current

Document = dict[str, Any]


def row_document(row: CoachingRow) -> Document:
    """An item of a list."""
    return {
        "id": row.id,
        "excerpt": row.excerpt,
        "about": row.about,
        "kind": row.kind,
        "stage": row.stage,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "raised_at": row.raised_at.isoformat(),
        "raised_by": row.raised_by,
    }


def item_document(*, by: Actor, item: Coaching, at: datetime) -> Document:
    """One item with its story, and the steps this person may take. Raises NotFound where it does not concern them."""
    page = coaching.item_page(by=by, pk=item.pk, at=at)
    return row_document(page.row) | {
        "quote": page.quote,
        "moment": page.moment,
        "wanted": page.wanted,
        "agreed": page.agreed,
        "recheck_on": page.recheck_on.isoformat() if page.recheck_on else None,
        "source": page.source,
        "may": list(page.moves),
        "story": [
            {"at": line.at.isoformat(), "by": line.by, "what": line.title, "words": line.words} for line in page.story
        ],
    }


def totals_document(at: datetime) -> Document:
    """All items together, without names."""
    totals = coaching.totals(today=timezone.localdate(at))
    return {
        "open": totals.open,
        "overdue": totals.overdue,
        "oldest_on": totals.oldest_on.isoformat() if totals.oldest_on else None,
        "closed": totals.closed,
        "praise_share": totals.praise_share,
        "reach_nobody": totals.reach_nobody,
    }


def standing_document(standing: Standing) -> Document:
    """Whether somebody may call."""
    return {
        "is_certified": standing.is_certified,
        "until": standing.until.isoformat() if standing.until else None,
        "sentence": standing.sentence,
    }


def holder_document(row: CertificateRow) -> Document:
    """A person who calls or might."""
    return {
        "person": row.id,
        "name": row.name,
        "state": row.state,
        "until": row.until.isoformat() if row.until else None,
        "practice": row.progress,
    }


def certificate_document(row: Certificate) -> Document:
    """One certificate."""
    return {
        "id": row.pk,
        "person": row.person_id,
        "given_at": row.given_at.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "words": row.words,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "withdrawn_because": row.withdrawn_because,
    }


def practice_document(*, by: Actor, row: Practice) -> Document:
    """One practice call, without what is hidden from whoever asks."""
    verdict = practice.verdict_of(row)
    told: Document = {
        "id": row.pk,
        "scenario": row.scenario.key,
        "version": row.scenario.version,
        "title": row.scenario.title,
        "caller": row.caller_id,
        "colleague": row.colleague_id,
        "begun_at": row.begun_at.isoformat(),
        "state": practice.state_of(row),
        "step": row.step,
        "points": row.points,
        "must_nots": row.broken,
        "words": row.words,
        "reached": verdict.points if verdict else None,
        "needed": verdict.needed if verdict else None,
    }
    if by.key == row.colleague.key and row.is_open:
        told["scored_steps"] = [step.value for step in row.scenario.sheet.steps]
    return told


def scenario_document(found: Current) -> Document:
    """One scenario with everything on it, for those who write them."""
    sheet = found.sheet
    return {
        "key": found.key,
        "version": found.version,
        "is_retired": found.is_retired,
        "title": sheet.title,
        "trade": sheet.trade,
        "facts": sheet.facts,
        "who": sheet.who,
        "opens": sheet.opens,
        "behind": sheet.behind,
        "answers": {step.value: said for step, said in sheet.answers.items()},
        "good": list(sheet.good),
        "fails": list(sheet.fails),
        "steps": [step.value for step in sheet.steps],
    }
