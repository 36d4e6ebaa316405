"""Options several commands share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click
from django.conf import settings

from regain.knowledge.ledger.rules import Rule
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.standing import terms as company_terms
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse.queries.facts import ENGINES


class Day(click.ParamType[date]):
    """A calendar day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error when there is no such day."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2011-09-09.", param, ctx)


def as_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--as-of`: everything before the start of that day is known."""
    help_text = "Everything sold before the start of that day is known. Default: the day after the last sale."
    return click.option("--as-of", "as_of", type=Day(), default=None, help=help_text)(function)


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--rule`: who counts as gone."""
    help_text = "Who counts as gone: rhythm, days:N or contract. Default: what regain.toml says."
    return click.option("--rule", "rule", default=None, metavar="RULE", help=help_text)(function)


def engine(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--engine`: what answers."""
    help_text = "What answers: duckdb on this machine, or spark. Default: what regain.toml says."
    return click.option("--engine", "engine", type=click.Choice(ENGINES), default=None, help=help_text)(function)


def rule_of(text: str | None) -> Rule:
    """The rule asked for, or the company's own."""
    return rule_named(text or settings.COMPANY.rule)


def terms() -> Terms:
    """Discount, margin and cost table as the company set them; without any cost, value is on revenue."""
    return company_terms()
