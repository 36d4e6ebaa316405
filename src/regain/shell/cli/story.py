"""The main job on the demo company, told step by step. Steps already done are not done again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from regain import demo
from regain.desks.recovery.actions.drafting import draft_cycle
from regain.desks.recovery.queries.cycles import cycle_rows
from regain.desks.recovery.queries.document import cycle_document
from regain.desks.recovery.queries.facts import departed
from regain.desks.recovery.queries.finding import cycle_row
from regain.foundation.kit import clock
from regain.foundation.kit.home import Home
from regain.foundation.people.actions.founding import add_sample_people
from regain.foundation.people.rules.samples import PASSWORD, SAMPLES
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.queries import Census
from regain.knowledge.valuation.actions import value_customers
from regain.knowledge.valuation.queries.backtest import Backtest, backtest
from regain.knowledge.warehouse.actions.importing import import_facts
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.queries import lake
from regain.knowledge.warehouse.rules.mapping import from_toml
from regain.knowledge.warehouse.rules.result import Result, from_dict
from regain.shell.cli import options, samples
from regain.shell.cli.door import OPERATOR, Door
from regain.shell.cli.installation import ready

PERIOD = "2011-11"
"""The last month the demo's facts cover to its end."""
TESTED_FROM, TESTED_UNTIL = date(2011, 9, 9), date(2011, 12, 9)


def tell(door: Door, home: Home) -> dict[str, Any]:
    """Do what is still to be done, and say what was found. Returns the document with its `story` in lines."""
    ready()
    add_sample_people(by=OPERATOR, at=clock.now())
    facts = lake(home)
    with door.progress() as progress:
        result = _imported(home, facts, progress)
        samples.contacts(home=home, facts=facts, at=clock.now(), progress=progress)
        _valued(facts, progress)
        samples.desk(at=clock.now(), progress=progress)
        cycle = _drafted(progress)
    rule = options.rule_of(None)
    census = ledger.census(facts, as_of=ledger.as_of_default(facts), rule=rule)
    tested = backtest(facts, as_of=TESTED_FROM, until=TESTED_UNTIL, rule=rule, terms=options.terms())
    story = [*_of_import(result), *_of_lives(census), *_of_backtest(tested), *_of_cycle(cycle), *_of_people()]
    return {
        "import": result.to_dict(),
        "customers": census.customers,
        "alive": census.alive,
        "departed": census.departed,
        "returned": census.returned,
        "cycle": cycle,
        "story": story,
    }


def _imported(home: Home, facts: Lake, progress: Any) -> Result:
    done = [each for each in facts.current().imports if each["source"] == "onlineretail_lines"]
    if done:
        return from_dict(done[0]["result"])
    return import_facts(
        by=OPERATOR,
        at=clock.now(),
        home=home,
        source=Source(path=str(demo.SALES)),
        mapping=from_toml(demo.MAPPING.read_text("utf-8")),
        progress=progress,
    )


def _valued(facts: Lake, progress: Any) -> None:
    snapshot = facts.current()
    if snapshot.about("values").get("facts") != snapshot.facts:
        value_customers(
            by=OPERATOR,
            at=clock.now(),
            lake=facts,
            as_of=ledger.as_of_default(facts),
            rule=options.rule_of(None),
            terms=options.terms(),
            progress=progress,
        )


def _drafted(progress: Any) -> dict[str, Any]:
    if PERIOD not in {row.period for row in cycle_rows()}:
        progress("Drafting the rescue cycle", 0, 1)
        draft_cycle(by=OPERATOR, at=clock.now(), departed=departed(period=PERIOD))
        progress("Drafting the rescue cycle", 1, 1)
    return cycle_document(by=OPERATOR, cycle=cycle_row(PERIOD))


def _of_import(result: Result) -> list[str]:
    together = result.net + result.duplicates_net
    return [
        "",
        f"What came in. {result.lines:,} invoice lines: {result.accepted:,} accepted, {result.duplicates:,} exact"
        f" duplicates left out, {result.rejected:,} rejected because they name no customer.",
        f"Net revenue of known customers: {_money(result.net)}, and {_money(result.duplicates_net)} in the duplicates;"
        f" together {_money(together)}, what the file adds up to.",
    ]


def _of_lives(census: Census) -> list[str]:
    last = census.months[-2]
    return [
        "",
        f"Who left. By {census.as_of - timedelta(days=1):%-d %B %Y} {census.customers:,} customers had bought;"
        f" {census.alive:,} are still here, {census.departed:,} have left. {census.returned:,} had left before and came"
        " back with nobody asking.",
        f"In {date.fromisoformat(last.month + '-01'):%B %Y}: {last.start:,} at the start, {last.new:,} new,"
        f" {last.returned:,} back, {last.left:,} left, {last.end:,} at the end;"
        f" {_money(last.value_left)} of yearly revenue went with those who left.",
    ]


def _of_backtest(tested: Backtest) -> list[str]:
    share = tested.returned / tested.departed if tested.departed else 0
    return [
        "",
        f"How good is it. On {tested.as_of:%-d %B %Y} {tested.departed:,} customers were gone; {tested.returned:,} of"
        f" them ({share:.1%}) came back by {tested.until:%-d %B} by themselves and bought for"
        f" {_money(tested.returned_value)}: no effect may be claimed without a control group.",
        tested.verdict,
    ]


def _of_cycle(cycle: dict[str, Any]) -> list[str]:
    counts = {name: each["count"] for name, each in cycle["decisions"].items()}
    calls = [f"{call['name']} ({_money(Decimal(call['value_lost']))})" for call in cycle["executive_calls"]]
    return [
        "",
        f"What to do. The rescue cycle of {cycle['period']} is drafted: {cycle['departures']:,} customers who left in"
        f" that time were still gone on {date.fromisoformat(cycle['as_of']):%-d %B}; they had bought for"
        f" {_money(Decimal(cycle['value_lost']))} a year.",
        f"{counts.get('executive', 0)} calls by executives, {counts.get('team', 0)} by the team,"
        f" {counts.get('letter', 0)} letters, {counts.get('control', 0)} left alone as a control group,"
        f" {counts.get('not_pursued', 0)} not pursued.",
        f"The executives call: {', '.join(calls)}.",
    ]


def _of_people() -> list[str]:
    width = max(len(sample.email) for sample in SAMPLES)
    people = [f"  {sample.email:{width}}  {sample.role.title}" for sample in SAMPLES]
    return ["", f'Sample log-ins, for this demo only; the password of each is "{PASSWORD}":', *people, ""]


def _money(amount: Decimal) -> str:
    return f"{settings.COMPANY.currency} {amount:,.2f}"
