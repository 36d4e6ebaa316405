"""A customer is won back: from the departure over the call, the reason and the promise to the second sale."""

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import tell_customer
from regain.desks.recovery.actions.grouping import group_requirements
from regain.desks.recovery.actions.meeting import meet_need
from regain.desks.recovery.jobs.following import follow_cycles
from regain.desks.recovery.models import Call, Case, Cycle
from regain.desks.recovery.queries.facts import departed
from regain.desks.recovery.queries.heard import heard
from regain.desks.recovery.queries.results import results_page
from regain.desks.recovery.rules.calls import CallKind, Field, Outcome
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.follows import Follow, course
from regain.desks.recovery.tests.queue_story import certify
from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.home import here
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger import rules
from regain.knowledge.ledger.jobs import match_recorded
from regain.knowledge.ledger.queries.returns import returns_of
from regain.knowledge.ledger.rules.returning import Said
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.tests.reach import reachable
from regain.knowledge.valuation.tests.lakes import lake_of, sale
from regain.knowledge.warehouse.lake.store import Lake
from tests.cast import Cast, cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]

APPROVED = datetime(2011, 10, 3, 9, 0, tzinfo=UTC)
CALLED = datetime(2011, 10, 4, 10, 0, tzinfo=UTC)
"""A Tuesday morning."""
FIXED = CALLED + timedelta(days=9)
TOLD = CALLED + timedelta(days=10, hours=1)
BACK = date(2011, 10, 20)


def company(folder: Path, *, until: date, second_sale: tuple[str, date] | None = None) -> None:
    """Forty customers who buy each week; every other one stopped at the end of August."""
    rows = []
    for number in range(40):
        day, last = date(2011, 1, 3) + timedelta(days=number % 7), until if number % 2 else date(2011, 8, 30)
        while day <= last:
            rows.append(sale(f"C{number:02d}", day, f"{10 + number}.50"))
            day += timedelta(days=7)
    if second_sale is not None:
        rows.append(sale(second_sale[0], second_sale[1], "240.00"))
    lake_of(folder / "lake", sales=rows)


@pytest.fixture
def cycle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Cycle:
    """September's departures, decided on and approved; Ben may call, and his customers may be called."""
    shutil.copy(here().file, tmp_path)
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    company(tmp_path, until=date(2011, 10, 2))
    load_catalogue(by=cast.dev, at=APPROVED)
    certify(cast.ben)
    draft = actions.draft_cycle(by=cast.dev, at=APPROVED, departed=departed(period="2011-09"))
    approved = actions.approve_cycle(by=cast.dev, at=APPROVED, cycle=draft)
    for case in Case.objects.all():
        number = f"+44 20 7946 0{case.pk % 1000:03d}"
        reachable(by=cast.dev, at=APPROVED, customer=case.customer, number=number)
    return approved


def test_a_customer_is_won_back(cast: Cast, cycle: Cycle, tmp_path: Path) -> None:
    call = actions.begin_next(by=cast.ben, at=CALLED)
    assert call is not None
    case = call.case
    assert actions.dial(by=cast.ben, at=CALLED, call=call).is_allowed

    reason = _diagnosed_and_verified(cast, call)
    actions.add_requirement(by=cast.ben, at=CALLED, call=call, words="Deliver on the day you name")
    actions.catalogue_call(by=cast.ben, at=CALLED, call=call, destination=None, willingness=7)
    _ended_waiting(cast, call)
    told = causes(customer=case.customer, left_on=case.left_on)
    assert [each.reason_id for each in told.confirmed.causes] == [reason.pk]

    need = group_requirements(
        by=cast.dev, at=CALLED, requirements=list(case.requirements.all()), title="Delivery on the promised day"
    )
    meet_need(by=cast.dev, at=FIXED, need=need, change="You choose the delivery day now, and we keep it.")
    case.refresh_from_db()
    assert case.next_kind == Next.TELL

    again = actions.begin_call(by=cast.ben, at=TOLD, case=case, kind=CallKind(call.kind))
    assert actions.dial(by=cast.ben, at=TOLD, call=again).is_allowed
    tell_customer(by=cast.ben, at=TOLD, case=case, how="call", asked_again=True)
    agreed = course(Follow.RETURNED, at=TOLD, words="Orders on Thursday.")
    actions.end_call(by=cast.ben, at=TOLD, call=again, outcome=Outcome.SPOKE, next=agreed.next, ending=agreed.ending)
    case.refresh_from_db()
    assert case.ending == Ending.RETURNED
    assert [each.standing for each in returns_of(customer=case.customer)] == [Said.WAITING], "nobody has bought yet"

    company(tmp_path, until=date(2011, 10, 25), second_sale=(case.customer, BACK))
    match_recorded.func()
    follow_cycles.func()

    assert [(each.standing, each.bought_on) for each in returns_of(customer=case.customer)] == [(Said.BOUGHT, BACK)]
    lake, rule = ledger_of(tmp_path), rules.rule("days:30")
    lives = ledger.lives_of(lake, case.customer, as_of=date(2011, 10, 26), rule=rule, patience=rules.fixed_patience(30))
    assert [(life.number, life.began_on) for life in lives][1:] == [(2, BACK)], "a second life"
    page = results_page(by=cast.dev, cycle=cycle)
    team = next(line for line in page.lines if line.kind == case.kind)
    assert (team.tried, team.reached, team.confirmed, team.returned) == (1, 1, 1, 1)
    assert team.spent.amount == Decimal("240.0000")
    assert team.cost.amount == 2 * cycle.cost_of_call, "two calls were made"
    assert (page.claims.said, page.claims.bought) == (1, 1)
    assert page.effect is not None
    assert page.effect.rate is None, "one customer of a handful proves nothing against a control group"
    assert [each.title for each in heard(by=cast.dev, from_on=CALLED.date(), until_on=BACK)] == [case.title, case.title]
    _the_pages_say_so(cast, case, cycle)


def _diagnosed_and_verified(cast: Cast, call: Call) -> Reason:
    """What the customer said, in our words, and they agreed."""
    reason = Reason.objects.filter(title__icontains="late").first() or Reason.objects.first()
    assert reason is not None
    words = "Twice the parcels came late, and nobody told us."
    actions.save_words(by=cast.ben, at=CALLED, call=call, field=Field.WHY, text=words, version=0)
    actions.note_quote(by=cast.ben, at=CALLED, call=call, text="Nobody told us")
    actions.set_diagnosis(by=cast.ben, at=CALLED, call=call, strengths={reason.pk: Strength.MOST})
    actions.verify(by=cast.ben, at=CALLED, call=call, text="You left because parcels came late.", version=0)
    return reason


def _ended_waiting(cast: Cast, call: Call) -> None:
    waits = course(Follow.WAIT, at=CALLED, words="Waits for us to keep a day.")
    actions.end_call(
        by=cast.ben,
        at=CALLED,
        call=Call.objects.get(pk=call.pk),
        outcome=Outcome.SPOKE,
        next=waits.next,
        answers={},
    )


def _the_pages_say_so(cast: Cast, case: Case, cycle: Cycle) -> None:
    client = Client()
    client.force_login(cast.dev)
    assert "Came back" in client.get(f"/recovery/cases/{case.pk}/").content.decode()
    assert "240" in client.get(f"/recovery/cycles/{cycle.period}/results/").content.decode()
    assert Entry.objects.filter(verb="ledger.record_return", actor=cast.ben.key).count() == 1
    assert Entry.objects.filter(verb="recovery.follow_cycle", actor=System("worker").key).exists()


def ledger_of(folder: Path) -> Lake:
    return Lake(folder / "lake")
