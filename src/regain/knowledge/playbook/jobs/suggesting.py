"""Keep the suggestions fresh: by night, at once when much is new or something was forgotten, or when somebody asks."""

from typing import Any, Final

from django.utils.module_loading import import_string
from django_tasks import task

from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.playbook.actions.suggesting import keep_model
from regain.knowledge.playbook.events import TrainingAsked
from regain.knowledge.playbook.queries.lessons import is_due, material
from regain.knowledge.playbook.queries.model import About, about_document, current

LEARN: Final = "regain.knowledge.playbook.jobs.learning.learn"
"""Read when it is time to learn, so that who only asks for it does not load what it takes."""
LEAST: Final = 2


def queue_training(event: TrainingAsked) -> None:
    """Learn as soon as a worker is free."""
    learn_suggestions.enqueue(asked_by=event.asked_by)


@task()
def refresh_suggestions() -> dict[str, Any]:
    """Learn anew if it is time to."""
    model = current()
    return _learn() if is_due(model.about if model else None, at=clock.now()) else {}


@task()
def learn_suggestions(*, asked_by: str = "") -> dict[str, Any]:
    """Learn from the catalogue and every lesson; again does the same again."""
    return _learn()


def _learn() -> dict[str, Any]:
    told, now = material(), clock.now()
    if len(told.reasons) < LEAST:
        return {"lessons": told.lessons}
    about = About(trained_at=now, lessons=told.lessons, newest=told.newest, catalogue=told.digest, accuracy=None)
    model = import_string(LEARN)(told, about=about, progress=reporter())
    keep_model(by=System("worker"), at=now, model=model)
    return about_document(model.about)
