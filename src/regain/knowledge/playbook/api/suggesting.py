"""Suggested reasons for programs."""

from typing import Any, Final

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions import suggesting as actions
from regain.knowledge.playbook.queries import suggestions as queries
from regain.knowledge.playbook.rules.suggesting import LONGEST

router = Router()
Document = dict[str, Any]
MOST: Final = 100_000


class NotesIn(Schema):
    """Notes of a call."""

    text: str = Field(max_length=MOST, description=f"Not kept. Of more than {LONGEST:,} letters the first are read.")


@router.post("/suggestions", url_name="playbook_suggestions", summary="Suggest reasons")
def suggest(request: HttpRequest, body: NotesIn) -> Document:
    """Up to three reasons these notes may speak of, likeliest first. Only ever a suggestion; nothing is stored."""
    return queries.suggested_document(queries.suggest(text=body.text))


@router.get("/suggestions/training", url_name="playbook_training", summary="Read how good suggestions are")
def training(request: HttpRequest) -> Document:
    """How often they were right on notes not learnt from, and what they were learnt from."""
    return queries.training_document(by=actor_of(request))


@router.post("/suggestions/training", url_name="playbook_training", summary="Learn anew")
def learn(request: HttpRequest) -> Document:
    """Have them learn anew in the background."""
    by = actor_of(request)
    actions.ask_for_training(by=by, at=clock.now())
    return queries.training_document(by=by)
