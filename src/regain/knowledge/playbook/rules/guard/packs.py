"""The law files: one per jurisdiction, read once, refused when a line does not make sense."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Rule, Scope, Verdict

LAW = Path(__file__).parent / "law"
STATUSES = ("in force", "announced", "code of practice", "our own rule")
OWN = ("company", "everywhere")
"""Packs that are not the law of one place."""
COMMON = frozenset(
    {"id", "kind", "title", "channels", "purposes", "scope", "verdict", "override", "status", "source", "checked_on"}
    | {"owner", "in_force_on", "besides"}
)


class BrokenLaw(ValueError):
    """A law file does not make sense; found when the process starts to read it."""


@cache
def packs() -> Mapping[str, tuple[Rule, ...]]:
    """Every pack by its file's name, with its rules in order."""
    found = {path.stem: read(path.stem, path.read_text("utf-8")) for path in sorted(LAW.glob("*.toml"))}
    seen: set[str] = set()
    for each in found.values():
        for rule in each:
            if rule.id in seen:
                raise BrokenLaw(f"{rule.id} is there twice.")
            seen.add(rule.id)
    return MappingProxyType(found)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every pack."""
    return tuple(rule for pack in packs().values() for rule in pack)


@cache
def covered() -> frozenset[str]:
    """Countries that a pack of their own, or the European one, speaks about."""
    own = {rule.jurisdiction.split("-")[0] for rule in rules()} - {"*", "EU", "elsewhere"}
    return frozenset(own)


def read(name: str, text: str) -> tuple[Rule, ...]:
    """The rules of one file. Raises BrokenLaw with the place."""
    whole = tomllib.loads(text)
    return tuple(_rule(name, whole, line) for line in whole["rules"])


def _rule(name: str, pack: Mapping[str, Any], line: Mapping[str, Any]) -> Rule:
    told = {**pack.get("defaults", {}), **line}
    try:
        rule = Rule(
            id=told["id"],
            jurisdiction=pack["jurisdiction"],
            kind=told["kind"],
            title=told["title"],
            channels=frozenset(map(Channel, told.get("channels", tuple(Channel)))),
            purposes=frozenset(map(Purpose, told.get("purposes", tuple(Purpose)))),
            scope=Scope(told.get("scope", "both")),
            verdict=Verdict(told["verdict"]),
            is_overridable=told["override"],
            status=told["status"],
            source=told["source"],
            checked_on=_day(told["checked_on"]),
            owner=told["owner"],
            in_force_on=_day(told["in_force_on"]) if "in_force_on" in told else None,
            besides=frozenset(told.get("besides", ())),
            values=MappingProxyType({key: value for key, value in told.items() if key not in COMMON}),
        )
    except (KeyError, ValueError) as wrong:
        raise BrokenLaw(f"{name}.toml, {line.get('id', 'a rule without an id')}: {wrong}") from wrong
    if rule.status not in STATUSES or not rule.id.startswith(f"{name}."):
        raise BrokenLaw(f"{name}.toml, {rule.id}: status or id does not fit.")
    return rule


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no date")
    return value
