"""Practise a call with a colleague, and be scored."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training import policy
from regain.knowledge.training.actions.shared import shipped_row
from regain.knowledge.training.events import PracticeScored
from regain.knowledge.training.models import Practice
from regain.knowledge.training.queries import words as told
from regain.knowledge.training.rules.rubric import MustNot, verdict

LONGEST_NOTES = 10_000
LONGEST_WORDS = 2_000


class NeedsAColleague(Invalid):
    """Nobody plays the customer to themselves, or scores their own call."""


class ScenarioIsRetired(Conflict):
    """Nobody begins it any more."""


class PracticeIsOver(Conflict):
    """It was scored or called off."""


class ScoreIncomplete(Invalid):
    """A verdict takes every step, and a sentence to learn from."""


@verb("training.practised", allow=policy.may_practise)
def practise(*, by: Actor, at: datetime, caller: Person, colleague: Person, scenario: str) -> Practice:
    """Begin a practice call: `colleague` plays the customer of the scenario with this key.

    Raises NeedsAColleague, NotFound, ScenarioIsRetired.
    """
    if caller.pk == colleague.pk:
        raise NeedsAColleague(_("Choose a colleague: they play the customer and score the call."))
    for person in (caller, colleague):
        if not person.may(policy.PRACTISE):
            raise NeedsAColleague(
                _("%(name)s has no role that practises calls. Choose somebody else.") % {"name": person.name}
            )
    row = shipped_row(key=scenario, at=at)
    if row.retired_at is not None:
        raise ScenarioIsRetired(_("This scenario is retired. Choose another one."))
    return Practice.objects.create(scenario=row, caller=caller, colleague=colleague, begun_at=at)


@verb("training.practice_walked", allow=policy.is_caller)
def walk(*, by: Actor, at: datetime, practice: Practice, step: Step, notes: str) -> Practice:
    """Go to a step, and keep the notes. Raises PracticeIsOver."""
    row = _open(practice)
    row.step, row.notes = step, notes.strip()[:LONGEST_NOTES]
    row.save(update_fields=["step", "notes"])
    return row


@verb("training.practice_called_off", allow=policy.is_either)
def call_off(*, by: Actor, at: datetime, practice: Practice) -> Practice:
    """End it without a verdict. Raises PracticeIsOver."""
    row = _open(practice)
    row.called_off_at = at
    row.save(update_fields=["called_off_at"])
    return row


@verb("training.practice_scored", allow=policy.is_colleague)
def score(
    *,
    by: Actor,
    at: datetime,
    practice: Practice,
    points: Mapping[Step, int],
    broken: Collection[MustNot],
    words: str,
) -> Practice:
    """Give each step its points, say what must not have happened, and what to learn.

    Raises PracticeIsOver, ScoreIncomplete.
    """
    row = _open(practice)
    said = words.strip()[:LONGEST_WORDS]
    sheet = row.scenario.sheet
    missing = next((step for step in sheet.steps if step not in points), None)
    if missing is not None:
        raise ScoreIncomplete(_("“%(step)s” has no points yet. Give every step some.") % {"step": told.STEPS[missing]})
    if not said:
        raise ScoreIncomplete(_("Say in a sentence what went well and what to try next."))
    try:
        found = verdict(steps=sheet.steps, points=points, broken=broken)
    except ValueError:
        raise ScoreIncomplete(_("Give each scored step 0 to 3 points.")) from None
    row.points = {step.value: given for step, given in points.items()}
    row.broken = [each.value for each in found.broken]
    row.scored_at, row.words, row.passed = at, said, found.passed
    row.save(update_fields=["points", "broken", "scored_at", "words", "passed"])
    announce(PracticeScored(practice=row.pk, person=row.caller.key, passed=found.passed))
    return row


def _open(practice: Practice) -> Practice:
    row = Practice.objects.select_for_update(of=("self",)).select_related("scenario", "caller").get(pk=practice.pk)
    if not row.is_open:
        raise PracticeIsOver(_("This practice call is over. Begin another one whenever you like."))
    return row
