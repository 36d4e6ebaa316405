"""What takes longer than a page may: valuing everybody, and looks back on many customers."""

from typing import Any

from django_tasks import task

from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.valuation.actions import TABLE, value_customers
from regain.knowledge.valuation.events import LookAsked, ValuesAsked
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.quality_page import prepare
from regain.knowledge.valuation.queries.standing import company_rule, terms
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.events import FactsImported, ImportUndone


def queue_values(event: ValuesAsked) -> None:
    """Value everybody as soon as a worker is free."""
    value_everybody.enqueue(asked_by=event.asked_by)


def queue_values_of_new_facts(event: FactsImported | ImportUndone) -> None:
    """New facts make the values old; have them made anew as soon as a worker is free."""
    value_everybody.enqueue(facts=event.facts)


def queue_look(event: LookAsked) -> None:
    """Look back as soon as a worker is free."""
    look_back.enqueue(kind=event.kind, rule=event.rule, as_of=event.as_of, until=event.until, asked_by=event.asked_by)


@task()
def value_everybody(*, asked_by: str = "", facts: int = 0) -> dict[str, Any]:
    """Value every customer as of the day after the last sale, by the company's rule; again does the same again.

    With `facts`, only if the values are not of that snapshot of the facts or a later one already.
    """
    lake = warehouse.lake()
    if facts and lake.current().about(TABLE).get("facts", 0) >= facts:
        return {"facts": facts}
    lake = warehouse.lake_on()
    as_of = ledger.as_of_default(lake)
    value_customers(
        by=System("worker"),
        at=clock.now(),
        lake=lake,
        as_of=as_of,
        rule=company_rule(),
        terms=terms(),
        progress=reporter(),
    )
    prepare()
    return {"as_of": as_of.isoformat(), "customers": lake.current().tables["values"].rows}


@task()
def look_back(*, kind: str, rule: str, as_of: str, until: str = "", asked_by: str = "") -> dict[str, Any]:
    """Make a look back and keep it for everybody."""
    report = reporter()
    report("Looking back", 0, 1)
    looks.make(looks.asked_for(kind, rule=rule, as_of=as_of, until=until))
    report("Looking back", 1, 1)
    return {"kind": kind, "rule": rule, "as_of": as_of}
