"""New facts may show that those who were said to be back have bought."""

from django.conf import settings
from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.ledger import actions
from regain.knowledge.ledger.queries import as_of_default, patience
from regain.knowledge.ledger.queries import returns as queries
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.events import FactsImported


def queue_matching(event: FactsImported) -> None:
    """Hold what was said against the new sales as soon as a worker is free."""
    if queries.waiting():
        match_recorded.enqueue()


@task()
def match_recorded() -> dict[str, int]:
    """Find the sales of those who were said to be back; again does the same again."""
    lake = warehouse.lake_on()
    said = queries.waiting()
    as_of, rule = as_of_default(lake), rule_named(settings.COMPANY.rule)
    found = queries.came_back(
        lake,
        since={customer: left_on for customer, (_, left_on) in said.items()},
        as_of=as_of,
        rule=rule,
        patience=patience(lake, as_of=as_of, rule=rule),
    )
    bought = {said[customer][0]: row.first_on for customer, row in found.items()}
    count = actions.match_returns(by=System("worker"), at=clock.now(), bought=bought, known_until=as_of)
    return {"said": len(said), "bought": count}
