"""The guard's answers and what it knows, as programs read them."""

from typing import Any

from regain.knowledge.playbook.models import Answer, Consent, Stop
from regain.knowledge.playbook.queries.guard import Said
from regain.knowledge.playbook.queries.points import MEDIA, Point

Document = dict[str, Any]


def said_document(said: Said) -> Document:
    """What `may` says."""
    return {
        "verdict": said.verdict,
        "is_allowed": said.is_allowed,
        "rule": said.rule,
        "sentence": said.sentence,
        "until": said.until,
        "may_be_signed_for": said.is_overridable,
        "asked_at": said.when,
        "point": said.point.id if said.point else "",
        "findings": [
            {
                "rule": each.rule,
                "verdict": each.verdict,
                "sentence": each.sentence,
                "until": each.until,
                "jurisdiction": each.jurisdiction,
                "source": each.source,
                "may_be_signed_for": each.is_overridable,
            }
            for each in said.findings
        ],
    }


def answer_document(row: Answer) -> Document:
    """A stored answer."""
    return {
        "id": row.pk,
        "customer": row.customer,
        "asked_at": row.asked_at,
        "asked_by": row.asked_by,
        "channel": row.channel,
        "purpose": row.purpose,
        "verdict": row.verdict,
        "is_allowed": row.is_allowed,
        "rules": row.rules,
        "sentence": row.sentence,
        "until": row.until,
        "override": row.override,
        "subject": row.subject,
        "point": row.point,
        "facts": row.facts,
        "taken_back_at": row.withdrawn_at,
    }


def stop_document(row: Stop) -> Document:
    """A stop."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "hash": row.fingerprint,
        "channel": row.channel,
        "words": row.words,
        "source": row.source,
        "said_at": row.said_at,
        "kept_until": row.kept_until,
    }


def consent_documents(*, customer: str) -> list[Document]:
    """A customer's consents, newest first."""
    rows = Consent.objects.filter(customer=customer).order_by("-given_at", "-pk")
    return [consent_document(row) for row in rows]


def consent_document(row: Consent) -> Document:
    """A consent."""
    return {
        "id": row.pk,
        "customer": row.customer,
        "purpose": row.purpose,
        "channel": row.channel,
        "given_at": row.given_at,
        "how": row.how,
        "words": row.words,
        "document": row.document,
        "proof_until": row.proof_until,
        "withdrawn_at": row.withdrawn_at,
    }


def point_document(point: Point) -> Document:
    """A number or an address."""
    return {
        "id": point.id,
        "medium": MEDIA[point.channel],
        "value": point.value,
        "normal": point.normal,
        "country": point.country,
        "region": point.region,
        "zone": point.zone,
        "local_time": point.local_time,
        "is_wrong": point.is_wrong,
        "source": point.source,
    }
