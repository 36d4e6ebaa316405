"""What the demo adds to a real seller's sales, so that its people have somebody to call: samples, all made by verbs."""

import csv
import gzip
from datetime import datetime
from typing import Any

from regain import demo
from regain.desks.recovery.actions import approve_cycle, assign_executive
from regain.desks.recovery.actions.drafting import draft_cycle
from regain.desks.recovery.queries.cycle import executive_calls
from regain.desks.recovery.queries.cycles import cycle_rows
from regain.desks.recovery.queries.facts import departed
from regain.desks.recovery.queries.finding import decision_of
from regain.foundation.kit.home import Home
from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Person
from regain.foundation.people.rules.samples import SAMPLES
from regain.knowledge.playbook.actions.screenings import import_screening
from regain.knowledge.training.actions.samples import sample_certificates, sample_coaching
from regain.knowledge.warehouse.actions.importing import import_facts
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import from_toml
from regain.shell.cli.door import OPERATOR

WORKED = "2011-10"
"""The cycle people already work by."""
EXECUTIVE = next(sample.email for sample in SAMPLES if sample.role is Role.EXECUTIVE)
REGISTERS = ("gb-tps", "gb-ctps")


def contacts(*, home: Home, facts: Lake, at: datetime, progress: Any) -> None:
    """How to reach the customers, from ranges kept for fiction; a second time does nothing."""
    if any(each["source"] == demo.CONTACTS.name.partition(".")[0] for each in facts.current().imports):
        return
    import_facts(
        by=OPERATOR,
        at=at,
        home=home,
        source=Source(path=str(demo.CONTACTS)),
        mapping=from_toml(demo.CONTACTS_MAPPING.read_text("utf-8")),
        progress=progress,
    )


def desk(*, at: datetime, progress: Any) -> None:
    """Callers with a certificate, numbers compared with the registers, and a cycle that is approved."""
    if WORKED in {row.period for row in cycle_rows()}:
        return
    progress("Preparing the recovery desk", 0, 3)
    sample_certificates(by=OPERATOR, at=at)
    sample_coaching(by=OPERATOR, at=at)
    for registry in REGISTERS:
        import_screening(by=OPERATOR, at=at, registry=registry, checked_on=at.date(), text=not_listed())
    progress("Preparing the recovery desk", 1, 3)
    cycle = draft_cycle(by=OPERATOR, at=at, departed=departed(period=WORKED))
    ada = Person.objects.get(email=EXECUTIVE)
    for call in executive_calls(cycle):
        decision = decision_of(by=OPERATOR, cycle=cycle, customer=call.customer)
        assign_executive(by=OPERATOR, at=at, decision=decision, person=ada)
    approve_cycle(by=OPERATOR, at=at, cycle=cycle)
    progress("Preparing the recovery desk", 3, 3)


def not_listed() -> str:
    """Nobody lives at these numbers, so no register can list them."""
    with gzip.open(demo.CONTACTS, "rt", encoding="utf-8") as file:
        numbers = [row["Sample telephone"] for row in csv.DictReader(file)]
    return "\n".join(["number,listed", *(f"{number},no" for number in numbers if number.startswith("+44"))])
