"""`regain backtest`: what the ranking would have caught."""

from datetime import date

import click

from regain.knowledge.valuation.queries.backtest import Backtest, backtest
from regain.knowledge.valuation.queries.documents import backtest_document
from regain.knowledge.warehouse.queries import lake
from regain.shell.cli import options
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.command("backtest")
@click.option("--as-of", "as_of", type=options.Day(), required=True, help="Learn from what was known before that day.")
@click.option(
    "--until", "until", type=options.Day(), required=True, help="Look at what followed, to the end of that day."
)
@options.rule
@door_command
def command(*, door: Door, as_of: date, until: date, rule: str | None) -> None:
    """What the ranking would have caught, beside simple rules and chance."""
    ready()
    result = backtest(lake(), as_of=as_of, until=until, rule=options.rule_of(rule), terms=options.terms())
    door.answer(backtest_document(result), *_lines(result))


def _lines(result: Backtest) -> list[str]:
    rows = [
        f"{each.name:12}" + "".join(f"  {each.value[top]:>6.1%} {each.returners[top]:>6.1%}" for top in each.value)
        for each in result.rankings
    ]
    return [
        (
            f"As of {result.as_of}, {result.departed:,} customers had left; {result.returned:,} of them came back by"
            f" {result.until} with nobody asking, and bought for {result.returned_value:,.2f}."
        ),
        "",
        f"{'share of':12}  {'value':>6} {'people':>6}  {'value':>6} {'people':>6}  {'value':>6} {'people':>6}",
        f"{'in the top':12}  {'tenth':>13}  {'fifth':>13}  {'half':>13}",
        *rows,
        "",
        result.verdict,
    ]
