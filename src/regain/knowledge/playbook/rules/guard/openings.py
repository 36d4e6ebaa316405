"""Calling hours: every rule that counts, in every zone the called person may be in, at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from regain.knowledge.playbook.rules.guard import places
from regain.knowledge.playbook.rules.guard.hours import Span, Window, both, next_open, open_spans
from regain.knowledge.playbook.rules.guard.terms import Act, Finding, Known, Rule, Why


class Openings:
    """When the rules of hours let a call be made."""

    def __init__(self, rules: Iterable[tuple[Rule, bool]], act: Act, known: Known) -> None:
        self.act, self.known = act, known
        self.rules = [(rule, is_assumed) for rule, is_assumed in rules if rule.kind == "calling_hours"]
        self.spans = {rule.id: self._spans(rule, act.when) for rule, _ in self.rules}

    def _spans(self, rule: Rule, when: datetime) -> Sequence[Span]:
        closed = _closed(rule, self.known)
        return open_spans(windows_of(rule), self.known.zones, when, closed)

    def next(self, when: datetime) -> datetime | None:
        """The first moment from `when` on at which every rule is open, in every zone; none within sixteen days."""
        if not self.rules:
            return when
        together: Sequence[Span] | None = None
        for rule, _ in self.rules:
            spans = self.spans[rule.id] if when == self.act.when else self._spans(rule, when)
            together = spans if together is None else both(together, spans)
        return next_open(together or (), when)

    def findings(self) -> list[Finding]:
        """One for each rule that is closed now."""
        closed = [each for each in self.rules if next_open(self.spans[each[0].id], self.act.when) != self.act.when]
        if not closed:
            return []
        until = self.next(self.act.when)
        return [
            Finding(rule, rule.verdict, why, told, until, is_assumed)
            for rule, is_assumed in closed
            for why, told in [self._told(rule, until)]
        ]

    def _told(self, rule: Rule, until: datetime | None) -> tuple[Why, dict[str, object]]:
        zone, window = self._culprit(rule), max(windows_of(rule), key=lambda each: len(each.days))
        if not zone:
            return Why.NO_ZONE, {}
        local = self.act.when.astimezone(ZoneInfo(zone))
        inside = [each for each in windows_of(rule) if local.weekday() in each.days]
        is_day_off = not inside or _is_holiday(rule, self.known, local.date())
        shown = inside[0] if inside else window
        told: dict[str, object] = {"local": local, "zone": zone, "opens": shown.opens, "closes": shown.closes}
        if until is not None:
            told["next"] = until.astimezone(ZoneInfo(zone))
        if len(self.known.zones) > 1 and until is None:
            return Why.NO_ZONE, {}
        return (Why.DAY if is_day_off else Why.HOURS), told

    def _culprit(self, rule: Rule) -> str:
        """A zone in which it is not the time, the one most people live in first."""
        closed = _closed(rule, self.known)
        for zone in places.in_order(self.known.zones):
            spans = open_spans(windows_of(rule), (zone,), self.act.when, closed)
            if next_open(spans, self.act.when) != self.act.when:
                return zone
        return ""


def windows_of(rule: Rule) -> tuple[Window, ...]:
    """The windows of a rule of hours."""
    return tuple(Window.of(days=each["days"], opens=each["from"], closes=each["until"]) for each in rule.values["open"])


def _is_holiday(rule: Rule, known: Known, day: date) -> bool:
    return day in _closed(rule, known)


@dataclass(frozen=True)
class _Days:
    """The public holidays of some countries, asked one day at a time."""

    countries: frozenset[str]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(day in _holidays(country, day.year) for country in self.countries)


def _closed(rule: Rule, known: Known) -> _Days:
    """The days on which a rule lets nobody call; an unknown country has the holidays of every zone's country."""
    if not rule.values.get("not_on_holidays"):
        return _Days(frozenset())
    told = {place.country for place in known.places}
    return _Days(frozenset(told) if all(told) else frozenset(told - {""}) | places.countries_of(known.zones))


@cache
def _holidays(country: str, year: int) -> Mapping[date, str]:
    try:
        found: Mapping[date, str] = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return {}
    return found
