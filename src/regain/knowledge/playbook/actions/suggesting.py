"""Teach the suggestions from confirmed notes, forget notes again, have them learn, keep what was learnt."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.events import TrainingAsked
from regain.knowledge.playbook.models import Lesson, Reason
from regain.knowledge.playbook.policy import suggesting as policy
from regain.knowledge.playbook.queries import model as queries
from regain.knowledge.playbook.rules.causes import are_weights

LONGEST_TEXT: Final = 20_000
LONGEST_SOURCE: Final = 120


@verb("playbook.lesson_taught", allow=policy.may_teach)
def teach(*, by: Actor, at: datetime, text: str, weights: Mapping[int, Decimal], source: str) -> Lesson | None:
    """Learn from notes whose causes a customer confirmed; what the same source taught before is replaced.

    The notes stay on this machine, and in no trail. None where the notes are empty. Raises Invalid for weights that
    do not add up, for a reason the catalogue does not have, or without a source.
    """
    if not source.strip() or len(source) > LONGEST_SOURCE:
        raise Invalid(_("A lesson needs the name of what it comes from, so that it can be forgotten with it."))
    if not are_weights(weights):
        raise Invalid(_("The weights of the reasons must add up to one."))
    if Reason.objects.filter(pk__in=weights).count() != len(weights):
        raise Invalid(_("The catalogue does not have all of these reasons."))
    words = " ".join(text.split())[:LONGEST_TEXT]
    if not words:
        Lesson.objects.filter(source=source).delete()
        return None
    told = {str(reason): str(weight) for reason, weight in weights.items()}
    row, _made = Lesson.objects.update_or_create(
        source=source, defaults={"text": words, "weights": told, "taught_at": at, "taught_by": by.key}
    )
    return row


@verb("playbook.lessons_forgotten", allow=policy.may_teach)
def forget_lessons(*, by: Actor, at: datetime, source: str) -> int:
    """Remove what a source taught, such as `recovery.call:17`; the suggestions learn anew without it. How many."""
    return Lesson.objects.filter(source=source).delete()[0]


@verb("playbook.training_asked", allow=policy.may_train)
def ask_for_training(*, by: Actor, at: datetime) -> TrainingAsked:
    """Have the suggestions learn anew in the background."""
    asked = TrainingAsked(asked_by=by.key)
    announce(asked)
    return asked


@verb("playbook.suggestions_learnt", allow=policy.is_the_system, on_files=True)
def keep_model(*, by: Actor, at: datetime, model: queries.Model) -> queries.About:
    """Let every process suggest by this model from now on. The file is replaced in one step."""
    place = queries.path()
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f"{place.name}.{at:%H%M%S%f}.new")
    temporary.write_bytes(queries.written(model))
    temporary.replace(place)
    return model.about
