"""What the tests of the plan begin with: cases people work on, and customers who can be written to."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import note_requirement
from regain.desks.recovery.actions.grouping import group_requirements
from regain.desks.recovery.models import Call, Case, Need, Requirement
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.story import departed
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.consents import give_consent
from regain.knowledge.playbook.actions.points import add_point
from regain.knowledge.playbook.rules.guard import Channel, Purpose
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from tests.cast import Cast

NOW = datetime(2011, 10, 4, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def cases(by: Actor, count: int = 40) -> list[Case]:
    """The team's cases of an approved cycle, the best first."""
    cycle = actions.draft_cycle(by=by, at=NOW - DAY, departed=departed(crowd(count)))
    actions.approve_cycle(by=by, at=NOW - DAY, cycle=cycle)
    return list(Case.objects.filter(kind=Kind.TEAM).order_by("rank"))


def heard(by: Person, case: Case) -> Case:
    """A call in which they agreed with our words for why they left."""
    moments = {"began_at": NOW, "asked_at": NOW, "verified_at": NOW, "ended_at": NOW}
    Call.objects.create(case=case, kind="recovery", caller=by, step="close", outcome="spoke", **moments)
    return case


def asked(by: Actor, case: Case, words: str = "Deliver within two days") -> Requirement:
    """What this customer asked for."""
    return note_requirement(by=by, at=NOW, case=case, words=words)


def need(by: Actor, *rows: Requirement, title: str = "Delivery within two days") -> Need:
    """What they all asked for."""
    return group_requirements(by=by, at=NOW, requirements=rows, title=title)


def reachable(by: Actor, case: Case, address: str = "eva@shop.example") -> None:
    """Give them an e-mail address, and write down that we may use it."""
    add_point(by=by, at=NOW, customer=case.customer, medium=Medium.EMAIL, text=address, country="GB")
    give_consent(
        by=by,
        at=NOW,
        customer=case.customer,
        purpose=Purpose.RECOVERY,
        channel=Channel.EMAIL,
        given_at=NOW - DAY,
        how="in writing",
        text="You may write to me about coming back.",
    )


def fresh(case: Case) -> Case:
    """As it is now."""
    return Case.objects.get(pk=case.pk)


def parked(cast: Cast) -> Case:
    """One of Ben's, left in peace for most of a year."""
    case = cases(cast.dev)[0]
    Case.objects.filter(pk=case.pk).update(owner=cast.ben)
    actions.park(by=cast.ben, at=NOW, case=fresh(case), until=NOW + 300 * DAY, words="Hurt")
    return fresh(case)


@pytest.fixture
def reachable_from_outside(settings: Settings) -> None:
    """Customers reach this installation."""
    web = settings.CONFIGURATION.web.model_copy(update={"address": "https://thimble.example"})
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"web": web})
