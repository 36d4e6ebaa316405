"""September 2011 at the demo company: its cycle approved, and what the customers told the executive who called them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from regain.desks.recovery import actions
from regain.desks.recovery.actions.drafting import draft_cycle
from regain.desks.recovery.actions.hearing import Story, note_heard
from regain.desks.recovery.models import Call, Case, Cycle
from regain.desks.recovery.queries.cycle import executive_calls
from regain.desks.recovery.queries.facts import departed
from regain.desks.recovery.queries.finding import decision_of
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.follows import Follow, course
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict

PERIOD = "2011-09"
APPROVED = datetime(2011, 10, 3, 9, 0, tzinfo=UTC)
CALLED = datetime(2011, 10, 4, 9, 30, tzinfo=UTC)
"""A Tuesday morning in London."""
APART = timedelta(minutes=20)


@dataclass(frozen=True)
class Heard:
    """One conversation. `reasons`: the catalogue's titles; none where they could not say."""

    notes: str
    quote: str = ""
    reasons: Mapping[str, Strength] = field(default_factory=dict)
    agreed: bool = True
    wants: str = ""
    willingness: int | None = None


LATE, DAMAGED, SILENT, CHEAPER = (
    "Late delivery",
    "Wrong or damaged delivery",
    "Could not reach anybody",
    "Found it cheaper elsewhere",
)
MOST, PART = Strength.MOST, Strength.PART

TOLD = (
    Heard(
        "Two big orders for the season came nine days late. They lost the window and bought elsewhere.",
        quote="By the time your boxes came, Christmas in my shop was over.",
        reasons={LATE: MOST, SILENT: PART},
        wants="A delivery day that is kept, and a call when it cannot be",
        willingness=7,
    ),
    Heard(
        "A third of the mugs arrived broken, twice. The claim took five weeks.",
        quote="I spent more time on your claim form than on selling.",
        reasons={DAMAGED: MOST},
        wants="Better packing of ceramics",
        willingness=6,
    ),
    Heard(
        "Late again and again since spring; nobody said so before.",
        quote="Your competitor is dearer, but the van comes on Thursday.",
        reasons={LATE: MOST},
        wants="A delivery day that is kept",
        willingness=8,
    ),
    Heard("Found the same bags cheaper at a fair in Birmingham.", reasons={CHEAPER: MOST}, agreed=False, willingness=3),
    Heard(
        "Tried to change an order by telephone for two days, then gave up.",
        quote="It rang and rang.",
        reasons={SILENT: MOST, LATE: PART},
        willingness=5,
    ),
    Heard("Could not say. No complaint, simply no order since summer.", willingness=5),
    Heard(
        "Wrong colours in two deliveries out of three.",
        quote="I ordered red. I always order red.",
        reasons={DAMAGED: MOST, SILENT: PART},
        willingness=6,
    ),
    Heard("Late delivery for a wedding; had to buy at the corner shop.", reasons={LATE: MOST}, willingness=4),
)
"""What eight customers said; whoever else is called was not reached."""


def approve_september(*, by: Actor, at: datetime, executive: Person) -> Cycle:
    """The month's cycle with every executive call given to one person."""
    cycle = draft_cycle(by=by, at=at, departed=departed(period=PERIOD))
    for call in executive_calls(cycle):
        decision = decision_of(by=by, cycle=cycle, customer=call.customer)
        actions.assign_executive(by=by, at=at, decision=decision, person=executive)
    return actions.approve_cycle(by=by, at=at, cycle=cycle)


def hear_september(*, cycle: Cycle, executive: Person, at: datetime = CALLED) -> list[Call]:
    """The executive's calls, largest loss first: what was heard from those the guard lets one call."""
    cases = Case.objects.filter(decision__cycle=cycle, kind=Kind.EXECUTIVE).order_by("-value_lost", "pk")
    allowed = [case for case in cases if _may_be_called(case, when=at)]
    calls = []
    for number, (case, told) in enumerate(zip(allowed, TOLD, strict=False)):
        moment = at + number * APART
        call = actions.begin_call(by=executive, at=moment, case=case, kind=CallKind.LISTENING)
        assert actions.dial(by=executive, at=moment, call=call).is_allowed
        calls.append(_heard(call, told, by=executive, at=moment + timedelta(minutes=12)))
    return calls


def _may_be_called(case: Case, *, when: datetime) -> bool:
    said = may(customer=case.customer, channel=Channel.CALL, purpose=Purpose.LISTENING, when=when)
    return said.verdict is not Verdict.BLOCK


def _heard(call: Call, told: Heard, *, by: Actor, at: datetime) -> Call:
    if told.quote:
        actions.note_quote(by=by, at=at, call=call, text=told.quote)
    writings = [Writing(Field.NOTES, told.notes, 0)]
    if told.wants:
        writings.append(Writing(Field.WANTS, told.wants, 0))
    ids = {title: Reason.objects.get(title=title).pk for title in told.reasons}
    story = Story(
        strengths={ids[title]: strength for title, strength in told.reasons.items()},
        could_not_say=not told.reasons,
        agreed=told.agreed and bool(told.reasons),
        course=course(Follow.STAY_IN_TOUCH, at=at),
    )
    return note_heard(by=by, at=at, call=call, story=story, writings=writings)
