"""What the routes of reasons and causes are asked with."""

from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.tests.reasons_story import AT, LEFT, filled, told
from tests.access_samples import Filled, Sample
from tests.cast import Cast

DAY = LEFT.isoformat()


def late() -> Reason:
    """A reason of the shipped catalogue."""
    return filled()["late"]


def fields(reason: Reason) -> dict[str, object]:
    """What a form or a program sends about a reason."""
    return {
        "title": "Came late",
        "words": "After the promised day",
        "group": reason.group_id,
        "cause_class": "pushed",
        "is_changeable": True,
        "is_ours": True,
        "version": reason.version,
    }


def a_reason(*, as_json: bool = False, **form: object) -> Sample:
    """The address of a reason, with something to send."""

    def made(cast: Cast, actor: Person | None) -> Filled:
        reason = late()
        return Filled({"reason_id": reason.pk}, {**fields(reason), **form}, as_json=as_json)

    return made


def a_new_reason(*, as_json: bool = False) -> Sample:
    """What somebody adds."""

    def made(cast: Cast, actor: Person | None) -> Filled:
        return Filled({}, {**fields(late()), "title": "The weather"}, as_json=as_json)

    return made


def a_group(*, as_json: bool = False, **form: object) -> Sample:
    """The address of a group, with something to send."""

    def made(cast: Cast, actor: Person | None) -> Filled:
        return Filled({"group_id": late().group_id}, form, as_json=as_json)

    return made


def a_new_group(*, as_json: bool = False) -> Sample:
    """What somebody adds."""
    return lambda cast, actor: Filled({}, {"title": "Weather"}, as_json=as_json)


def a_retired_reason(cast: Cast, actor: Person | None) -> Filled:
    """A reason nobody can choose."""
    return Filled({"reason_id": editing.retire_reason(by=cast.dev, at=AT, reason=late()).pk})


def a_merge(*, as_json: bool = False) -> Sample:
    """A reason, and what it could count as."""

    def made(cast: Cast, actor: Person | None) -> Filled:
        reasons = filled()
        return Filled({"reason_id": reasons["late"].pk}, {"into": reasons["fees"].pk}, as_json=as_json)

    return made


def a_merged_reason(cast: Cast, actor: Person | None) -> Filled:
    """A reason that counts as another."""
    reasons = filled()
    merged = editing.merge_reason(by=cast.dev, at=AT, reason=reasons["late"], into=reasons["fees"])
    return Filled({"reason_id": merged.pk})


def a_departure(cast: Cast, actor: Person | None) -> Filled:
    """Why somebody left, for a form."""
    reason = late()
    return Filled({"left_on": DAY, "customer": "C-1"}, {"reason_1": reason.pk})


def a_told_departure(cast: Cast, actor: Person | None) -> Filled:
    """Something to take back."""
    told(cast.dev, late())
    return Filled({"left_on": DAY, "customer": "C-1"})


def a_telling(cast: Cast, actor: Person | None) -> Filled:
    """Why somebody left, for a program; told once, so that it can be taken back."""
    reason = late()
    told(cast.dev, reason)
    sent = {"causes": [{"reason": reason.pk}], "source": "Letter"}
    return Filled({"left_on": DAY, "standing": "stated", "customer": "C-1"}, sent, as_json=True)


def losses(cast: Cast, actor: Person | None) -> Filled:
    """Departures to split by reason."""
    sent = {"departures": [{"customer": "C-1", "left_on": DAY, "value_lost": "12.50"}]}
    return Filled({}, sent, as_json=True)


SAMPLES: dict[str, Sample] = {
    "playbook:reason_new": a_new_reason(),
    "playbook:reasons_arrange": a_new_group(),
    "playbook:reason": a_reason(),
    "playbook:reason_place": a_reason(place=1),
    "playbook:reason_retirement": a_reason(),
    "playbook:reason_restoring": a_retired_reason,
    "playbook:reason_merge": a_merge(),
    "playbook:reason_separation": a_merged_reason,
    "playbook:reason_group": a_group(title="Weather"),
    "playbook:reason_group_place": a_group(place=1),
    "playbook:causes": a_departure,
    "playbook:causes_withdrawal": a_told_departure,
    "api-1:playbook_reasons": a_new_reason(as_json=True),
    "api-1:playbook_reason": a_reason(as_json=True),
    "api-1:playbook_reason_retirement": a_retired_reason,
    "api-1:playbook_reason_merge": a_merge(as_json=True),
    "api-1:playbook_reason_place": a_reason(as_json=True, place=1),
    "api-1:playbook_reason_groups": a_new_group(as_json=True),
    "api-1:playbook_reason_group": a_group(as_json=True, title="Weather"),
    "api-1:playbook_reason_group_place": a_group(as_json=True, place=1),
    "api-1:playbook_reasons_by_revenue": losses,
    "api-1:playbook_told": a_telling,
    "api-1:playbook_causes": lambda cast, actor: Filled({"customer": "C-1"}),
}
