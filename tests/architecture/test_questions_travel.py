"""Every question about everybody can be carried to Spark; those of one machine are named, each with its reason."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlglot import parse_one

from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.scale.dialect import carry
from regain.knowledge.warehouse.sql import query

KNOWLEDGE = Path(__file__).parents[2] / "src" / "regain" / "knowledge"

STAY = {
    "asks about one customer, who is in one bucket": """
        account person person_bought person_contacts person_contracts person_days person_handled person_products
        person_refunds person_value knock_on
    """,
    "reads the values that are computed already, a page at a time": """
        countries hits listed listed_count losing risk_levels
    """,
    "reads the facts for a page of settings": "contact_kinds refund_lines",
    "reads the few who left in a time from the files their numbers came from": """
        lost_book lost_countries lost_rows lost_who
    """,
}
"""Questions of the valuation that never leave one machine, by the reason."""

SALES = """
ledger/rhythm ledger/silences ledger/terms>terms ledger/marks>marks ledger/customer_lives ledger/moves>moves
ledger/census ledger/balance ledger/wanted>wanted ledger/came_back ledger/lives>lives
valuation/first_day valuation/held_back valuation/held_back_began valuation/held_back_weeks
valuation/histories valuation/ended>ended valuation/gone>gone valuation/away valuation/back>back
valuation/second_lives valuation/absent
valuation/cost_rates>cost_rates valuation/handled>handled valuation/bought>bought valuation/is_served
valuation/served>served valuation/serving_sums valuation/bases
valuation/risk_signals>watched valuation/risk_window valuation/risk_cells>risk_cells valuation/warned>warned
valuation/numbered>numbered valuation/numbers>estimates valuation/values>valued valuation/departed
valuation/lost>lost valuation/lost_before>before valuation/lost_told
"""
CONTRACTS = """
ledger/contract_silences ledger/contract_spans>contract_spans ledger/contract_marks>marks ledger/customer_spans
ledger/moves>moves ledger/census ledger/balance ledger/wanted>wanted ledger/contract_came_back
ledger/contract_lives>lives
valuation/first_contract valuation/contract_held_back
valuation/histories valuation/contract_ended>ended valuation/gone>gone valuation/away valuation/contract_back>back
valuation/second_lives valuation/contract_absent
valuation/cost_rates>cost_rates valuation/handled>handled valuation/contract_bought>bought
valuation/served>served valuation/serving_sums valuation/bases
valuation/risk_signals>watched valuation/risk_window valuation/risk_cells>risk_cells valuation/warned>warned
valuation/numbered>numbered valuation/numbers>estimates valuation/values>valued valuation/departed
valuation/contract_lost>lost valuation/lost_before>before valuation/lost_told
"""
"""Questions in the order they are asked; `>` names the table an answer is kept as."""

LISTS = {
    "causes kinds units amounts minutes customers": "1",
    "firsts untils days": "2011-01-01",
    "rhythm near trend complaints habit term chances lows highs": 1,
    "levels movers": "high",
}
DAYS = ("as_of", "cut", "until", "since", "left_from", "left_until", "earliest", "latest")


class Values(dict[str, Any]):
    """A value for every name: days, lists, and one for the rest."""

    def __missing__(self, name: str) -> Any:
        told = [[each] for names, each in LISTS.items() if name in names.split()]
        return date(2011, 9, 9) if name in DAYS else told[0] if told else 1


def files() -> dict[str, Path]:
    return {
        f"{room}/{path.stem}": path for room in ("ledger", "valuation") for path in (KNOWLEDGE / room).glob("sql/*")
    }


def journey(told: str) -> list[tuple[str, str]]:
    return [(name, kept) for name, _, kept in (step.partition(">") for step in told.split())]


def seen() -> dict[str, dict[str, str]]:
    """What Spark shows of a snapshot: columns it has no type for are left out."""
    tables = {name: {c: kind for c, kind in spec.columns if kind != "UUID"} for name, spec in TABLES.items()}
    tables["imported_customers"] = tables.pop("customers")
    tables["customers"] = carry(query("customers_view"), {}, tables).columns
    return tables


@pytest.mark.parametrize("told", [SALES, CONTRACTS], ids=["sales", "contracts"])
def test_what_is_asked_of_everybody_is_carried_to_spark(told: str) -> None:
    tables, paths = seen(), files()
    for name, kept in journey(told):
        text = paths[name].read_text("utf-8")
        made = carry(f"CREATE TEMP TABLE {kept} AS {text}" if kept else text, Values(), tables)
        parse_one(made.text, read="spark")
        if kept == "estimates":
            estimated = re.findall(r"estimates\.(\w+)", paths["valuation/values"].read_text("utf-8"))
            tables[kept] = dict.fromkeys(estimated, "DOUBLE") | {"row": made.columns["row"]}
        elif kept:
            tables[kept] = made.columns


def test_every_question_travels_or_says_why_not() -> None:
    travelling = {name for name, _ in journey(SALES + CONTRACTS)}
    staying = {f"valuation/{name}" for names in STAY.values() for name in names.split()}

    assert travelling & staying == set()
    assert sorted(files().keys() - travelling - staying) == [], "say in this file whether these travel"
    assert sorted((travelling | staying) - files().keys()) == []
