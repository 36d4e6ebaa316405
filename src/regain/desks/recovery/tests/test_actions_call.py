"""The verbs of the guided call: what they change, and that a refusal changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.claiming import InACall, NotCertified, SomebodyHasIt
from regain.desks.recovery.actions.ending import NotDialled, OffTheScale, Question, TooLateToUndo
from regain.desks.recovery.actions.following import MomentMissing
from regain.desks.recovery.actions.inside import CallIsOver, ListeningOnly, NoSuchStep, SomebodyElsesCall, StepIsLocked
from regain.desks.recovery.actions.supporting import AlreadySettled, DeadlineIsOver, TooDear
from regain.desks.recovery.actions.verifying import Heard, NoReason
from regain.desks.recovery.models import Aside, Call, Case, Proposal, Quote, Requirement, Support, Words
from regain.desks.recovery.rules.calls import CallKind, Destination, Field, Outcome
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.rules.writing import Keep, Writing
from regain.desks.recovery.tests.call_story import MINUTE, Scene, diagnosed, dialled, reasons, scene, verified, words
from regain.desks.recovery.tests.queue_story import DAY, NIGHT, NOW, give_number, in_paris
from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed, Refused
from regain.foundation.notices.models import Reminder
from regain.knowledge.playbook.models import Answer, Lesson, Stop
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer as Told
from regain.knowledge.playbook.rules.guard import Verdict
from regain.knowledge.playbook.rules.steps import Step
from tests.cast import Cast

pytestmark = pytest.mark.django_db

KINDS = (Aside, Answer, Call, Case, Entry, Lesson, Proposal, Quote, Requirement, Stop, Support, Words)


def traces() -> list[object]:
    return [list(kind._default_manager.order_by("pk").values()) for kind in KINDS]


def refuses(refusal: type[Refused], act: Callable[[], object], words: str = "") -> None:
    before = traces()
    with pytest.raises(refusal, match=words or None):
        act()
    assert traces() == before


def test_to_begin_a_call_is_to_hold_the_case(cast: Cast) -> None:
    made = scene(cast)

    case = Case.objects.get(pk=made.case.pk)
    assert (case.held_by, made.call.step, made.call.kind) == (cast.ben, "prepare", "recovery")
    again = actions.begin_call(by=cast.ben, at=NOW + MINUTE, case=made.case, kind=CallKind.RECOVERY)
    assert again == made.call


def test_nobody_else_begins_a_call_that_goes_on_nor_a_second_one(cast: Cast) -> None:
    made = scene(cast)

    refuses(
        SomebodyHasIt,
        lambda: actions.begin_call(by=cast.dev, at=NOW, case=made.case, kind=CallKind.LISTENING),
        "Ben Okafor is in a call",
    )
    refuses(
        InACall,
        lambda: actions.begin_call(by=cast.ben, at=NOW, case=made.others[0], kind=CallKind.RECOVERY),
        "Finish it first",
    )


def test_a_recovery_call_takes_a_certificate_and_listening_takes_none(cast: Cast) -> None:
    made = scene(cast, kind=CallKind.LISTENING)
    actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.NOT_MADE)

    refuses(
        NotCertified,
        lambda: actions.begin_call(by=cast.olive, at=NOW, case=made.others[1], kind=CallKind.RECOVERY),
    )
    assert actions.begin_call(by=cast.olive, at=NOW, case=made.others[1], kind=CallKind.LISTENING).kind == "listening"
    refuses(NotAllowed, lambda: actions.begin_call(by=cast.cora, at=NOW, case=made.others[2], kind=CallKind.LISTENING))


def test_dialling_asks_the_guard_at_that_moment(cast: Cast) -> None:
    made = scene(cast)

    answer = actions.dial(by=cast.ben, at=NOW, call=made.call, point=made.point)

    call = made.fresh()
    assert answer.is_allowed
    assert (call.dialled_at, call.point, call.answer, call.step) == (NOW, made.point, answer.pk, "apologise")


def test_at_night_nobody_is_dialled_and_the_no_is_kept(cast: Cast) -> None:
    made = scene(cast, at=NIGHT)

    answer = actions.dial(by=cast.ben, at=NIGHT, call=made.call, point=made.point)

    assert answer.verdict == Verdict.BLOCK
    assert answer.sentence
    assert (made.fresh().dialled_at, made.fresh().step) == (None, "prepare")
    assert Answer.objects.get().verdict == Verdict.BLOCK


def test_only_the_caller_writes_and_only_while_the_call_goes_on(cast: Cast) -> None:
    made = dialled(cast)
    save: dict[str, Any] = {"at": NOW, "call": made.call, "field": Field.NOTES, "text": "Mine", "version": 0}

    refuses(SomebodyElsesCall, lambda: actions.save_words(by=cast.dev, **save), "Ben Okafor makes this call")
    refuses(NotAllowed, lambda: actions.save_words(by=cast.tom, **save))
    actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.SPOKE)
    for act in (
        lambda: actions.save_words(by=cast.ben, **save),
        lambda: actions.note_quote(by=cast.ben, at=NOW, call=made.call, text="No"),
        lambda: actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.LISTEN),
        lambda: actions.set_diagnosis(by=cast.ben, at=NOW, call=made.call, strengths=reasons(1)),
        lambda: actions.end_call(by=cast.ben, at=NOW, call=made.call, outcome=Outcome.SPOKE),
    ):
        refuses(CallIsOver, act, "is over")


def test_saving_counts_versions_and_renews_the_hold(cast: Cast) -> None:
    made = scene(cast)
    for version, text in enumerate(("The", "The parcel", "The parcel was late")):
        actions.save_words(
            by=cast.ben, at=NOW + 9 * MINUTE, call=made.call, field=Field.NOTES, text=text, version=version
        )

    assert (words(made).text, words(made).version) == ("The parcel was late", 3)
    assert Case.objects.get(pk=made.case.pk).held_until == NOW + 19 * MINUTE


def test_what_two_windows_write_is_kept_side_by_side_until_it_is_settled(cast: Cast) -> None:
    made = scene(cast)
    save: dict[str, Any] = {"by": cast.ben, "at": NOW, "call": made.call, "field": Field.NOTES}
    actions.save_words(**save, text="The desk: late parcels", version=0, pen="desk")
    beside = actions.save_words(**save, text="The phone: rude driver", version=0, pen="phone")
    more = actions.save_words(**save, text="The phone: rude driver, twice", version=0, pen="phone")

    assert isinstance(beside, Aside)
    assert beside == more
    field = words(made)
    assert (field.text, field.asides[0].text) == ("The desk: late parcels", "The phone: rude driver, twice")
    settle: dict[str, Any] = {"by": cast.ben, "at": NOW, "call": made.call, "aside": beside}
    refuses(Refused, lambda: actions.settle_aside(**settle, keep=Keep.BOTH, version=7), "changed while")
    actions.settle_aside(**settle, keep=Keep.BOTH, version=1)
    assert words(made).text == "The desk: late parcels\n\nThe phone: rude driver, twice"
    assert words(made).asides == ()
    refuses(Refused, lambda: actions.settle_aside(**settle, keep=Keep.MINE, version=2), "settled already")


def test_a_page_whose_answer_got_lost_writes_on(cast: Cast) -> None:
    made = scene(cast)
    save: dict[str, Any] = {
        "by": cast.ben,
        "at": NOW,
        "call": made.call,
        "field": Field.NOTES,
        "version": 0,
        "pen": "desk",
    }
    actions.save_words(**save, text="One two")
    actions.save_words(**save, text="One three")

    assert (words(made).text, words(made).asides) == ("One three", ())


def test_whoever_a_call_is_taken_over_from_loses_no_word(cast: Cast) -> None:
    made = dialled(cast)
    save: dict[str, Any] = {"at": NOW, "call": made.call, "field": Field.NOTES}
    actions.save_words(by=cast.ben, **save, text="Late parcels", version=0)
    actions.take_over(by=cast.dev, at=NOW, case=made.case)
    actions.save_words(by=cast.dev, **save, text="Late parcels, and a rude driver", version=1)

    kept = actions.save_words(by=cast.ben, **save, text="Late parcels, three of them", version=1)

    assert isinstance(kept, Aside)
    assert words(made).text == "Late parcels, and a rude driver"
    assert [aside.text for aside in words(made).asides] == ["Late parcels, three of them"]
    refuses(SomebodyElsesCall, lambda: actions.note_quote(by=cast.ben, at=NOW, call=made.call, text="No"))


def test_quotes_are_kept_once_without_their_marks_and_taken_back(cast: Cast) -> None:
    made = dialled(cast)
    quote = actions.note_quote(by=cast.ben, at=NOW, call=made.call, text=" “Nobody called me back.” ")

    assert quote.text == "Nobody called me back."
    assert actions.note_quote(by=cast.ben, at=NOW, call=made.call, text="Nobody called me back.") == quote
    actions.withdraw_quote(by=cast.ben, at=NOW, call=made.call, quote=quote)
    refuses(Refused, lambda: actions.withdraw_quote(by=cast.ben, at=NOW, call=made.call, quote=quote), "already")
    refuses(Refused, lambda: actions.note_quote(by=cast.ben, at=NOW, call=made.call, text=" “” "), "words")


def test_a_step_saves_what_is_on_the_screen(cast: Cast) -> None:
    made = dialled(cast)
    brought = (Writing(Field.NOTES, "Late", 0), Writing(Field.WHY, "A birthday", 0))

    actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.LISTEN, writings=brought)

    assert made.fresh().step == "listen"
    assert (words(made).text, words(made, Field.WHY).text) == ("Late", "A birthday")


def test_a_diagnosis_is_recorded_and_confirmed_by_the_customer(cast: Cast) -> None:
    made = diagnosed(cast)
    case = made.case
    known = causes(customer=case.customer, left_on=case.left_on)
    assert [cause.weight for cause in known.diagnosed.causes] == [Decimal("0.6667"), Decimal("0.3333")]
    assert known.confirmed.answer is Told.NOT_ASKED
    assert made.fresh().step == "verify"

    actions.verify(by=cast.ben, at=NOW, call=made.call, text="It was the late parcels.", version=0)

    known = causes(customer=case.customer, left_on=case.left_on)
    assert known.confirmed.causes == known.diagnosed.causes
    assert (made.fresh().verified_at, made.fresh().step) == (NOW, "catalogue")
    assert words(made, Field.READ_BACK).text == "It was the late parcels."
    assert Lesson.objects.get().source == f"recovery:call:{made.call.pk}"


def test_another_diagnosis_has_to_be_verified_again(cast: Cast) -> None:
    made = verified(cast)
    actions.set_diagnosis(by=cast.ben, at=NOW, call=made.call, strengths=reasons(2))
    assert made.fresh().verified_at is not None

    actions.set_diagnosis(by=cast.ben, at=NOW, call=made.call, strengths=reasons(1))

    assert made.fresh().verified_at is None
    assert causes(customer=made.case.customer, left_on=made.case.left_on).confirmed.answer is Told.NOT_ASKED
    assert not Lesson.objects.exists()


def test_that_they_could_not_say_is_an_answer_of_its_own(cast: Cast) -> None:
    made = dialled(cast)
    refuses(NoReason, lambda: actions.set_diagnosis(by=cast.ben, at=NOW, call=made.call, strengths={}), "at least one")
    actions.set_diagnosis(by=cast.ben, at=NOW, call=made.call, strengths={}, could_not_say=True)
    refuses(NoReason, lambda: actions.verify(by=cast.ben, at=NOW, call=made.call, text="", version=0), "No reason")

    actions.verify(by=cast.ben, at=NOW, call=made.call, text="", version=0, heard=Heard.COULD_NOT_SAY)

    known = causes(customer=made.case.customer, left_on=made.case.left_on)
    assert (known.diagnosed.answer, known.confirmed.answer) == (Told.COULD_NOT_SAY, Told.COULD_NOT_SAY)


def test_what_was_agreed_can_be_taken_back(cast: Cast) -> None:
    made = verified(cast)

    actions.unverify(by=cast.ben, at=NOW, call=made.call)

    assert made.fresh().verified_at is None
    refuses(Refused, lambda: actions.unverify(by=cast.ben, at=NOW, call=made.call), "Nothing was verified")


def offer(made: Scene, **given: Any) -> Callable[[], object]:
    terms = {"words": "A free year of delivery", "cost": Decimal("0.01"), "until_on": date(2011, 10, 20), **given}
    return lambda: actions.write_proposal(by=made.caller, at=NOW, call=made.call, **terms)


def test_nothing_is_said_back_before_a_diagnosis_nor_offered_before_a_yes(cast: Cast) -> None:
    made = dialled(cast)
    refuses(StepIsLocked, lambda: actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.VERIFY), "reason")
    refuses(StepIsLocked, lambda: actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.OFFER), "agreed")
    refuses(StepIsLocked, offer(made), "agreed")


def test_an_offer_is_a_letter_with_a_last_day_and_a_price_it_may_have(cast: Cast) -> None:
    made = verified(cast)
    most = Case.objects.get(pk=made.case.pk).maximum_spend

    refuses(TooDear, offer(made, cost=most + 1), "at most")
    refuses(Refused, offer(made, until_on=date(2011, 10, 4)), "tomorrow")
    refuses(Refused, offer(made, words=" "))
    offer(made)()
    assert Proposal.objects.get().call == made.call


def test_a_listening_call_has_no_offer_at_all(cast: Cast) -> None:
    made = verified(cast, kind=CallKind.LISTENING)

    refuses(ListeningOnly, offer(made), "nothing is offered")
    refuses(NoSuchStep, lambda: actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.OFFER))


def test_the_record_holds_where_they_went_and_what_they_asked_for(cast: Cast) -> None:
    made = verified(cast)

    actions.catalogue_call(
        by=cast.ben,
        at=NOW,
        call=made.call,
        destination=Destination.COMPETITOR,
        name=" Needles  & Co ",
        willingness=7,
        then=Step.SUPPORT,
        writings=[Writing(Field.WISH, "Deliver when you say", 0)],
    )

    call = made.fresh()
    assert (call.destination, call.destination_name, call.willingness) == ("competitor", "Needles & Co", 7)
    assert (call.asked_at, call.step) == (NOW, "support")
    assert [row.words for row in call.requirements.all()] == ["Deliver when you say"]
    refuses(
        OffTheScale,
        lambda: actions.note_answer(by=cast.ben, at=NOW, call=made.call, question=Question.EASE, value=6),
        "1 to 5",
    )


def test_help_has_an_owner_who_is_reminded_until_it_is_done(cast: Cast) -> None:
    made = dialled(cast)
    give: dict[str, Any] = {
        "by": cast.ben,
        "at": NOW,
        "call": made.call,
        "what": "Send the missing lid",
        "owner": cast.fay,
    }

    refuses(DeadlineIsOver, lambda: actions.add_support(**give, due_at=NOW))
    task = actions.add_support(**give, due_at=NOW + DAY)

    reminder = Reminder.objects.get()
    assert (reminder.person, reminder.settled_at, reminder.href) == (cast.fay, None, f"/recovery/support/{task.pk}/")
    refuses(NotAllowed, lambda: actions.finish_support(by=cast.tom, at=NOW, support=task))
    actions.finish_support(by=cast.fay, at=NOW + DAY, support=task, words="Sent")
    assert Reminder.objects.get().settled_at is not None
    refuses(AlreadySettled, lambda: actions.drop_support(by=cast.fay, at=NOW, support=task, because="Late"))


def test_the_end_says_what_comes_next_and_lets_the_case_go(cast: Cast) -> None:
    made = dialled(cast)
    ahead = Ahead(Next.CALL_BACK, NOW + DAY, "After the fair", is_promised=True, zone="Europe/Paris")

    actions.end_call(
        by=cast.ben,
        at=NOW + MINUTE,
        call=made.call,
        outcome=Outcome.CALL_BACK,
        next=ahead,
        answers={Question.RESPECT: 5},
        writings=(Writing(Field.NEXT_STEP, "Ask for Claire", 0),),
    )

    case, call = Case.objects.get(pk=made.case.pk), made.fresh()
    assert (case.next_kind, case.next_at, case.is_promised, case.next_zone) == (
        "call_back",
        NOW + DAY,
        True,
        "Europe/Paris",
    )
    assert (case.held_by, case.owner, call.outcome, call.respect) == (None, cast.ben, "call_back", 5)
    assert words(made, Field.NEXT_STEP).text == "Ask for Claire"


def test_a_conversation_takes_dialling_and_a_callback_takes_a_moment(cast: Cast) -> None:
    made = scene(cast)
    end: dict[str, Any] = {"by": cast.ben, "at": NOW, "call": made.call}

    refuses(NotDialled, lambda: actions.end_call(**end, outcome=Outcome.SPOKE), "Dial first")
    actions.dial(by=cast.ben, at=NOW, call=made.call, point=made.point)
    refuses(MomentMissing, lambda: actions.end_call(**end, outcome=Outcome.CALL_BACK))
    refuses(Refused, lambda: actions.end_call(**end, outcome=Outcome.LEFT_ALONE), "Left alone")
    actions.end_call(**end, outcome=Outcome.SPOKE, ending=Ending.DECLINED)
    assert Case.objects.get(pk=made.case.pk).ending == "declined"


def test_left_alone_counts_at_once_and_a_wrong_key_is_taken_back_within_a_minute(cast: Cast) -> None:
    made = dialled(cast)
    actions.leave_alone(by=cast.ben, at=NOW, case=made.case, call=made.call)

    case = Case.objects.get(pk=made.case.pk)
    assert (case.ending, case.held_by, made.fresh().outcome) == ("left_alone", None, "left_alone")
    assert Stop.objects.filter(lifted_at=None).count() == 2
    later = NOW + timedelta(seconds=61)
    refuses(TooLateToUndo, lambda: actions.undo_leave_alone(by=cast.ben, at=later, case=case), "one minute")
    refuses(NotAllowed, lambda: actions.undo_leave_alone(by=cast.ada, at=NOW, case=case))

    actions.undo_leave_alone(by=cast.ben, at=NOW + timedelta(seconds=40), case=case)

    case = Case.objects.get(pk=made.case.pk)
    assert (case.ended_at, case.ending, case.held_by, made.fresh().ended_at) == (None, "", cast.ben, None)
    assert not Stop.objects.filter(lifted_at=None).exists()


def test_who_was_left_alone_is_dialled_by_nobody(cast: Cast) -> None:
    made = scene(cast)
    other = made.others[0]
    in_paris(cast.dev, [other])
    point = give_number(cast.dev, other)
    actions.leave_alone(by=cast.ben, at=NOW, case=made.case, call=made.call)

    call = actions.begin_call(by=cast.ben, at=NOW, case=other, kind=CallKind.RECOVERY)

    assert actions.dial(by=cast.ben, at=NOW, call=call, point=point).verdict == Verdict.BLOCK
