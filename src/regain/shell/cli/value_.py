"""`regain value`: value every customer."""

from datetime import date

import click

from regain.foundation.kit import clock
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.valuation.actions import value_customers
from regain.knowledge.warehouse.queries import lake_on
from regain.shell.cli import options
from regain.shell.cli.door import OPERATOR, Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.command("value")
@options.as_of
@options.rule
@options.engine
@door_command
def command(*, door: Door, as_of: date | None, rule: str | None, engine: str | None) -> None:
    """Value every customer, in this life and the next, and keep the result for the pages."""
    ready()
    facts = lake_on(engine or "")
    with door.progress() as progress:
        about = value_customers(
            by=OPERATOR,
            at=clock.now(),
            lake=facts,
            as_of=as_of or ledger.as_of_default(facts),
            rule=options.rule_of(rule),
            terms=options.terms(),
            progress=progress,
        )
    made = facts.current()
    rows = made.tables["values"].rows
    door.answer(
        {"customers": rows, **made.about("values")},
        f"{rows:,} customers valued as of {made.about('values')['as_of']}.",
        about["second_lives"],
        f"The departed are ranked by: {about['ranking']}.",
    )
