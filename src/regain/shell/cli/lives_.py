"""`regain lives`: who is a customer, who left, who came back."""

from datetime import date

import click

from regain.knowledge.ledger import queries
from regain.knowledge.ledger.queries import Census
from regain.knowledge.valuation.queries.documents import lives_document
from regain.knowledge.warehouse.queries import lake_on
from regain.shell.cli import options
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.command("lives")
@options.as_of
@options.rule
@options.engine
@door_command
def command(*, door: Door, as_of: date | None, rule: str | None, engine: str | None) -> None:
    """Who is a customer, who left, who came back — as of a day."""
    ready()
    facts = lake_on(engine or "")
    known_until = queries.as_of_default(facts)
    census = queries.census(facts, as_of=as_of or known_until, rule=options.rule_of(rule))
    door.answer(lives_document(census), *_lines(census))


def _lines(census: Census) -> list[str]:
    rows = [
        f"{month.month}  {month.start:>9,}  {month.new:>+8,}  {month.returned:>+8,}  {-month.left:>8,}  {month.end:>9,}"
        for month in census.months
    ]
    return [
        f"As of {census.as_of}, a customer is gone when {census.rule.sentence}.",
        (
            f"{census.customers:,} customers: {census.alive:,} are still here, {census.departed:,} have left;"
            f" {census.returned:,} had left before and came back."
        ),
        census.judgement.sentence,
        "",
        f"{'month':7}  {'start':>9}  {'new':>8}  {'back':>8}  {'left':>8}  {'end':>9}",
        *rows,
    ]
