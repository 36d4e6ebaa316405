"""For each rule of the law files: an act it stops or warns of, and the twin it has nothing against."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from regain.knowledge.playbook.rules.guard.terms import (
    Act,
    Channel,
    Consented,
    Known,
    Place,
    Purpose,
    Scope,
    Screened,
    Verdict,
)

NOON = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
"""A Tuesday: 15:00 in London, 16:00 in Berlin, 10:00 in New York, 9:00 in Chicago."""
PLACES = {
    "US": ("US", "AZ", "America/Phoenix"),
    "US-CA": ("US", "CA", "America/Los_Angeles"),
    "US-MN": ("US", "MN", "America/Chicago"),
    "US-NY": ("US", "NY", "America/New_York"),
    "US-FL": ("US", "FL", "America/New_York"),
    "US-OK": ("US", "OK", "America/Chicago"),
    "US-WA": ("US", "WA", "America/Los_Angeles"),
    "GB": ("GB", "", "Europe/London"),
    "DE": ("DE", "", "Europe/Berlin"),
    "FR": ("FR", "", "Europe/Paris"),
    "JP": ("JP", "", "Asia/Tokyo"),
}
BERLIN_EVENING = datetime(2026, 11, 17, 20, 30, tzinfo=UTC)


def consented(purpose: Purpose, channel: Channel, **more: Any) -> Consented:
    """A consent of last month."""
    return Consented(purpose, channel, NOON - timedelta(days=30), **more)


@dataclass(frozen=True)
class Case:
    """What a rule is against, and what differs in its twin."""

    place: str
    act: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    twin_act: dict[str, Any] = field(default_factory=dict)
    twin_known: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict = Verdict.BLOCK

    def asked(self) -> tuple[Act, Known]:
        """The act the rule is against."""
        return self._made(self.act), self._knows(self.known)

    def twin(self) -> tuple[Act, Known]:
        """The act it has nothing against."""
        return self._made(self.act | self.twin_act), self._knows(self.known | self.twin_known)

    @staticmethod
    def _made(told: dict[str, Any]) -> Act:
        return replace(Act(Channel.CALL, Purpose.RECOVERY, NOON), **told)

    def _knows(self, told: dict[str, Any]) -> Known:
        country, region, zone = PLACES[self.place]
        known = Known(frozenset({Place(country, region)}), frozenset({zone}), scope=Scope.CONSUMER)
        return replace(known, **told)


def at(hour: int, minute: int = 0, day: int = 17) -> datetime:
    """A moment of November 2026, UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


EMAIL = {"channel": Channel.EMAIL}
LISTENING = {"purpose": Purpose.LISTENING}
AGREED = {"consents": (consented(Purpose.RECOVERY, Channel.CALL),)}
WARN = Verdict.WARN
FRESH = {"us-dnc": Screened(date(2026, 11, 1), is_listed=False)}

CASES: dict[str, Case] = {
    "everywhere.stop": Case("GB", known={"stopped_at": at(9)}, twin_known={"stopped_at": None}),
    "everywhere.stop-service": Case(
        "GB", act={"purpose": Purpose.SUPPORT}, known={"stopped_at": at(9)}, twin_known={"stopped_at": None}
    ),
    "everywhere.withdrawn": Case(
        "US",
        known={"consents": (consented(Purpose.RECOVERY, Channel.CALL, withdrawn_at=at(9)),)},
        twin_act=EMAIL,
    ),
    "everywhere.deceased": Case("JP", known={"status": "deceased"}, twin_known={"status": ""}),
    "everywhere.out-of-business": Case("JP", known={"status": "out of business"}, twin_known={"status": ""}),
    "everywhere.offer-needs-recovery": Case(
        "GB", act={**LISTENING, "makes_offer": True}, twin_act={"purpose": Purpose.RECOVERY}
    ),
    "company.calling-hours": Case("GB", act={**LISTENING, "when": at(20, 0)}, twin_act={"when": at(19, 59)}),
    "company.attempts-day": Case("GB", known={"attempts": (at(8),)}, twin_known={"attempts": (at(19, day=16),)}),
    "company.attempts-week": Case(
        "GB",
        known={"attempts": (at(16, day=10), at(9, day=12), at(9, day=14))},
        twin_known={"attempts": (at(15, day=10), at(9, day=12), at(9, day=14))},
    ),
    "company.attempts-cycle": Case(
        "GB",
        known={"attempts": tuple(NOON - timedelta(days=14 * number) for number in range(1, 7))},
        twin_known={"attempts": tuple(NOON - timedelta(days=15 * number) for number in range(1, 7))},
    ),
    "company.human-touch": Case(
        "GB",
        act={**EMAIL, "is_automatic": True},
        known={"touched_at": at(15, 1, day=3)},
        twin_known={"touched_at": at(15, 0, day=3)},
    ),
    "company.point-known": Case("GB", known={"has_point": False}, twin_known={"has_point": True}, verdict=WARN),
    "company.point-wrong": Case("GB", known={"is_wrong": True}, twin_known={"is_wrong": False}),
    "us.calling-hours": Case("US", act={**LISTENING, "when": at(14, 59)}, twin_act={"when": at(15, 0)}),
    "us.registry-scrub": Case(
        "US",
        known={"screened": {"us-dnc": Screened(date(2026, 10, 16), is_listed=False)}},
        twin_known={"screened": {"us-dnc": Screened(date(2026, 10, 17), is_listed=False)}},
    ),
    "us.relationship-clock": Case(
        "US",
        known={
            "last_purchase_on": date(2025, 5, 17),
            "screened": {"us-dnc": Screened(date(2026, 11, 1), is_listed=True)},
        },
        twin_known={"screened": FRESH},
        verdict=WARN,
    ),
    "us.recording": Case("US", twin_act=EMAIL, verdict=WARN),
    "us.email-footer": Case("US", act=EMAIL, twin_act={"purpose": Purpose.SUPPORT}, verdict=WARN),
    "us-ca.say-stop": Case("US-CA", act={"is_leaving": True}, twin_act={"is_leaving": False}, verdict=WARN),
    "us-mn.no-offer-while-leaving": Case(
        "US-MN", act={"makes_offer": True, "is_leaving": True}, twin_act={"is_leaving": False}
    ),
    "us-mn.ask-leave": Case("US-MN", twin_act=LISTENING, verdict=WARN),
    "us-ny.price-notice": Case("US-NY", twin_act=LISTENING, verdict=WARN),
    "us-fl.calling-hours": Case("US-FL", act={"when": at(1, 0, day=18)}, twin_act={"when": at(0, 59, day=18)}),
    "us-fl.attempts": Case(
        "US-FL", known={"attempts": (at(15, 1, day=16), at(9), at(10))}, twin_known={"attempts": (at(9), at(10))}
    ),
    "us-ok.calling-hours": Case("US-OK", act={"when": at(2, 0, day=18)}, twin_act={"when": at(1, 59, day=18)}),
    "us-ok.attempts": Case(
        "US-OK",
        known={"attempts": (at(15, 1, day=16), at(9), at(10))},
        twin_known={"attempts": (at(15, 0, day=16), at(9), at(10))},
    ),
    "us-wa.calling-hours": Case("US-WA", act={"when": at(4, 0, day=18)}, twin_act={"when": at(3, 59, day=18)}),
    "us-wa.say-who": Case("US-WA", twin_act={"purpose": Purpose.SUPPORT}, verdict=WARN),
    "eu.calls-consent": Case("FR", twin_known=AGREED),
    "eu.email-consent": Case("FR", act=EMAIL, twin_act={"purpose": Purpose.SUPPORT}),
    "eu.withdrawal-no-offer": Case(
        "FR", act={**EMAIL, "makes_offer": True, "is_leaving": True}, twin_act={"makes_offer": False}
    ),
    "eu.price-notice": Case("FR", act=EMAIL, twin_act={"purpose": Purpose.SERVICE}, verdict=WARN),
    "de.calls-consent": Case("DE", act=LISTENING, twin_known=AGREED),
    "de.business-calls": Case(
        "DE", known={"scope": Scope.BUSINESS}, twin_act={"purpose": Purpose.SUPPORT}, verdict=WARN
    ),
    "de.email-consent": Case(
        "DE",
        act={"channel": Channel.SURVEY, "purpose": Purpose.SURVEY},
        twin_known={"consents": (consented(Purpose.SURVEY, Channel.SURVEY),)},
    ),
    "de.recording": Case("DE", twin_act=EMAIL, verdict=WARN),
    "gb.tps": Case(
        "GB",
        known={"screened": {"gb-tps": Screened(date(2026, 11, 1), is_listed=True)}},
        twin_known={"screened": {"gb-tps": Screened(date(2026, 10, 20), is_listed=False)}},
    ),
    "gb.ctps": Case(
        "GB",
        known={"scope": Scope.BUSINESS, "screened": {"gb-ctps": Screened(date(2026, 10, 19), is_listed=False)}},
        twin_known={"screened": {"gb-ctps": Screened(date(2026, 10, 20), is_listed=False)}},
    ),
    "gb.email-consent": Case("GB", act=EMAIL, twin_known={"consents": (consented(Purpose.RECOVERY, Channel.EMAIL),)}),
    "gb.calling-hours": Case("GB", act={**LISTENING, "when": at(8, 30, day=21)}, twin_act={"when": at(8, 30, day=20)}),
    "elsewhere.calls-consent": Case("JP", twin_known=AGREED),
    "elsewhere.email-consent": Case("JP", act=EMAIL, twin_act=LISTENING),
}
