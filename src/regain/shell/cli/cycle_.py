"""`regain cycle`: draft a rescue cycle, or show one."""

from typing import Any

import click

from regain.desks.recovery.actions.drafting import draft_cycle
from regain.desks.recovery.queries.cycles import cycle_rows
from regain.desks.recovery.queries.document import cycle_document
from regain.desks.recovery.queries.facts import departed
from regain.desks.recovery.queries.finding import cycle_row
from regain.foundation.kit import clock
from regain.shell.cli.door import OPERATOR, Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.group("cycle")
def command() -> None:
    """Rescue cycles: a month or quarter of recovery work."""


@command.command("draft")
@click.option("--period", required=True, help="YYYY-MM, or YYYY-Qn for a quarter.")
@door_command
def draft(*, door: Door, period: str) -> None:
    """Decide about every departure of a period. A draft that nobody approved is replaced."""
    ready()
    cycle = draft_cycle(by=OPERATOR, at=clock.now(), departed=departed(period=period))
    _show(door, cycle_document(by=OPERATOR, cycle=cycle))


@command.command("show")
@click.option("--period", required=True, help="YYYY-MM, or YYYY-Qn for a quarter.")
@door_command
def show(*, door: Door, period: str) -> None:
    """Show the cycle of a period."""
    ready()
    _show(door, cycle_document(by=OPERATOR, cycle=cycle_row(period)))


@command.command("list")
@door_command
def everything(*, door: Door) -> None:
    """Every cycle."""
    ready()
    rows = cycle_rows()
    document = [{"period": row.period, "approved_at": row.approved_at} for row in rows]
    door.answer({"cycles": document}, *(row.period for row in rows))


def _show(door: Door, document: dict[str, Any]) -> None:
    door.answer(document, *lines(document))


def lines(document: dict[str, Any]) -> list[str]:
    """A cycle in plain words."""
    kinds = [
        f"  {name.replace('_', ' '):14} {each['count']:>7,}  {each['value_lost']:>14}"
        for name, each in document["decisions"].items()
    ]
    calls = [
        f"  {call['customer']:10} {call['segment']:24} {call['value_lost']:>14}" for call in document["executive_calls"]
    ]
    return [
        f"Cycle {document['period']}, as of {document['as_of']}: {document['departures']:,} departures.",
        f"  {'decision':14} {'count':>7}  {'value lost':>14}",
        *kinds,
        "Executive calls:",
        *calls,
    ]
