"""What the routes of the guided call are asked with: a call of whoever asks, or Ben's."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from regain.desks.recovery import actions
from regain.desks.recovery.actions.verifying import Heard
from regain.desks.recovery.models import Aside, Call
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.knowledge.training.models import Certificate
from tests.access_samples import Filled, Sample
from tests.cast import Cast

Form = Mapping[str, Any]
More = Callable[[Call], Mapping[str, object]]
LATER = timedelta(days=3)


def caller_of(cast: Cast, actor: Person | None, right: str = "recovery.make_calls") -> Person:
    """Whoever asks, if they make such calls at all; otherwise Ben."""
    return actor if actor is not None and actor.may(right) else cast.ben


def a_case(cast: Cast, caller: Person) -> Any:
    """A case this person may call."""
    return actions.open_case(
        by=cast.dev,
        at=clock.now(),
        customer="C000001",
        name="Mara Weiss",
        country="Germany",
        left_on=date(2011, 9, 12),
        currency="GBP",
        value_lost=Decimal(600),
        kind=Kind.EXECUTIVE if caller == cast.ada else Kind.TEAM,
        words="Asked for by the shop",
    )


def a_call(cast: Cast, actor: Person | None, kind: CallKind = CallKind.LISTENING) -> Call:
    """A call that goes on."""
    right = "recovery.work_queue" if kind is CallKind.RECOVERY else "recovery.make_calls"
    caller, now = caller_of(cast, actor, right), clock.now()
    if kind is CallKind.RECOVERY:
        given = {"given_at": now - LATER, "given_by": cast.dev, "valid_until": now + LATER}
        Certificate.objects.create(person=caller, **given)
    return actions.begin_call(by=caller, at=now, case=a_case(cast, caller), kind=kind)


def in_a_call(form: Form | None = None, *, more: More | None = None, as_json: bool = False) -> Sample:
    """A route of a call, and what is sent to it."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        call = a_call(cast, actor)
        return Filled({"call_id": call.pk, **(more(call) if more else {})}, form or {}, as_json=as_json)

    return filled


def a_quote(call: Call) -> Mapping[str, object]:
    """Something they said."""
    quote = actions.note_quote(by=call.caller, at=clock.now(), call=call, text="Nobody called me back.")
    return {"quote_id": quote.pk}


def an_aside(call: Call) -> Mapping[str, object]:
    """Two texts of one field."""
    save: dict[str, Any] = {"by": call.caller, "at": clock.now(), "call": call, "field": Field.NOTES, "version": 0}
    actions.save_words(**save, text="One")
    actions.save_words(**save, text="Two")
    return {"aside_id": Aside.objects.get().pk}


def a_wish(call: Call) -> Mapping[str, object]:
    """Something they asked for."""
    wish = actions.add_requirement(by=call.caller, at=clock.now(), call=call, words="Deliver when you say")
    return {"requirement_id": wish.pk}


def a_diagnosis(call: Call) -> Mapping[str, object]:
    """They could not say why."""
    actions.set_diagnosis(by=call.caller, at=clock.now(), call=call, strengths={}, could_not_say=True)
    return {}


def a_yes(call: Call) -> Mapping[str, object]:
    """What was said back was agreed with."""
    a_diagnosis(call)
    actions.verify(by=call.caller, at=clock.now(), call=call, text="", version=0, heard=Heard.COULD_NOT_SAY)
    return {}


def an_offer(*, as_json: bool) -> Sample:
    """A verified recovery call, and what is offered in it."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        call = a_call(cast, actor, CallKind.RECOVERY)
        a_yes(call)
        until = (clock.now() + LATER).date().isoformat()
        return Filled({"call_id": call.pk}, {"words": "A year of free delivery", "until_on": until}, as_json=as_json)

    return filled


def a_written_offer(cast: Cast, actor: Person | None) -> Filled:
    """An offer that was not sent."""
    call = a_call(cast, actor, CallKind.RECOVERY)
    a_yes(call)
    until = (clock.now() + LATER).date()
    made = actions.write_proposal(
        by=call.caller, at=clock.now(), call=call, words="A free year", cost=Decimal(0), until_on=until
    )
    return Filled({"call_id": call.pk, "proposal_id": made.pk})


def a_task(cast: Cast, actor: Person | None) -> Filled:
    """Help that whoever asks was to give."""
    call = a_call(cast, None)
    owner = actor or cast.fay
    made = actions.add_support(
        by=call.caller, at=clock.now(), call=call, what="Send the lid", owner=owner, due_at=clock.now() + LATER
    )
    return Filled({"support_id": made.pk}, {"words": "Sent"})


def a_free_case(cast: Cast, actor: Person | None) -> Filled:
    """A customer to call."""
    return Filled({"case_id": a_case(cast, caller_of(cast, actor)).pk}, {"kind": "listening"})


def a_case_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, for a program."""
    case = a_case(cast, caller_of(cast, actor))
    return Filled({}, {"case": case.pk, "kind": "listening"}, as_json=True)


def a_wrong_key(cast: Cast, actor: Person | None) -> Filled:
    """A customer who was left alone by mistake."""
    call = a_call(cast, actor)
    actions.leave_alone(by=call.caller, at=clock.now(), case=call.case, call=call)
    return Filled({"case_id": call.case_id})


def help_by_program(cast: Cast, actor: Person | None) -> Filled:
    """Help, for a program."""
    due = (clock.now() + LATER).isoformat()
    form = {"what": "Send the lid", "owner": cast.fay.pk, "due_at": due}
    return Filled({"call_id": a_call(cast, actor).pk}, form, as_json=True)


WORDS = {"field": "notes", "text": "Late parcels", "version": 0}
HEARD = {"heard": "could_not_say", "text": "", "version": 0}

SAMPLES = {
    "recovery:begin": a_free_case,
    "recovery:stop_undo": a_wrong_key,
    "recovery:call": in_a_call(),
    "recovery:call_step": in_a_call({"step": "listen", "notes": "Late", "notes_version": 0}),
    "recovery:call_words": in_a_call(WORDS),
    "recovery:call_pulse": in_a_call(),
    "recovery:call_aside": in_a_call({"keep": "both", "version": 1}, more=an_aside),
    "recovery:call_quotes": in_a_call({"text": "Nobody called me back."}),
    "recovery:call_quote": in_a_call(more=a_quote),
    "recovery:call_coaching": in_a_call({"about": "The driver", "praises": "no"}, more=a_quote),
    "recovery:call_diagnosis": in_a_call({"could_not_say": "yes"}),
    "recovery:call_verification": in_a_call(HEARD, more=a_diagnosis),
    "recovery:call_catalogue": in_a_call({"destination": "competitor", "wish": "Deliver in time"}),
    "recovery:call_requirement": in_a_call(more=a_wish),
    "recovery:call_support": in_a_call({"what": ""}),
    "recovery:support": a_task,
    "recovery:call_proposals": an_offer(as_json=False),
    "recovery:call_proposal": a_written_offer,
    "recovery:call_dial": in_a_call({"point": ""}),
    "recovery:call_end": in_a_call({"outcome": "not_made"}),
    "recovery:call_stop": in_a_call(),
    "api-1:recovery_calls": a_case_by_program,
    "api-1:recovery_call": in_a_call(),
    "api-1:recovery_call_dial": in_a_call({"point": ""}, as_json=True),
    "api-1:recovery_call_step": in_a_call({"step": "listen"}, as_json=True),
    "api-1:recovery_call_words": in_a_call(WORDS, as_json=True),
    "api-1:recovery_call_aside": in_a_call({"keep": "both", "version": 1}, more=an_aside, as_json=True),
    "api-1:recovery_call_quotes": in_a_call({"text": "Nobody called me back."}, as_json=True),
    "api-1:recovery_call_quote": in_a_call(more=a_quote, as_json=True),
    "api-1:recovery_call_diagnosis": in_a_call({"could_not_say": True}, as_json=True),
    "api-1:recovery_call_verification": in_a_call(HEARD, more=a_diagnosis, as_json=True),
    "api-1:recovery_call_destination": in_a_call({"destination": "competitor"}, as_json=True),
    "api-1:recovery_call_requirements": in_a_call({"text": "Deliver in time"}, as_json=True),
    "api-1:recovery_call_answers": in_a_call({"question": "respect", "value": 5}, as_json=True),
    "api-1:recovery_call_support": help_by_program,
    "api-1:recovery_call_proposals": an_offer(as_json=True),
    "api-1:recovery_call_end": in_a_call({"outcome": "not_made"}, as_json=True),
    "api-1:recovery_call_stop": in_a_call({"text": ""}, as_json=True),
}
