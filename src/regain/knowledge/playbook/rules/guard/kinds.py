"""The kinds of rule: each is a pure function of the rule, the act and what is known; hours are in `openings`.

What is not known is read as the strictest it may be: no purchase known is no relationship, no screening known is
none done.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from regain.knowledge.playbook.rules.guard.terms import (
    Act,
    Consented,
    Finding,
    Known,
    Purpose,
    Rule,
    Verdict,
    Why,
)

COVERS: Mapping[Purpose, frozenset[Purpose]] = MappingProxyType(
    {
        Purpose.RECOVERY: frozenset({Purpose.RECOVERY, Purpose.LISTENING, Purpose.INVITATION, Purpose.SURVEY}),
        **{purpose: frozenset({purpose}) for purpose in Purpose if purpose is not Purpose.RECOVERY},
    }
)
"""What a consent to one purpose also allows: who agrees to offers agrees to being asked."""

DAY = timedelta(days=1)

Judge = Callable[[Rule, Act, Known], Finding | None]


def attempt_cap(rule: Rule, act: Act, known: Known) -> Finding | None:
    """So many calls in a rolling stretch of time, or in one day of the called person."""
    most = int(rule.values["attempts"])
    days = int(rule.values.get("local_days", 0))
    if days:
        freed = {at: max((_days_end(at, zone) for zone in known.zones), default=at + DAY) for at in known.attempts}
        counted = sorted(at for at in known.attempts if freed[at] > act.when and at <= act.when)
        free = [freed[at] for at in counted]
    else:
        stretch = timedelta(hours=int(rule.values["hours"]))
        counted = sorted(at for at in known.attempts if act.when - stretch < at <= act.when)
        free = [at + stretch for at in counted]
    if len(counted) < most:
        return None
    told = {"count": len(counted), "most": most, "hours": rule.values.get("hours", 24), "last": counted[-1]}
    return Finding(rule, rule.verdict, Why.ATTEMPTS, told, until=free[-most])


def _days_end(at: datetime, zone: str) -> datetime:
    """The next midnight by the wall clock of the zone."""
    tz = ZoneInfo(zone)
    tomorrow = at.astimezone(tz).date() + DAY
    return datetime.combine(tomorrow, datetime.min.time(), tz).astimezone(UTC)


def stop(rule: Rule, act: Act, known: Known) -> Finding | None:
    """They asked to be left alone."""
    if known.stopped_at is None or known.stopped_at > act.when:
        return None
    why = Why.STOPPED_SERVICE if rule.is_overridable else Why.STOPPED
    return Finding(rule, rule.verdict, why, {"at": known.stopped_at})


def withdrawn(rule: Rule, act: Act, known: Known) -> Finding | None:
    """They took their consent back, and gave none since."""
    if consent_to(act, known) is not None:
        return None
    taken = [
        each.withdrawn_at
        for each in known.consents
        if each.channel is act.channel
        and act.purpose in COVERS[each.purpose]
        and each.withdrawn_at is not None
        and each.withdrawn_at <= act.when
    ]
    return Finding(rule, rule.verdict, Why.WITHDRAWN, {"at": max(taken)}) if taken else None


def consent_required(rule: Rule, act: Act, known: Known) -> Finding | None:
    """A consent to this purpose by this channel; where the rule knows it, a purchase of theirs will do with care."""
    if consent_to(act, known) is not None:
        return None
    if rule.values.get("soft_opt_in") and _is_past(known.last_purchase_on, act):
        return Finding(rule, Verdict.WARN, Why.SOFT_OPT_IN)
    return Finding(rule, rule.verdict, Why.NO_CONSENT)


def consent_to(act: Act, known: Known) -> Consented | None:
    """The newest consent that covers the act."""
    fitting = [
        each
        for each in known.consents
        if each.channel is act.channel
        and act.purpose in COVERS[each.purpose]
        and each.given_at <= act.when
        and (each.withdrawn_at is None or each.withdrawn_at > act.when)
    ]
    return max(fitting, key=lambda each: each.given_at, default=None)


def _is_past(day: date | None, act: Act) -> bool:
    return day is not None and day <= act.when.date()


def registry_scrub(rule: Rule, act: Act, known: Known) -> Finding | None:
    """The number was compared with the registry not long ago, and is not in it."""
    if consent_to(act, known) is not None or callable_until(rule, act, known) is not None:
        return None
    registry = str(rule.values["registry"])
    screened = known.screened.get(registry)
    told = {"registry": rule.values["register"], "days": rule.values["max_age_days"]}
    if screened is None or screened.checked_on > act.when.date() + DAY:
        return Finding(rule, rule.verdict, Why.NEVER_SCREENED, told)
    if (act.when.date() - screened.checked_on).days > int(rule.values["max_age_days"]):
        return Finding(rule, rule.verdict, Why.SCREENED_LONG_AGO, {**told, "on": screened.checked_on})
    return Finding(rule, rule.verdict, Why.LISTED, {**told, "on": screened.checked_on}) if screened.is_listed else None


def relationship_clock(rule: Rule, act: Act, known: Known) -> Finding | None:
    """The call rests on the relationship alone: the number is listed, or nobody looked; it ends on a day."""
    until = callable_until(rule, act, known)
    if until is None or consent_to(act, known) is not None:
        return None
    screened = known.screened.get(str(rule.values["registry"]))
    if screened is not None and not screened.is_listed:
        age = (act.when.date() - screened.checked_on).days
        if 0 <= age <= int(rule.values["max_age_days"]):
            return None
    return Finding(rule, rule.verdict, Why.RELATIONSHIP, {"until": until})


def callable_until(rule: Rule, act: Act, known: Known) -> date | None:
    """The last day a purchase or an inquiry still counts as a relationship; none when it is over or was never known."""
    ends = [
        add_months(day, int(rule.values[name]))
        for name, day in (
            ("months_after_purchase", known.last_purchase_on),
            ("months_after_inquiry", known.last_inquiry_on),
        )
        if day is not None and name in rule.values and _is_past(day, act)
    ]
    last = max(ends, default=None)
    return last if last is not None and act.when.date() <= last else None


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - DAY)


def offer_needs_recovery(rule: Rule, act: Act, known: Known) -> Finding | None:
    """An offer makes a call a recovery call, whatever it is called."""
    if not act.makes_offer or act.purpose in {Purpose.RECOVERY, Purpose.INVITATION}:
        return None
    return Finding(rule, rule.verdict, Why.OFFER)


def offer_while_leaving(rule: Rule, act: Act, known: Known) -> Finding | None:
    """No offer while a request to leave is not done."""
    if act.makes_offer and act.is_leaving:
        return Finding(rule, rule.verdict, Why.OFFER_WHILE_LEAVING)
    return None


def announce(rule: Rule, act: Act, known: Known) -> Finding | None:
    """Something that has to be said, or done with care."""
    if rule.values.get("when_offering") and not (act.makes_offer or act.purpose is Purpose.RECOVERY):
        return None
    if rule.values.get("when_leaving") and not act.is_leaving:
        return None
    return Finding(rule, rule.verdict, Why.SAY, {"say": rule.values["say"]})


def human_touch(rule: Rule, act: Act, known: Known) -> Finding | None:
    """Machines are silent for some days after a person spoke with the customer."""
    if not act.is_automatic or known.touched_at is None or known.touched_at > act.when:
        return None
    until = known.touched_at + timedelta(days=int(rule.values["days"]))
    told = {"at": known.touched_at, "days": rule.values["days"]}
    return Finding(rule, rule.verdict, Why.HUMAN_TOUCH, told, until=until) if act.when < until else None


def never(rule: Rule, act: Act, known: Known) -> Finding | None:
    """Nobody is there to be contacted."""
    if known.status != rule.values["state"]:
        return None
    return Finding(rule, rule.verdict, Why.NEVER, {"status": known.status})


def point_known(rule: Rule, act: Act, known: Known) -> Finding | None:
    """The number or the address they are reached at is written down."""
    return None if known.has_point else Finding(rule, rule.verdict, Why.NO_POINT)


def point_wrong(rule: Rule, act: Act, known: Known) -> Finding | None:
    """The number or the address is not theirs."""
    return Finding(rule, rule.verdict, Why.WRONG_POINT) if known.is_wrong else None


KINDS: Mapping[str, Judge] = MappingProxyType(
    {
        "attempt_cap": attempt_cap,
        "stop": stop,
        "withdrawn": withdrawn,
        "consent_required": consent_required,
        "registry_scrub": registry_scrub,
        "relationship_clock": relationship_clock,
        "offer_needs_recovery": offer_needs_recovery,
        "offer_while_leaving": offer_while_leaving,
        "announce": announce,
        "human_touch": human_touch,
        "never": never,
        "point_known": point_known,
        "point_wrong": point_wrong,
    }
)
"""Every kind but `calling_hours`, whose rules are judged together."""


def findings(rules: Iterable[tuple[Rule, bool]], act: Act, known: Known) -> list[Finding]:
    """What each rule finds; with each comes whether it is only assumed to count."""
    found: list[Finding] = []
    for rule, is_assumed in rules:
        if rule.kind in KINDS:
            each = KINDS[rule.kind](rule, act, known)
            if each is not None:
                found.append(Finding(each.rule, each.verdict, each.why, each.told, each.until, is_assumed))
    return found
