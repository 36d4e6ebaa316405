"""Answers as JSON-ready dictionaries: one shape for the command line, the API and the files beside the values."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from regain.foundation.kit.money import text
from regain.knowledge.ledger.queries import Census
from regain.knowledge.ledger.rules import Judgement, Month
from regain.knowledge.valuation.queries.backtest import Backtest, Ranked
from regain_value import Difference, Estimate, FittedReturns


def lives_document(census: Census) -> dict[str, Any]:
    """The head count and the balance by month. Money as text in the company's currency, e.g. `"1234.50"`."""
    return {
        "as_of": census.as_of.isoformat(),
        "rule": str(census.rule),
        "customers": census.customers,
        "alive": census.alive,
        "departed": census.departed,
        "returned": census.returned,
        "returns": census.returns,
        "months": [month_document(month) for month in census.months],
        "rule_errors": judgement_document(census.judgement),
        "patience": asdict(census.patience),
    }


def judgement_document(judgement: Judgement) -> dict[str, Any]:
    """How often the rule was wrong on past days: counts over all of them, shares with their ends, and day by day."""
    names = ("stayed", "too_early", "left", "too_late")
    shares = {"early": judgement.early, "late": judgement.late} if judgement.days else {}
    patience = judgement.patience
    return {
        "learnt": judgement.learnt,
        "quantile": round(1 - patience.alarm, 4),
        "at_least": patience.at_least,
        "at_most": patience.at_most,
        "watched_days": judgement.watched,
        **{name: judgement.count(name) for name in names},
        **{name: estimate_document(share) for name, share in shares.items()},
        "delay_days": judgement.delay,
        "sentence": judgement.sentence,
        "days": [
            {"day": each.day.isoformat(), "delay_days": each.errors.delay}
            | {name: int(getattr(each.errors, name)) for name in names}
            for each in judgement.days
        ],
    }


def estimate_document(estimate: Estimate) -> dict[str, float]:
    """One number with the ends of its interval."""
    value, low, high = (float(part[0]) for part in estimate.parts())
    return {"value": value, "low": low, "high": high}


def month_of(document: Mapping[str, Any]) -> Month:
    """The line a document tells of."""
    told: dict[str, Any] = {name: int(document[name]) for name in ("start", "new", "returned", "left", "end")}
    told |= {name: Decimal(document[name]) for name in document if name.startswith("value_")}
    told.pop("value_changed", None)
    return Month(month=document["month"], **told)


def month_document(month: Month) -> dict[str, Any]:
    """One line of the balance: start + new + returned − left = end; by value, what stayers changed comes on top."""
    return {
        "month": month.month,
        "start": month.start,
        "new": month.new,
        "returned": month.returned,
        "left": month.left,
        "end": month.end,
        "value_start": text(month.value_start),
        "value_new": text(month.value_new),
        "value_returned": text(month.value_returned),
        "value_left": text(month.value_left),
        "value_changed": text(month.value_changed),
        "value_end": text(month.value_end),
    }


def backtest_document(backtest: Backtest) -> dict[str, Any]:
    """Who was gone, who came back, and which share of them each ranking caught in its top tenth, fifth and half."""
    return {
        "as_of": backtest.as_of.isoformat(),
        "until": backtest.until.isoformat(),
        "rule": str(backtest.rule),
        "departed": backtest.departed,
        "returned": backtest.returned,
        "returned_value": text(backtest.returned_value),
        "rankings": {ranked.name: _ranking(ranked) for ranked in backtest.rankings},
        "chosen": backtest.chosen,
        "rival": backtest.rival,
        "verdict": backtest.verdict,
        "lead": None if backtest.lead is None else difference_document(backtest.lead),
    }


def returns_document(returns: FittedReturns) -> dict[str, Any]:
    """Who came back of those gone, by absence (days) and spend: edges between the bands, people, returners, chances."""
    a, b = returns.posterior_a, returns.posterior_b
    return {
        "absence_edges": [float(edge) for edge in returns.absence_edges],
        "spend_edges": [float(edge) for edge in returns.value_edges],
        "alike": returns.alike.tolist(),
        "returned": returns.returned.tolist(),
        "chance": (a / (a + b)).round(6).tolist(),
    }


def _ranking(ranked: Ranked) -> dict[str, dict[str, float]]:
    return {top: {"returners": ranked.returners[top], "value": ranked.value[top]} for top in ranked.returners}


def difference_document(lead: Difference) -> dict[str, float]:
    """A difference with its interval."""
    return {"value": lead.value, "low": lead.low, "high": lead.high}
