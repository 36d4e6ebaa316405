"""From what the customer said to why they left: diagnose, say it back, and keep what they agreed with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.inside import inside, refuse_locked, stand_at, write, write_all
from regain.desks.recovery.events import DiagnosisVerified
from regain.desks.recovery.models import Call
from regain.desks.recovery.queries.call.parts import text_of
from regain.desks.recovery.queries.standing import source_of
from regain.desks.recovery.rules.calls import Destination, Field
from regain.desks.recovery.rules.diagnosis import MOST_REASONS, Strength
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions.causes import record_causes, withdraw_causes
from regain.knowledge.playbook.actions.suggesting import forget_lessons, teach
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer, Causes, weighed
from regain.knowledge.playbook.rules.causes import Standing as Told
from regain.knowledge.playbook.rules.steps import Step

LONGEST_NAME = 200


class Heard(StrEnum):
    """What the customer answered to our words for why they left."""

    AGREED = "agreed"
    COULD_NOT_SAY = "could_not_say"


class NoReason(Invalid):
    """A diagnosis names a reason, or says that there was none to be had."""


class NotVerified(Conflict):
    """There is no agreement to take back."""


@verb("recovery.set_diagnosis", allow=policy.may_call)
def set_diagnosis(
    *,
    by: Actor,
    at: datetime,
    call: Call,
    strengths: Mapping[int, Strength],
    could_not_say: bool = False,
    writings: Sequence[Writing] = (),
) -> Call:
    """Why they left, in our eyes: reasons of the catalogue and how much of the story each is; or they could not say.

    The screen goes on to saying it back; what changes has to be verified again. Raises NoReason, CausesWrong.
    """
    row = inside(call, by=by)
    write_all(row, writings, at=at)
    if not strengths and not could_not_say:
        raise NoReason(_("Choose at least one reason, or note that they could not say."))
    if len(strengths) > MOST_REASONS:
        raise NoReason(_("More than %(most)s reasons tell nothing apart. Keep the main ones.") % {"most": MOST_REASONS})
    weights = {} if could_not_say else weighed({pk: int(strength) for pk, strength in strengths.items()})
    told = _known(row).diagnosed
    answer = Answer.COULD_NOT_SAY if could_not_say else Answer.ASKED
    is_same = told.answer is answer and {cause.reason_id: cause.weight for cause in told.causes} == weights
    record_causes(
        by=by,
        at=at,
        customer=row.case.customer,
        left_on=row.case.left_on,
        standing=Told.DIAGNOSED,
        weights=weights,
        could_not_say=could_not_say,
        source=source_of(row),
    )
    if row.verified_at is not None and not is_same:
        _take_back(row, by=by, at=at)
    stand_at(row, Step.VERIFY)
    return row


@verb("recovery.verify", allow=policy.may_call)
def verify(
    *, by: Actor, at: datetime, call: Call, text: str, version: int, heard: Heard = Heard.AGREED, pen: str = ""
) -> Call:
    """The customer agreed with our words for why they left, or could not say. What they agreed with is confirmed.

    Raises StepIsLocked, NoReason, SomebodyElsesCall, CallIsOver.
    """
    row = inside(call, by=by)
    refuse_locked(row, Step.VERIFY)
    told = _known(row).diagnosed
    could_not_say = heard is Heard.COULD_NOT_SAY
    if not could_not_say and not told.causes:
        raise NoReason(_("No reason is chosen that they could agree with. Choose one first."))
    write(row, writer=row.caller, field=Field.READ_BACK, text=text, version=version, pen=pen, at=at)
    weights = {} if could_not_say else {cause.reason_id: cause.weight for cause in told.causes}
    record_causes(
        by=by,
        at=at,
        customer=row.case.customer,
        left_on=row.case.left_on,
        standing=Told.CONFIRMED,
        weights=weights,
        could_not_say=could_not_say,
        source=source_of(row),
    )
    row.verified_at = at
    row.save(update_fields=["verified_at"])
    stand_at(row, Step.CATALOGUE)
    if weights:
        _teach(row, weights=weights, by=by, at=at)
    announce(DiagnosisVerified(call=row.pk, case=row.case_id, customer=row.case.customer, left_on=row.case.left_on))
    return row


@verb("recovery.unverify", allow=policy.may_call)
def unverify(*, by: Actor, at: datetime, call: Call) -> Call:
    """They did not agree after all; the offer is locked again. Raises NotVerified, SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    if row.verified_at is None:
        raise NotVerified(_("Nothing was verified yet, so there is nothing to take back."))
    _take_back(row, by=by, at=at)
    return row


@verb("recovery.set_destination", allow=policy.may_call)
def set_destination(*, by: Actor, at: datetime, call: Call, destination: Destination | None, name: str = "") -> Call:
    """Where they went, and to whom; none takes it back. Raises SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    row.destination = destination.value if destination else ""
    row.destination_name = " ".join(name.split())[:LONGEST_NAME] if destination is Destination.COMPETITOR else ""
    row.save(update_fields=["destination", "destination_name"])
    return row


def _known(call: Call) -> Causes:
    return causes(customer=call.case.customer, left_on=call.case.left_on)


def _take_back(call: Call, *, by: Actor, at: datetime) -> None:
    if _known(call).confirmed.answer is not Answer.NOT_ASKED:
        withdraw_causes(by=by, at=at, customer=call.case.customer, left_on=call.case.left_on, standing=Told.CONFIRMED)
    forget_lessons(by=by, at=at, source=source_of(call))
    call.verified_at = None
    call.save(update_fields=["verified_at"])


def _teach(call: Call, *, weights: Mapping[int, Decimal], by: Actor, at: datetime) -> None:
    """Let the suggestions learn from what was written and confirmed."""
    teach(by=by, at=at, text=text_of(call), weights=weights, source=source_of(call))
