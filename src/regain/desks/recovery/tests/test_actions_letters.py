"""What goes out in writing: asked at the guard as it leaves, never twice; slow contact; the way back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from regain.desks.recovery import actions
from regain.desks.recovery.actions.leaving.shared import AddressMissing, AlreadyWritten, new_link
from regain.desks.recovery.actions.lettering import (
    LeftAlone,
    post_letter,
    send_proposal,
    try_letter_again,
    write_telling,
)
from regain.desks.recovery.actions.mailing import NothingReady, post_mailing, want_letters, want_mailing
from regain.desks.recovery.actions.meeting import meet_need
from regain.desks.recovery.actions.proposing import propose
from regain.desks.recovery.actions.returning import make_return_link, use_way_back
from regain.desks.recovery.actions.touching import (
    count_call,
    let_touches_leave,
    make_touch,
    plan_touch,
    raise_touch,
    skip_touch,
)
from regain.desks.recovery.events import CallEnded
from regain.desks.recovery.jobs.letters import make_mailing, prepare_letters
from regain.desks.recovery.jobs.touching import stay_in_touch
from regain.desks.recovery.models import Call, Case, Cycle, Letter, ReturnLink, Touch
from regain.desks.recovery.queries.letters import file_of, standing_of
from regain.desks.recovery.queries.patience import Signs
from regain.desks.recovery.queries.wayback import WayIsClosed, link_of
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.letters import Standing
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.plan_story import (
    DAY,
    NOW,
    asked,
    cases,
    fresh,
    heard,
    need,
    parked,
    reachable,
    reachable_from_outside,
)
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.models import Message, Reminder
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.models import Answer
from tests.cast import Cast

__all__ = ["reachable_from_outside"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reachable_from_outside")]

WORKER = System("worker")


def test_a_proposal_leaves_by_email_once_with_the_way_back_in_it(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])
    reachable(cast.ben, case)
    row = propose(by=cast.ben, at=NOW, case=case, words="One month free", until_on=date(2011, 10, 31))

    letter = send_proposal(by=cast.ben, at=NOW, proposal=row, how="email")

    row.refresh_from_db()
    message = Message.objects.get()
    assert standing_of(letter) is Standing.SENT
    assert (row.sent_how, message.to, message.customer) == ("email", "eva@shop.example", case.customer)
    assert "One month free" in message.text
    assert "{" not in message.text
    assert "https://thimble.example/recovery/back/" in message.text
    assert "/recovery/back/" not in letter.text
    assert message.unsubscribe.endswith("/stop/")
    assert Answer.objects.get(pk=letter.answer or 0).subject == f"letter:{letter.pk}"
    with pytest.raises(AlreadyWritten):
        send_proposal(by=cast.ben, at=NOW, proposal=row, how="letter")
    assert Message.objects.count() == 1


def test_a_letter_is_not_posted_to_somebody_who_said_stop_since_it_was_printed(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    letter = Letter.objects.create(
        case=case, about="touch", how="letter", customer=case.customer, made_at=NOW, prepared_at=NOW, verdict="allow"
    )
    stop(by=cast.ben, at=NOW, customer=case.customer, words="Stop", source="counter")

    with pytest.raises(LeftAlone):
        post_letter(by=cast.dev, at=NOW + DAY, letter=letter)


def test_what_the_guard_blocks_waits_with_its_sentence(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])
    row = propose(by=cast.ben, at=NOW, case=case, words="One month free", until_on=date(2011, 10, 31))

    letter = send_proposal(by=cast.ben, at=NOW, proposal=row, how="email")

    row.refresh_from_db()
    assert standing_of(letter) in {Standing.BLOCKED, Standing.HELD}
    assert letter.sentence
    assert (row.sent_at, letter.made_at, Message.objects.count()) == (None, None, 0)
    reachable(cast.ben, case)
    assert try_letter_again(by=cast.ben, at=NOW, letter=letter).sent_at == NOW


def test_nothing_leaves_to_whoever_asked_to_be_left_alone(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])
    reachable(cast.ben, case)
    row = propose(by=cast.ben, at=NOW, case=case, words="One month free", until_on=date(2011, 10, 31))
    stop(by=cast.ben, at=NOW, customer=case.customer, words="Leave me alone", source="test")

    letter = send_proposal(by=cast.ben, at=NOW, proposal=row, how="letter")

    assert letter.verdict == "block"
    assert letter.made_at is None


def test_telling_in_writing_counts_as_told_and_asked(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    reachable(cast.dev, case)
    row = asked(cast.dev, case)
    meet_need(by=cast.dev, at=NOW, need=need(cast.dev, row), change="Parcels arrive within two days.")

    write_telling(by=cast.dev, at=NOW, case=fresh(case), how="email")

    row.refresh_from_db()
    text = Message.objects.get().text
    assert (row.told_how, row.told_at, row.asked_again_at) == ("email", NOW, NOW)
    assert "Parcels arrive within two days." in text
    assert "Deliver within two days" in text
    assert fresh(case).next_kind == Next.WAIT


def test_slow_contact_comes_to_the_owner_when_it_is_due(cast: Cast) -> None:
    case = parked(cast)
    reachable(cast.ben, case)
    plan_touch(by=WORKER, at=NOW, case=case)
    touch = Touch.objects.get()
    assert (touch.number, touch.due_at, touch.how) == (1, NOW + 30 * DAY, "email")

    raise_touch(by=WORKER, at=NOW + 30 * DAY, touch=touch, signs=Signs())
    assert Reminder.objects.get(settled_at=None).person == cast.ben
    make_touch(by=cast.ben, at=NOW + 31 * DAY, touch=touch, how="email", words="We have a new shop near you.")

    touch.refresh_from_db()
    assert (touch.made_at, touch.made_by) == (NOW + 31 * DAY, "Ben Okafor")
    assert "a new shop near you" in Message.objects.get(customer=case.customer).text
    assert not Reminder.objects.filter(settled_at=None).exists()
    plan_touch(by=WORKER, at=NOW + 31 * DAY, case=fresh(case))
    assert Touch.objects.get(made_at=None).due_at == NOW + 91 * DAY


def test_nothing_leaves_by_itself_unless_the_owner_ticked_it(cast: Cast) -> None:
    case = parked(cast)
    reachable(cast.ben, case)
    plan_touch(by=WORKER, at=NOW, case=case)

    raise_touch(by=WORKER, at=NOW + 30 * DAY, touch=Touch.objects.get(), signs=Signs())
    assert not Message.objects.filter(customer=case.customer).exists()

    skip_touch(by=cast.ben, at=NOW + 30 * DAY, touch=Touch.objects.get(), because="They are on holiday")
    Touch.objects.update(how="email")
    plan_touch(by=WORKER, at=NOW + 30 * DAY, case=fresh(case))
    ahead = Touch.objects.get(skipped_at=None)
    assert (ahead.number, ahead.due_at) == (2, NOW + 90 * DAY)
    let_touches_leave(by=cast.ben, at=NOW + 31 * DAY, case=fresh(case), words="Nothing new; we think of you.")
    Touch.objects.filter(pk=ahead.pk).update(how="email")
    raise_touch(by=WORKER, at=NOW + 90 * DAY, touch=ahead, signs=Signs())
    assert Message.objects.get(customer=case.customer).automatic


def test_slow_contact_comes_round_by_itself(cast: Cast) -> None:
    case = parked(cast)
    Case.objects.filter(pk=case.pk).update(parked_at=clock.now() - 40 * DAY)

    assert stay_in_touch.func() == {"raised": 0, "planned": 1}
    assert stay_in_touch.func() == {"raised": 1, "planned": 0}
    assert stay_in_touch.func() == {"raised": 0, "planned": 0}
    assert Reminder.objects.get(settled_at=None).person == cast.ben

    actions.unpark(by=cast.ben, at=clock.now(), case=fresh(case))
    stay_in_touch.func()
    assert Touch.objects.get().skipped_at
    assert not Reminder.objects.filter(settled_at=None).exists()


def test_a_call_is_the_contact_that_was_due_and_a_conversation_begins_the_course_anew(cast: Cast) -> None:
    case = parked(cast)
    plan_touch(by=WORKER, at=NOW, case=case)
    call = Call.objects.create(
        case=case,
        kind="recovery",
        caller=cast.ben,
        began_at=NOW + 20 * DAY,
        step="close",
        ended_at=NOW + 20 * DAY,
        outcome="spoke",
    )

    count_call(CallEnded(call=call.pk, case=case.pk, customer=case.customer, outcome="spoke"))
    plan_touch(by=WORKER, at=NOW + 20 * DAY, case=fresh(case))

    made, ahead = Touch.objects.order_by("due_at")
    assert (made.how, made.made_by, made.answered_at) == ("call", "Ben Okafor", NOW + 20 * DAY)
    assert (ahead.number, ahead.due_at) == (1, NOW + 50 * DAY)


def test_patience_stops_at_a_complaint_and_at_a_purchase(cast: Cast) -> None:
    case = parked(cast)
    plan_touch(by=WORKER, at=NOW, case=case)

    signs = replace(Signs(), complained_at=NOW + 10 * DAY)
    raise_touch(by=WORKER, at=NOW + 30 * DAY, touch=Touch.objects.get(), signs=signs)

    now = fresh(case)
    assert (now.parked_at, now.is_open) == (None, True)
    assert "complained" in now.next_words
    assert Touch.objects.get().skipped_at


def test_four_contacts_without_an_answer_end_the_case(cast: Cast) -> None:
    case = parked(cast)
    for number, days in enumerate((30, 90, 180, 360), 1):
        at = NOW + days * DAY
        Touch.objects.create(case=case, number=number, due_at=at, how="letter", made_at=at, made_by="Ben")

    plan_touch(by=WORKER, at=NOW + 361 * DAY, case=case)

    assert fresh(case).ending == Ending.UNREACHABLE


def test_the_key_of_a_way_back_is_not_kept(cast: Cast) -> None:
    case = cases(cast.dev)[0]

    link = make_return_link(by=cast.ben, at=NOW, case=case)

    assert link.key
    assert link.key not in str(ReturnLink.objects.values())
    assert link_of(key=link.key, at=NOW + 59 * DAY).pk == link.pk
    with pytest.raises(WayIsClosed):
        link_of(key=link.key, at=NOW + 60 * DAY)
    with pytest.raises(WayIsClosed):
        link_of(key="guess", at=NOW)


def test_whoever_uses_their_way_back_is_called_first(cast: Cast) -> None:
    case = parked(cast)
    link = make_return_link(by=cast.ben, at=NOW, case=case)

    use_way_back(by=WORKER, at=NOW + DAY, link=link, words="Hello again", call_me_at="Tuesday at ten")
    use_way_back(by=WORKER, at=NOW + 2 * DAY, link=link, words="Twice", call_me_at="")

    now = fresh(case)
    assert (now.next_kind, now.is_promised, now.next_at, now.parked_at) == (Next.CALL_BACK, True, NOW + DAY, None)
    assert "Tuesday at ten" in now.next_words
    assert "Twice" not in now.next_words
    assert Reminder.objects.get(key=f"recovery.way_back:{link.pk}").person == cast.ben


def test_a_case_that_ends_otherwise_closes_the_way(cast: Cast) -> None:
    first, second = cases(cast.dev)[:2]
    shut, stays = (make_return_link(by=cast.ben, at=NOW, case=case) for case in (first, second))

    actions.end_case(by=cast.ben, at=NOW, case=first, ending=Ending.DECLINED, words="Not now")
    actions.end_case(by=cast.ben, at=NOW, case=second, ending=Ending.RETURNED, words="Bought again")

    with pytest.raises(WayIsClosed):
        link_of(key=shut.key, at=NOW)
    assert link_of(key=stays.key, at=NOW).pk == stays.pk


def test_a_stop_said_anywhere_closes_the_way_back_of_a_letter_too(cast: Cast) -> None:
    cases(cast.dev, 120)
    decision = Cycle.objects.get().decisions.filter(kind=Kind.LETTER)[0]
    link = new_link(by=cast.dev, at=NOW, decision=decision)
    link.save()

    stop(by=cast.ben, at=NOW + DAY, customer=decision.customer, words="Stop", source="counter")

    assert ReturnLink.objects.get(pk=link.pk).withdrawn_at == NOW + DAY


def test_without_an_address_of_our_own_no_letter_leaves(cast: Cast, lettered: Cycle, settings: Settings) -> None:
    web = settings.CONFIGURATION.web.model_copy(update={"address": ""})
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"web": web})

    with pytest.raises(AddressMissing, match=r"regain\.toml"):
        want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="csv")
    assert not Letter.objects.filter(mailing__isnull=False).exists()


def test_a_key_typed_from_paper_opens_the_way_back_too(cast: Cast) -> None:
    link = make_return_link(by=cast.ben, at=NOW, case=cases(cast.dev)[0])

    assert link_of(key=link.key.upper().replace("-", " "), at=NOW).pk == link.pk


def test_whoever_got_a_letter_and_comes_back_gets_a_case(cast: Cast) -> None:
    cases(cast.dev, 120)
    decision = Cycle.objects.get().decisions.filter(kind=Kind.LETTER)[0]
    link = new_link(by=cast.dev, at=NOW, decision=decision)
    link.save()

    used = use_way_back(by=WORKER, at=NOW, link=link, words="", call_me_at="")

    assert used.case is not None
    assert (used.case.customer, used.case.kind, used.case.decision) == (decision.customer, Kind.TEAM, decision)
    assert fresh(used.case).is_promised


@pytest.fixture
def lettered(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cycle:
    """An approved cycle whose letters are prepared; its files go to a folder of the test."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    cases(cast.dev, 120)
    cycle = Cycle.objects.get()
    want_letters(by=cast.dev, at=NOW, cycle=cycle, how="letter")
    prepare_letters.func(cycle=cycle.pk, how="letter", asked_by=cast.dev.key)
    return cycle


def test_every_letter_of_a_cycle_is_prepared_once_and_asked_about(cast: Cast, lettered: Cycle) -> None:
    decided = lettered.decisions.filter(kind=Kind.LETTER).count()
    assert decided
    assert Letter.objects.count() == decided
    assert not Answer.objects.exists()
    assert all(row.verdict and row.prepared_by == "Dev Patel" for row in Letter.objects.all())

    prepare_letters.func(cycle=lettered.pk, how="letter", asked_by=cast.dev.key)

    assert Letter.objects.count() == decided


def test_a_mailing_is_made_once_and_posted(cast: Cast, lettered: Cycle) -> None:
    ready = Letter.objects.exclude(verdict="block").count()
    assert ready

    mailing = want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="csv")
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)

    mailing.refresh_from_db()
    lines = file_of(mailing).read_text("utf-8-sig").split("/recovery/back/")
    assert mailing.count == ready == Letter.objects.filter(made_at__isnull=False).count() == ReturnLink.objects.count()
    assert Answer.objects.filter(is_automatic=True).count() == Answer.objects.count() == ready
    assert len(lines) > ready
    with pytest.raises(NothingReady):
        want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="csv")
    post_mailing(by=cast.dev, at=NOW, mailing=mailing)
    assert Letter.objects.filter(sent_at=NOW).count() == ready


def test_a_mailing_of_emails_reaches_only_whom_the_guard_allows_and_each_once(cast: Cast) -> None:
    cases(cast.dev, 120)
    cycle = Cycle.objects.get()
    allowed = cycle.decisions.filter(kind=Kind.LETTER)[0]
    reachable(cast.dev, Case(customer=allowed.customer))
    prepare_letters.func(cycle=cycle.pk, how="email", asked_by=cast.dev.key)
    mailing = want_mailing(by=cast.dev, at=NOW, cycle=cycle, form="email")

    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)

    message = Message.objects.get(purpose="recovery")
    mailing.refresh_from_db()
    assert (message.customer, message.automatic) == (allowed.customer, True)
    assert (mailing.count, mailing.posted_at is not None) == (1, True)
    assert Letter.objects.exclude(decision=allowed).exclude(verdict="block").count() == 0


def test_a_pdf_has_one_letter_a_page(cast: Cast, lettered: Cycle) -> None:
    keep = list(Letter.objects.exclude(verdict="block").values_list("pk", flat=True)[:3])
    Letter.objects.exclude(pk__in=keep).delete()
    with pytest.raises(NothingReady):
        want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="pdf")
    Letter.objects.update(address="1 Mill Lane\nLeeds")
    mailing = want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="pdf")

    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)

    file = file_of(mailing).read_bytes()
    assert file.startswith(b"%PDF-")
    assert Letter.objects.filter(made_at__isnull=False).count() == 3
