"""Judge one act by every rule that counts: the verdict is the worst finding."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from regain.knowledge.playbook.rules.guard import places
from regain.knowledge.playbook.rules.guard.kinds import findings
from regain.knowledge.playbook.rules.guard.openings import Openings
from regain.knowledge.playbook.rules.guard.packs import covered
from regain.knowledge.playbook.rules.guard.terms import Act, Finding, Judged, Known, Rule, Scope, Verdict

TRIES: Final = 4
FIRST: Final = frozenset({"never", "stop", "withdrawn"})
"""Kinds of rule that are named before any other."""


def judge(act: Act, known: Known, rules: Iterable[Rule]) -> Judged:
    """What the rules say about the act; the same values always give the same answer."""
    rules = tuple(rules)
    found, openings = _found(act, known, rules)
    blocking = [each for each in found if each.verdict is Verdict.BLOCK]
    return Judged(
        verdict=found[0].verdict if found else Verdict.ALLOW,
        findings=tuple(found),
        until=_until(blocking, openings, act, known, rules) if blocking else None,
        is_overridable=bool(blocking) and all(each.rule.is_overridable for each in blocking),
    )


def _found(act: Act, known: Known, rules: Sequence[Rule]) -> tuple[list[Finding], Openings]:
    counting = [(rule, is_assumed) for rule in rules for is_assumed in _counts(rule, act, known)]
    openings = Openings(counting, act, known)
    return sorted([*findings(counting, act, known), *openings.findings()], key=_worst_first), openings


def _counts(rule: Rule, act: Act, known: Known) -> list[bool]:
    """Empty where the rule does not count; otherwise whether it counts only by assumption."""
    if act.channel not in rule.channels or act.purpose not in rule.purposes:
        return []
    if not rule.is_in_force(act.when.date()):
        return []
    if rule.scope is not Scope.BOTH and known.scope is not None and known.scope is not rule.scope:
        return []
    said = {
        places.counts_in(rule.jurisdiction, place, besides=rule.besides, covered=covered()) for place in known.places
    }
    if not said - {""}:
        return []
    return ["yes" not in said]


def _worst_first(finding: Finding) -> tuple[int, bool, bool, bool, str]:
    """Blocks first, the customer's own wish at their head; then what nobody can sign for and time does not change."""
    is_not_first = finding.rule.kind not in FIRST
    return (
        -finding.verdict.weight,
        is_not_first,
        finding.rule.is_overridable,
        finding.until is not None,
        finding.rule.id,
    )


def _until(
    blocking: Sequence[Finding], openings: Openings, act: Act, known: Known, rules: Sequence[Rule]
) -> datetime | None:
    """The first moment at which nothing blocks any more; what runs out meanwhile is judged again."""
    for _ in range(TRIES):
        ends = [each.until for each in blocking]
        known_ends = [end for end in ends if end is not None]
        if len(known_ends) < len(ends):
            return None
        then = openings.next(max(known_ends))
        if then is None:
            return None
        found, openings = _found(replace(act, when=then), known, rules)
        blocking = [each for each in found if each.verdict is Verdict.BLOCK]
        if not blocking:
            return then
    return None
