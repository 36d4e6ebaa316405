"""The verbs of the plan: what they change, and that a refusal changes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import (
    AlreadyTold,
    NobodyToTell,
    ask_again,
    meet_requirement,
    note_requirement,
    tell_customer,
    withdraw_requirement,
)
from regain.desks.recovery.actions.grouping import (
    NeedIsOver,
    TitleTaken,
    group_requirements,
    rename_need,
    set_need_aside,
    split_need,
    take_need_up,
)
from regain.desks.recovery.actions.meeting import (
    SomebodyWasTold,
    link_issue,
    meet_need,
    meet_needs_of_issue,
    take_meeting_back,
)
from regain.desks.recovery.actions.noting import save_notes
from regain.desks.recovery.actions.proposing import (
    DeadlinePassed,
    NotHeardYet,
    accept_proposal,
    propose,
    withdraw_proposal,
)
from regain.desks.recovery.actions.supporting import TooDear
from regain.desks.recovery.actions.telling import tell_returned
from regain.desks.recovery.models import Case, Notes, Requirement
from regain.desks.recovery.queries.needs import need_page
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.plan_story import DAY, NOW, asked, cases, heard, need
from regain.foundation.kit.errors import Invalid, NotAllowed
from regain.foundation.notices.models import Reminder
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CHANGE = "Parcels now arrive within two days."


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_requirement_is_kept_in_the_customers_words(cast: Cast) -> None:
    case = cases(cast.dev)[0]

    row = note_requirement(by=cast.ben, at=NOW, case=case, words="  Call me back when you say so.\n")

    assert (row.words, row.noted_by) == ("Call me back when you say so.", "Ben Okafor")
    with pytest.raises(Invalid, match="in their words"):
        note_requirement(by=cast.ben, at=NOW, case=case, words=" ")
    assert case.requirements.count() == 1


def test_nobody_works_on_the_case_of_another(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    Case.objects.filter(pk=case.pk).update(owner=cast.dev)

    with pytest.raises(NotAllowed):
        note_requirement(by=cast.ben, at=NOW, case=fresh(case), words="Anything")
    with pytest.raises(NotAllowed):
        save_notes(by=cast.ben, at=NOW, case=fresh(case), text="Mine", version=0)
    assert not Requirement.objects.exists()
    assert not Notes.objects.exists()


def test_a_requirement_that_was_told_stays(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    row = meet_requirement(by=cast.ben, at=NOW, requirement=asked(cast.ben, case), change=CHANGE)
    assert fresh(case).next_kind == Next.TELL
    assert fresh(case).next_words == CHANGE

    tell_customer(by=cast.ben, at=NOW, case=fresh(case), how="call", asked_again=False)
    ask_again(by=cast.ben, at=NOW + DAY, case=fresh(case))

    row.refresh_from_db()
    assert (row.told_how, row.told_by, row.asked_again_at) == ("call", "Ben Okafor", NOW + DAY)
    with pytest.raises(AlreadyTold):
        withdraw_requirement(by=cast.ben, at=NOW, requirement=row, because="Changed their mind")
    with pytest.raises(NobodyToTell):
        tell_customer(by=cast.ben, at=NOW, case=fresh(case), how="call", asked_again=True)


def test_meeting_a_need_brings_everybody_who_asked_back_to_be_told(cast: Cast) -> None:
    first, second, third, gone = cases(cast.dev)[:4]
    rows = [asked(cast.dev, case) for case in (first, second, third, gone)]
    actions.park(by=cast.dev, at=NOW, case=first, until=NOW + 90 * DAY, words="Hurt")
    actions.end_case(by=cast.dev, at=NOW, case=second, ending=Ending.DECLINED, words="Not now")
    actions.call_back(by=cast.dev, at=NOW, case=third, day=date(2011, 10, 20), on=NOW.time(), zone="Europe/London")
    actions.end_case(by=cast.dev, at=NOW, case=gone, ending=Ending.GONE, words="Closed shop")
    wanted = need(cast.dev, *rows)

    met = meet_need(by=cast.dev, at=NOW + DAY, need=wanted, change=CHANGE)

    assert met.met_by == "Dev Patel"
    one, two, three, four = map(fresh, (first, second, third, gone))
    assert (one.next_kind, one.parked_at, one.next_words) == (Next.TELL, None, CHANGE)
    assert (two.is_open, two.next_kind, two.next_at) == (True, Next.TELL, NOW + DAY)
    assert (three.next_kind, three.is_promised) == (Next.TELL, True)
    assert three.next_at.date() == date(2011, 10, 20)
    assert four.ending == Ending.GONE


def test_meeting_is_taken_back_while_nobody_was_told(cast: Cast) -> None:
    parked, ended, worked = cases(cast.dev)[:3]
    rows = [asked(cast.dev, case) for case in (parked, ended, worked)]
    actions.park(by=cast.dev, at=NOW, case=parked, until=NOW + 90 * DAY, words="Hurt")
    actions.end_case(by=cast.dev, at=NOW, case=ended, ending=Ending.DECLINED, words="Not now")
    before = {row.pk: row for row in Case.objects.filter(pk__in=[parked.pk, ended.pk])}
    met = meet_need(by=cast.dev, at=NOW + DAY, need=need(cast.dev, *rows), change=CHANGE)
    actions.snooze(by=cast.dev, at=NOW + DAY, case=worked, until=NOW + 3 * DAY, words="Away")

    back = take_meeting_back(by=cast.dev, at=NOW + 2 * DAY, need=met)

    assert (back.met_at, back.change) == (None, "")
    for pk, was in before.items():
        now = Case.objects.get(pk=pk)
        for name in ("next_kind", "next_at", "parked_at", "parked_words", "ending", "ended_at", "ended_words"):
            assert getattr(now, name) == getattr(was, name), name


def test_what_somebody_was_told_cannot_be_unsaid(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    met = meet_need(by=cast.dev, at=NOW, need=need(cast.dev, asked(cast.dev, case)), change=CHANGE)
    tell_customer(by=cast.dev, at=NOW, case=fresh(case), how="call", asked_again=True)

    with pytest.raises(SomebodyWasTold):
        take_meeting_back(by=cast.dev, at=NOW, need=met)
    met.refresh_from_db()
    assert met.met_at == NOW
    assert fresh(case).next_kind == Next.WAIT


def test_whoever_is_back_is_told_by_the_owner_of_their_case(cast: Cast) -> None:
    back, waiting, gone = cases(cast.dev)[:3]
    rows = [asked(cast.dev, case) for case in (back, waiting, gone)]
    actions.hand_over(by=cast.dev, at=NOW, case=back, person=cast.ben)
    actions.end_case(by=cast.dev, at=NOW, case=back, ending=Ending.RETURNED, words="Bought again")
    actions.end_case(by=cast.dev, at=NOW, case=gone, ending=Ending.GONE, words="Closed shop")
    wanted = need(cast.dev, *rows)

    met = meet_need(by=cast.dev, at=NOW + DAY, need=wanted, change=CHANGE)

    reminder = Reminder.objects.get(person=cast.ben)
    assert CHANGE in reminder.words
    assert str(back.pk) in reminder.href
    page = need_page(need=met)
    assert (page.to_tell, page.to_call, page.to_tell_back) == (2, 1, 1)
    assert fresh(back).ending == Ending.RETURNED

    tell_returned(by=cast.dev, at=NOW + 2 * DAY, case=fresh(back), how="call")
    reminder.refresh_from_db()
    assert reminder.settled_at == NOW + 2 * DAY
    assert need_page(need=met).to_tell == 1


def test_what_is_taken_back_reminds_nobody(cast: Cast) -> None:
    back = cases(cast.dev)[0]
    row = asked(cast.dev, back)
    actions.end_case(by=cast.dev, at=NOW, case=back, ending=Ending.RETURNED, words="Bought again")
    met = meet_need(by=cast.dev, at=NOW + DAY, need=need(cast.dev, row), change=CHANGE)

    take_meeting_back(by=cast.dev, at=NOW + 2 * DAY, need=met)

    assert Reminder.objects.get(person=cast.dev).settled_at == NOW + 2 * DAY


def test_whoever_asks_for_what_is_there_is_told_at_once(cast: Cast) -> None:
    first, second = cases(cast.dev)[:2]
    met = meet_need(by=cast.dev, at=NOW, need=need(cast.dev, asked(cast.dev, first)), change=CHANGE)

    group_requirements(by=cast.dev, at=NOW + DAY, requirements=[asked(cast.dev, second)], need=met)

    assert fresh(second).next_kind == Next.TELL


def test_an_issue_that_is_solved_meets_its_needs(cast: Cast) -> None:
    first, second = cases(cast.dev)[:2]
    one = need(cast.dev, asked(cast.dev, first))
    other = need(cast.dev, asked(cast.dev, second, "Answer the telephone"), title="Somebody answers")
    link_issue(by=cast.dev, at=NOW, need=one, issue_key="LR-7")

    assert [each.pk for each in meet_needs_of_issue(by=cast.dev, at=NOW, issue_key="LR-7", change=CHANGE)] == [one.pk]
    assert meet_needs_of_issue(by=cast.dev, at=NOW, issue_key="", change=CHANGE) == ()
    other.refresh_from_db()
    assert other.met_at is None


def test_needs_are_split_renamed_and_set_aside_with_a_reason(cast: Cast) -> None:
    first, second = cases(cast.dev)[:2]
    rows = [asked(cast.dev, first), asked(cast.dev, second, "Deliver on Saturdays")]
    whole = need(cast.dev, *rows)

    part = split_need(by=cast.dev, at=NOW, need=whole, requirements=rows[1:], title="Saturdays")

    assert [row.words for row in part.requirements.all()] == ["Deliver on Saturdays"]
    with pytest.raises(TitleTaken):
        rename_need(by=cast.dev, at=NOW, need=part, title="Delivery  within two days")
    assert set_need_aside(by=cast.dev, at=NOW, need=part, because="No drivers").set_aside_because == "No drivers"
    with pytest.raises(NeedIsOver):
        group_requirements(by=cast.dev, at=NOW, requirements=rows[:1], need=part)
    assert take_need_up(by=cast.dev, at=NOW, need=part).set_aside_at is None


def test_callers_do_not_group_or_meet(cast: Cast) -> None:
    row = asked(cast.dev, cases(cast.dev)[0])

    with pytest.raises(NotAllowed):
        group_requirements(by=cast.ben, at=NOW, requirements=[row], title="Mine")
    row.refresh_from_db()
    assert row.need is None


def test_two_people_who_write_notes_at_once_lose_nothing(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    first = save_notes(by=cast.ben, at=NOW, case=case, text="Likes tea.\n\nHas two shops.", version=0).notes

    save_notes(by=cast.ben, at=NOW, case=case, text="Likes coffee.\n\nHas two shops.", version=first.version)
    both = save_notes(
        by=cast.dev, at=NOW, case=case, text="Likes tea.\n\nHas two shops.\nAsk for Eva.", version=first.version
    )

    assert both.notes.text == "Likes coffee.\n\nHas two shops.\nAsk for Eva."
    assert (both.merged_with, both.is_contested) == ("Ben Okafor", False)
    assert list(case.notes.values_list("version", flat=True)) == [3, 2, 1]


def test_notes_saved_unchanged_make_no_new_version(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    save_notes(by=cast.ben, at=NOW, case=case, text="Likes tea.", version=0)

    save_notes(by=cast.ben, at=NOW, case=case, text="Likes tea. ", version=1)

    assert case.notes.count() == 1


def test_a_proposal_really_expires(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])
    row = propose(by=cast.ben, at=NOW, case=case, words="One month free", until_on=date(2011, 10, 31))

    with pytest.raises(DeadlinePassed, match="31 Oct 2011"):
        accept_proposal(by=cast.ben, at=NOW + 28 * DAY, proposal=row)
    row.refresh_from_db()
    assert row.accepted_at is None
    assert accept_proposal(by=cast.ben, at=NOW + 27 * DAY, proposal=row).accepted_at


def test_a_proposal_needs_words_a_day_ahead_and_a_price_worth_it(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])

    with pytest.raises(Invalid, match="at least until tomorrow"):
        propose(by=cast.ben, at=NOW, case=case, words="Free", until_on=NOW.date())
    with pytest.raises(TooDear):
        propose(by=cast.ben, at=NOW, case=case, words="Free", until_on=date(2011, 11, 1), cost=case.maximum_spend + 1)
    with pytest.raises(Invalid):
        propose(by=cast.ben, at=NOW, case=case, words="Free", until_on=date(2011, 11, 1), cost=Decimal(-1))
    row = propose(by=cast.ben, at=NOW, case=case, words="Free", until_on=date(2011, 11, 1))
    assert withdraw_proposal(by=cast.ben, at=NOW, proposal=row).withdrawn_at == NOW


def test_nothing_is_offered_before_they_agreed_why_they_left(cast: Cast) -> None:
    case = cases(cast.dev)[0]

    with pytest.raises(NotHeardYet):
        propose(by=cast.dev, at=NOW, case=case, words="Free", until_on=date(2011, 11, 1))
    assert not case.proposals.exists()


def test_whoever_only_listens_offers_nothing(cast: Cast) -> None:
    cases(cast.dev)
    case = Case.objects.filter(kind=Kind.EXECUTIVE).first()
    assert case is not None
    Case.objects.filter(pk=case.pk).update(owner=cast.ada)

    with pytest.raises(NotAllowed):
        propose(by=cast.ada, at=NOW, case=fresh(case), words="Free", until_on=date(2011, 11, 1))
    assert not case.proposals.exists()
