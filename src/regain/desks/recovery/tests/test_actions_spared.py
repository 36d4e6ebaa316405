"""Who asked to be left alone, who is gone, and who comes back by themselves."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import ask_again, tell_customer
from regain.desks.recovery.actions.claiming import CaseHasEnded
from regain.desks.recovery.actions.leaving.shared import new_link
from regain.desks.recovery.actions.lettering import LeftAlone, LetterIsOver
from regain.desks.recovery.actions.mailing import post_mailing, remake_mailing, want_letters, want_mailing
from regain.desks.recovery.actions.meeting import meet_need
from regain.desks.recovery.actions.proposing import propose
from regain.desks.recovery.actions.returning import make_return_link, use_way_back
from regain.desks.recovery.actions.sparing import NobodyToReach
from regain.desks.recovery.actions.touching import make_touch
from regain.desks.recovery.jobs.letters import make_mailing, prepare_letters
from regain.desks.recovery.models import Cycle, Letter, ReturnLink, Touch
from regain.desks.recovery.queries.wayback import way_back
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.tests.plan_story import (
    DAY,
    NOW,
    asked,
    cases,
    fresh,
    heard,
    need,
    parked,
    reachable_from_outside,
)
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotFound
from regain.foundation.notices.models import Reminder
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.models import Consent
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.rules.guard import Channel, Purpose
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Scope
from tests.cast import Cast

__all__ = ["reachable_from_outside"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reachable_from_outside")]

WORKER = System("worker")


@pytest.fixture
def lettered(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cycle:
    """An approved cycle whose letters are prepared; its files go to a folder of the test."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    cases(cast.dev, 120)
    cycle = Cycle.objects.get()
    want_letters(by=cast.dev, at=NOW, cycle=cycle, how="letter")
    prepare_letters.func(cycle=cycle.pk, how="letter", asked_by=cast.dev.key)
    return cycle


def test_who_asks_to_be_called_on_the_way_back_has_agreed_to_it(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    describe(by=cast.dev, at=NOW, customer=case.customer, scope=Scope.CONSUMER, country="DE")
    add_point(by=cast.dev, at=NOW, customer=case.customer, medium=Medium.PHONE, text="+49 30 901820", country="DE")
    link = make_return_link(by=cast.dev, at=NOW, case=case)
    assert not may(customer=case.customer, channel=Channel.CALL, purpose=Purpose.RECOVERY, when=NOW).is_allowed

    use_way_back(by=WORKER, at=NOW, link=link, words="Hello", call_me_at="Tuesday at ten")

    assert may(customer=case.customer, channel=Channel.CALL, purpose=Purpose.RECOVERY, when=NOW).is_allowed
    consent = Consent.objects.get()
    assert "Tuesday at ten. Hello" in consent.words
    assert Reminder.objects.filter(person=cast.dev, key__startswith=f"recovery.way_back:{link.pk}:").exists()


def test_who_only_says_hello_on_the_way_back_agreed_to_no_call(cast: Cast) -> None:
    link = make_return_link(by=cast.dev, at=NOW, case=cases(cast.dev)[0])

    use_way_back(by=WORKER, at=NOW, link=link, words="Hello", call_me_at="")

    assert not Consent.objects.exists()


def test_a_way_back_opens_a_case_again_that_ended(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    link = make_return_link(by=cast.dev, at=NOW, case=case)
    actions.end_case(by=cast.dev, at=NOW, case=case, ending=Ending.RETURNED, words="Bought again")

    use_way_back(by=WORKER, at=NOW + DAY, link=link, words="Call me", call_me_at="")

    now = fresh(case)
    assert (now.is_open, now.is_promised) == (True, True)


def test_a_way_back_of_a_customer_who_is_gone_says_so_and_tells_the_managers(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    actions.end_case(by=cast.dev, at=NOW, case=case, ending=Ending.GONE, words="Closed")
    link = new_link(by=cast.dev, at=NOW, case=case)
    link.save()

    used = use_way_back(by=WORKER, at=NOW + DAY, link=link, words="We are here", call_me_at="")

    assert not fresh(case).is_open
    assert not way_back(link=used, at=NOW + DAY).is_worked_on
    assert Reminder.objects.filter(person=cast.dev, words__contains="nobody may call them").exists()


def test_what_is_said_by_hand_respects_a_stop(cast: Cast) -> None:
    case = parked(cast)
    row = asked(cast.ben, case)
    meet_need(by=cast.dev, at=NOW, need=need(cast.dev, row), change="Parcels arrive within two days.")
    for channel in (Channel.CALL, Channel.LETTER):
        stop(by=cast.ben, at=NOW, customer=case.customer, words="Stop", source="counter", channel=channel)
    touch = Touch.objects.create(case=case, number=1, due_at=NOW, how="call")

    with pytest.raises(NobodyToReach):
        make_touch(by=cast.ben, at=NOW, touch=touch, how="call", words="")
    with pytest.raises(NobodyToReach):
        tell_customer(by=cast.ben, at=NOW, case=fresh(case), how="call", asked_again=True)
    with pytest.raises(NobodyToReach):
        make_return_link(by=cast.ben, at=NOW, case=fresh(case))

    row.refresh_from_db()
    touch.refresh_from_db()
    assert (row.told_at, touch.made_at, ReturnLink.objects.exists()) == (None, None, False)


def test_nothing_is_noted_or_told_in_a_case_that_ended(cast: Cast) -> None:
    case = cases(cast.dev)[0]
    actions.end_case(by=cast.dev, at=NOW, case=case, ending=Ending.DECLINED, words="Not now")

    for act in (
        lambda: asked(cast.dev, case),
        lambda: tell_customer(by=cast.dev, at=NOW, case=case, how="call", asked_again=True),
        lambda: ask_again(by=cast.dev, at=NOW, case=case),
    ):
        with pytest.raises(CaseHasEnded):
            act()
    assert not case.requirements.exists()


def test_an_offer_that_does_not_stand_is_not_proposed(cast: Cast) -> None:
    case = heard(cast.ben, cases(cast.dev)[0])

    with pytest.raises(NotFound):
        propose(by=cast.ben, at=NOW, case=case, words="Free", until_on=date(2011, 10, 31), offer=4711)
    assert not case.proposals.exists()


def test_letters_of_whoever_said_stop_are_pulled_out_before_the_post(cast: Cast, lettered: Cycle) -> None:
    mailing = want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="csv")
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)
    mailing.refresh_from_db()
    pulled = mailing.letters.all()[0]
    stop(by=cast.ben, at=NOW, customer=pulled.customer, words="Stop", source="counter")

    with pytest.raises(LeftAlone, match=re.escape(pulled.name)):
        post_mailing(by=cast.dev, at=NOW, mailing=mailing)
    assert not Letter.objects.filter(sent_at__isnull=False).exists()
    client = Client()
    client.force_login(cast.dev)
    assert client.get(f"/recovery/mailings/{mailing.pk}/file/").status_code == 409
    post_mailing(by=cast.dev, at=NOW, mailing=mailing, are_pulled=True)

    assert list(Letter.objects.filter(dropped_at=NOW)) == [pulled]
    assert mailing.letters.filter(sent_at=NOW).count() == mailing.count - 1


def test_a_file_is_made_again_without_whoever_said_stop(cast: Cast, lettered: Cycle) -> None:
    mailing = want_mailing(by=cast.dev, at=NOW, cycle=lettered, form="csv")
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)
    mailing.refresh_from_db()
    pulled, left = mailing.letters.all()[0], mailing.count - 1
    stop(by=cast.ben, at=NOW, customer=pulled.customer, words="Stop", source="counter")

    remake_mailing(by=cast.dev, at=NOW, mailing=mailing)
    make_mailing.func(mailing=mailing.pk, asked_by=cast.dev.key)

    mailing.refresh_from_db()
    assert (mailing.count, mailing.letters.filter(made_at__isnull=False, dropped_at=None).count()) == (left, left)
    client = Client()
    client.force_login(cast.dev)
    file = b"".join(client.get(f"/recovery/mailings/{mailing.pk}/file/").streaming_content)  # type: ignore[attr-defined]
    assert pulled.customer.encode() not in file
    assert len(list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))) == left + 1
    open_ways = ReturnLink.objects.filter(decision__letters__mailing=mailing, withdrawn_at=None)
    assert open_ways.count() == left, "only the addresses of the new file lead back"
    post_mailing(by=cast.dev, at=NOW, mailing=mailing)
    with pytest.raises(LetterIsOver):
        remake_mailing(by=cast.dev, at=NOW, mailing=mailing)
