"""See what became of the approved cycles whenever new facts come in."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from regain.desks.recovery import actions
from regain.desks.recovery.events import CycleApproved
from regain.desks.recovery.queries import results
from regain.desks.recovery.rules.lasting import SecondLife, lasting
from regain.desks.recovery.rules.results import HORIZON
from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.queries.returns import came_back
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.events import FactsImported, ImportUndone
from regain.knowledge.warehouse.lake.store import Lake


def queue_following(event: FactsImported | ImportUndone | CycleApproved) -> None:
    """See what the facts say about the cycles people work by: newer ones, or those since the draft."""
    if results.to_follow().exists():
        follow_cycles.enqueue()


@task()
def follow_cycles() -> dict[str, object]:
    """Write down who of each approved cycle bought since; again does the same again."""
    report = reporter()
    lake = warehouse.lake_on()
    cycles = list(results.to_follow().order_by("pk"))
    as_of, rule = ledger.as_of_default(lake), rule_named(settings.COMPANY.rule)
    patience = ledger.patience(lake, as_of=as_of, rule=rule)
    looked: dict[str, Any] = {"as_of": as_of, "rule": rule, "patience": patience}
    noticed = _notice(lake, looked)
    for done, cycle in enumerate(cycles):
        report(_("Looking at who came back"), done, len(cycles))
        since = results.watched_since(cycle)
        bought = came_back(
            lake,
            since=dict.fromkeys(cycle.decisions.order_by().values_list("customer", flat=True), since),
            horizon=HORIZON,
            **looked,
        )
        tried = results.attempted(cycle)
        lives = [
            SecondLife(each.first_on, each.last_on, each.left_again_on)
            for each in bought.values()
            if each.customer in tried and each.purchase_days
        ]
        actions.follow_cycle(
            by=System("worker"),
            at=clock.now(),
            cycle=cycle,
            since=since,
            known_until=as_of,
            bought=bought,
            lasting=lasting(lives, known_until=as_of),
        )
    report(_("Looked at who came back"), len(cycles), len(cycles))
    return {"cycles": len(cycles), "noticed": noticed, "known_until": as_of.isoformat()}


def _notice(lake: Lake, looked: Mapping[str, Any]) -> int:
    """Cases of customers who are back by themselves and still here."""
    found = came_back(lake, since=results.departures_in_work(), **looked)
    here = {customer: each.first_on for customer, each in found.items() if each.left_again_on is None}
    if not here:
        return 0
    return actions.notice_returns(by=System("worker"), at=clock.now(), bought=here, known_until=looked["as_of"])
