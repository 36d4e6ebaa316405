"""The rules as a list: every line of the law files, with its source, its owner and whether it is time to look again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import By, Choice, Filter
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries import guard_words as words
from regain.knowledge.playbook.rules.guard.packs import rules
from regain.knowledge.playbook.rules.guard.terms import Rule, Scope, Verdict

CHECK_AGAIN: Final = timedelta(days=365)
"""How long a look at the source is good for."""
DUE, GOOD = "due", "good"
STATUSES = {
    "in force": _("In force"),
    "code of practice": _("Code of practice"),
    "our own rule": _("Our own rule"),
    "announced": _("Announced"),
}
SCOPES = {Scope.BOTH: _("Everybody"), Scope.CONSUMER: _("Consumers"), Scope.BUSINESS: _("Businesses")}

LAW = TableSpec(
    name="law",
    caption=_("Rules"),
    searchable=True,
    search_hint=_("Search for a word, a place, a rule"),
    default_sort="place",
    size=100,
    columns=(
        Column("title", _("Rule"), priority=1, sortable=False),
        Column("place", _("Where"), filter=Filter(By.TEXT)),
        Column(
            "verdict",
            _("It says"),
            Kind.STATUS,
            filter=Filter(By.CHOICE),
            states={Verdict.BLOCK.value: _("No"), Verdict.WARN.value: _("With care")},
            tones={Verdict.BLOCK.value: "bad", Verdict.WARN.value: "warn"},
        ),
        Column("channels", _("Channels"), sortable=False, default_shown=False, priority=3),
        Column("purposes", _("Purposes"), sortable=False, default_shown=False, priority=3),
        Column(
            "scope",
            _("Protects"),
            default_shown=False,
            filter=Filter(By.CHOICE, [Choice(str(v), str(v)) for v in SCOPES.values()]),
        ),
        Column("signature", _("May be signed for"), default_shown=False, priority=3),
        Column("status", _("Standing")),
        Column("in_force_on", _("In force from"), Kind.DATE, default_shown=False, priority=3),
        Column("source", _("Source"), sortable=False, priority=2),
        Column("checked_on", _("Checked"), Kind.DATE),
        Column(
            "check",
            _("Look again"),
            Kind.STATUS,
            default_shown=False,
            filter=Filter(By.CHOICE),
            states={DUE: _("Overdue"), GOOD: _("Fresh")},
            tones={DUE: "warn", GOOD: "good"},
        ),
        Column("owner", _("Owner")),
        Column("id", _("Id"), default_shown=False, priority=3),
    ),
)


@dataclass(frozen=True)
class RuleRow:
    """One rule."""

    id: str
    title: str
    place: str
    verdict: str
    channels: str
    purposes: str
    scope: str
    signature: str
    status: str
    in_force_on: date | None
    source: str
    checked_on: date
    check: str
    owner: str


@dataclass(frozen=True)
class LawPage:
    """How many rules, and how many were not looked at for a year."""

    rules: int
    places: int
    overdue: int
    may_see_answers: bool


def law_page(*, by: Actor, today: date) -> LawPage:
    """The head of the page."""
    places = {rule.jurisdiction for rule in rules()} - {"*", "elsewhere"}
    return LawPage(len(rules()), len(places), sum(is_due(rule, today) for rule in rules()), by.may(policy.ANSWERS))


def law_rows(*, today: date) -> MemoryRows[RuleRow]:
    """Every rule."""
    return MemoryRows([_row(rule, today) for rule in rules()])


def is_due(rule: Rule, today: date) -> bool:
    """Whether its source was last looked at more than a year ago."""
    return today - rule.checked_on > CHECK_AGAIN


def _row(rule: Rule, today: date) -> RuleRow:
    return RuleRow(
        id=rule.id,
        title=gettext(rule.title),
        place=words.place_of_rule(rule),
        verdict=rule.verdict.value,
        channels=_listed(rule.channels, words.CHANNELS),
        purposes=_listed(rule.purposes, words.PURPOSES),
        scope=str(SCOPES[rule.scope]),
        signature=gettext("Yes") if rule.is_overridable else gettext("No"),
        status=str(STATUSES[rule.status]),
        in_force_on=rule.in_force_on,
        source=rule.source,
        checked_on=rule.checked_on,
        check=DUE if is_due(rule, today) else GOOD,
        owner=rule.owner,
    )


def _listed(chosen: frozenset[Any], titles: Mapping[Any, object]) -> str:
    return gettext("All") if len(chosen) == len(titles) else ", ".join(sorted(str(titles[each]) for each in chosen))


def rule_documents(*, today: date) -> list[dict[str, Any]]:
    """The rules for programs."""
    return [
        {
            "id": rule.id,
            "jurisdiction": rule.jurisdiction,
            "kind": rule.kind,
            "title": rule.title,
            "scope": rule.scope,
            "channels": sorted(rule.channels),
            "purposes": sorted(rule.purposes),
            "verdict": rule.verdict,
            "may_be_signed_for": rule.is_overridable,
            "status": rule.status,
            "in_force_on": rule.in_force_on,
            "source": rule.source,
            "checked_on": rule.checked_on,
            "owner": rule.owner,
            "is_overdue": is_due(rule, today),
        }
        for rule in rules()
    ]
