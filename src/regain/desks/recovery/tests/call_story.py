"""What the tests of a call begin with: a certified caller in a call with a customer in Paris who may be called."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.tests.queue_story import NOW, approved, certify, give_number, in_paris, team_cases
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Scene:
    """A call that goes on, and who is in it."""

    caller: Person
    case: Case
    call: Call
    point: str
    others: list[Case]

    def fresh(self) -> Call:
        """The call as it is now."""
        return Call.objects.select_related("case").get(pk=self.call.pk)


def scene(cast: Cast, *, caller: Person | None = None, at: datetime = NOW, kind: CallKind = CallKind.RECOVERY) -> Scene:
    """Ben, or somebody else who calls, has the best customer of the cycle on the screen."""
    caller = caller or cast.ben
    if catalogue_is_empty():
        load_catalogue(by=cast.dev, at=NOW)
    cases = team_cases(approved(cast.dev, 40))
    certify(caller)
    in_paris(cast.dev, cases[:1])
    point = give_number(cast.dev, cases[0])
    call = actions.begin_call(by=caller, at=at, case=cases[0], kind=kind)
    return Scene(caller, cases[0], call, point, cases[1:])


def dialled(cast: Cast, **given: Any) -> Scene:
    """The same, and the customer was dialled."""
    made = scene(cast, **given)
    actions.dial(by=made.caller, at=NOW, call=made.call, point=made.point)
    return made


def diagnosed(cast: Cast, **given: Any) -> Scene:
    """The same, and we think we know why they left."""
    made = dialled(cast, **given)
    actions.save_words(
        by=made.caller, at=NOW, call=made.call, field=Field.NOTES, text="The parcel came late", version=0
    )
    actions.set_diagnosis(by=made.caller, at=NOW, call=made.call, strengths=reasons(2))
    return made


def verified(cast: Cast, **given: Any) -> Scene:
    """The same, and the customer agreed."""
    made = diagnosed(cast, **given)
    actions.verify(by=made.caller, at=NOW, call=made.call, text="It was the late parcels. Is that right?", version=0)
    return made


def reasons(count: int) -> dict[int, Strength]:
    """Some reasons of the catalogue, the first of them most of the story."""
    found = Reason.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True)[:count]
    return {pk: Strength.PART if place else Strength.MOST for place, pk in enumerate(found)}


def words(scene: Scene, field: Field = Field.NOTES) -> parts.FieldShown:
    """One field of the call as its page shows it."""
    return parts.field_of(scene.fresh(), field)
