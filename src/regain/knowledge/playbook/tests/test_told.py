"""Who was asked why they left by a moment."""

from datetime import timedelta
from decimal import Decimal

from regain.knowledge.playbook.actions.causes import withdraw_causes
from regain.knowledge.playbook.models import Departure
from regain.knowledge.playbook.queries.told import Told, told_by
from regain.knowledge.playbook.rules.causes import Standing
from regain.knowledge.playbook.tests.reasons_story import AT, LEFT, filled, told
from tests.cast import Cast

TIME = {"from_on": LEFT, "until_on": LEFT + timedelta(days=1)}


def test_asked_and_confirmed_are_told_apart(cast: Cast) -> None:
    """Whoever could not say was asked; only a confirmed reason is confirmed."""
    reason = next(iter(filled().values()))
    told(cast.dev, reason, customer="stated")
    told(cast.dev, customer="could not say", standing=Standing.CONFIRMED)
    told(cast.dev, reason, customer="agreed", standing=Standing.CONFIRMED)
    told(cast.dev, reason, customer="another day", left_on=LEFT + timedelta(days=1))
    found = told_by(**TIME, at=AT)
    assert (found.asked.departures, found.confirmed.departures) == (3, 1)


def test_their_value_is_what_the_facts_had_when_somebody_first_asked(cast: Cast) -> None:
    """Each departure once, however many standings it has; a value nobody knows is none."""
    reason = next(iter(filled().values()))
    for customer in ("twice", "unknown"):
        told(cast.dev, reason, customer=customer)
    told(cast.dev, reason, customer="twice", standing=Standing.CONFIRMED)
    Departure.objects.filter(customer="twice").update(value_lost=Decimal("120.50"), currency="GBP")
    found = told_by(**TIME, at=AT)
    assert found.asked == Told(2, Decimal("120.50"))
    assert found.confirmed == Told(1, Decimal("120.50"))


def test_what_was_taken_back_was_still_known_before(cast: Cast) -> None:
    """Before it was said nobody knew, and after it was taken back nobody does."""
    told(cast.dev, next(iter(filled().values())), customer="C-1")
    withdraw_causes(by=cast.dev, at=AT + timedelta(days=2), customer="C-1", left_on=LEFT, standing=Standing.STATED)
    assert told_by(**TIME, at=AT - timedelta(hours=1)).asked.departures == 0
    assert told_by(**TIME, at=AT + timedelta(days=1)).asked.departures == 1
    assert told_by(**TIME, at=AT + timedelta(days=3)).asked.departures == 0
