"""The page of a call: the step on the screen, the way through, and what stands around it."""

from dataclasses import dataclass
from datetime import datetime

from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.policy import QUEUE
from regain.desks.recovery.queries import standing
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.closing import Closing, Moment, WayOut, closing, moment_of, ways_out
from regain.desks.recovery.queries.call.diagnosis import (
    Cataloguing,
    Diagnosing,
    Verifying,
    cataloguing,
    diagnosing,
    verifying,
)
from regain.desks.recovery.queries.call.prepare import Number, Prepared, numbers_of, prepared
from regain.desks.recovery.queries.call.promises import Offering, Supporting, offering, promise_of, supporting
from regain.desks.recovery.queries.words import customer_href
from regain.desks.recovery.rules.calls import CallKind, Place, before_and_after, places
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.queries.wording import Guide, guide
from regain.knowledge.playbook.rules.causes import Causes
from regain.knowledge.playbook.rules.steps import Step

Part = Prepared | Diagnosing | Verifying | Cataloguing | Supporting | Offering | Closing


@dataclass(frozen=True)
class RailStep:
    """One step of the rail: done, here, ahead or locked, and what opens it."""

    key: str
    title: str
    order: int
    state: str
    why: str = ""


@dataclass(frozen=True)
class CallPage:
    """One step of a call, and what stands around it."""

    id: int
    case_id: int
    person: str
    kind: str
    is_recovery: bool
    title: str
    customer: str
    customer_href: str
    began_at: datetime
    zone: str
    there: str
    """The time on their wall, where it is known."""
    is_dialled: bool
    number: Number | None
    """What was dialled, where a number was named."""
    step: str
    step_title: str
    order: int
    steps: int
    rail: tuple[RailStep, ...]
    guide: Guide
    previous: str
    next: str
    next_title: str
    fields: tuple[parts.FieldShown, ...]
    quotes: parts.QuotesShown
    keeps_quotes: bool
    ways_out: tuple[WayOut, ...]
    moment: Moment
    template: str
    part: Part | None

    @property
    def has_asides(self) -> bool:
        """Whether two texts of a field wait to be settled."""
        return any(field.asides for field in self.fields)


@dataclass(frozen=True)
class GoingOn:
    """The call a person is in, wherever they are."""

    id: int
    title: str
    began_at: datetime
    step: str


def going_on(*, by: Actor) -> GoingOn | None:
    """The call this person is in, if any: the first page and the queue lead back to it."""
    call = parts.open_call(by=by)
    if call is None:
        return None
    return GoingOn(call.pk, call.case.title, call.began_at, str(standing.STEPS[Step(call.step)]))


def usual_kind(case: Case) -> str:
    """Executives listen; the team recovers."""
    return CallKind.LISTENING if case.kind == Kind.EXECUTIVE else CallKind.RECOVERY


def call_page(*, by: Actor, at: datetime, call: Call) -> CallPage:
    """The step the screen stands at, for whoever makes the call."""
    kind, known = CallKind(call.kind), causes(customer=call.case.customer, left_on=call.case.left_on)
    so = standing.so_far(call, known=known)
    # Whoever may offer nothing is shown no such step.
    found = places(kind if by.may(QUEUE) else CallKind.LISTENING, so, at=Step(call.step))
    here = next((place for place in found if place.step == call.step and place.is_open), found[0])
    previous, following = before_and_after(found, here.step)
    numbers = numbers_of(call=call, at=at)
    number = next((each for each in numbers if each.id == call.point), numbers[0] if numbers else None)
    return CallPage(
        id=call.pk,
        case_id=call.case_id,
        person=by.key,
        kind=call.get_kind_display(),
        is_recovery=kind is CallKind.RECOVERY,
        title=call.case.title,
        customer=call.case.customer,
        customer_href=customer_href(call.case.customer),
        began_at=call.began_at,
        zone=number.zone if number else "",
        there=number.clock if number else "",
        is_dialled=so.is_dialled,
        number=number if so.is_dialled and number and number.id == call.point else None,
        step=here.step.value,
        step_title=str(standing.STEPS[here.step]),
        order=here.order,
        steps=len(found),
        rail=tuple(_rail(place, here) for place in found),
        guide=_guide(call, here.step),
        previous=previous.value if previous else "",
        next=following.value if following else "",
        next_title=str(standing.STEPS[following]) if following else "",
        fields=_fields(call, here.step),
        quotes=parts.quotes_of(call),
        keeps_quotes=here.step not in {Step.PREPARE, Step.CLOSE},
        ways_out=ways_out(call),
        moment=moment_of(call, at=at, numbers=numbers),
        template=f"recovery/call/{here.step.value}.html",
        part=_part(call, here.step, by=by, at=at, known=known),
    )


def _rail(place: Place, here: Place) -> RailStep:
    state = "here" if place is here else "locked" if place.lock else "done" if place.is_done else "ahead"
    why = standing.lock_in_words(place.lock) if place.lock else ""
    return RailStep(place.step.value, str(standing.STEPS[place.step]), place.order, state, why)


def _guide(call: Call, step: Step) -> Guide:
    names = parts.names_of(call.case, caller=call.caller.name)
    promised = {"promise": promise_of(call)} if step is Step.CLOSE else {}
    return guide(kind=call.kind)[step.value].filled({**names, **promised})


def _fields(call: Call, step: Step) -> tuple[parts.FieldShown, ...]:
    """The fields every page shows in one way; saying it back and correcting it belong to their own step."""
    return () if step is Step.VERIFY else parts.fields_of(call, step)


def _part(call: Call, step: Step, *, by: Actor, at: datetime, known: Causes) -> Part | None:
    match step:
        case Step.PREPARE:
            return prepared(by=by, at=at, call=call, known=known)
        case Step.DIAGNOSE:
            return diagnosing(call, known=known)
        case Step.VERIFY:
            return verifying(call, known=known)
        case Step.CATALOGUE:
            return cataloguing(call, known=known)
        case Step.SUPPORT:
            return supporting(call, at=at)
        case Step.OFFER:
            return offering(call, by=by, at=at)
        case Step.CLOSE:
            return closing(call)
        case _:
            return None
