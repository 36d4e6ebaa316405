"""A written scenario: what the caller is shown, and what only whoever plays the customer may read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from regain.knowledge.playbook.rules.steps import Step

FILE = Path(__file__).parents[1] / "scenarios.toml"
LONGEST_TITLE = 120
LONGEST = 2_000


@dataclass(frozen=True)
class Sheet:
    """One scenario. The caller is shown `facts`; all but title, trade and facts is hidden until the end."""

    title: str
    trade: str
    facts: str
    who: str
    opens: str
    behind: str
    answers: Mapping[Step, str]
    good: tuple[str, ...]
    fails: tuple[str, ...]
    steps: tuple[Step, ...]
    """The steps a colleague scores."""


EMPTY = Sheet(
    title="", trade="", facts="", who="", opens="", behind="", answers={}, good=(), fails=(), steps=tuple(Step)
)


@cache
def shipped() -> Mapping[str, Sheet]:
    """The scenarios that come with Regain, by key."""
    with FILE.open("rb") as file:
        return {each["key"]: _sheet(each) for each in tomllib.load(file)["scenario"]}


def missing(sheet: Sheet) -> str:
    """The first thing without which nobody could practise with it; empty if it is complete."""
    for name in ("title", "facts", "who", "opens", "behind"):
        if not str(getattr(sheet, name)).strip():
            return name
    if not sheet.steps:
        return "steps"
    return "" if sheet.good else "good"


def _sheet(told: Mapping[str, Any]) -> Sheet:
    return Sheet(
        title=told["title"],
        trade=told["trade"],
        facts=told["facts"],
        who=told["who"],
        opens=told["opens"],
        behind=told["behind"],
        answers={Step(step): words for step, words in told["answers"].items()},
        good=tuple(told["good"]),
        fails=tuple(told["fails"]),
        steps=tuple(step for step in Step if step in told["steps"]),
    )
