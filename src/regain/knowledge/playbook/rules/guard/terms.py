"""The words of the guard: the act somebody wants to do, what is known about the customer, and what a rule finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How a customer is reached."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    SURVEY = "survey"
    """A questionnaire; it travels by e-mail."""


class Purpose(StrEnum):
    """What for."""

    LISTENING = "listening"
    RECOVERY = "recovery"
    SUPPORT = "support"
    SERVICE = "service"
    SURVEY = "survey"
    INVITATION = "invitation"


class Verdict(StrEnum):
    """What the guard says; `weight` orders them."""

    ALLOW = "allow"
    WARN = "warn"
    BLOCK = "block"

    @property
    def weight(self) -> int:
        """0 for allow, 2 for block."""
        return tuple(Verdict).index(self)


class Scope(StrEnum):
    """Whom a rule protects, and what a customer is."""

    BOTH = "both"
    CONSUMER = "consumer"
    BUSINESS = "business"


class Why(StrEnum):
    """What a finding says; each has its sentence."""

    HOURS = "hours"
    DAY = "day"
    NO_ZONE = "no_zone"
    ATTEMPTS = "attempts"
    STOPPED = "stopped"
    STOPPED_SERVICE = "stopped_service"
    NO_CONSENT = "no_consent"
    SOFT_OPT_IN = "soft_opt_in"
    WITHDRAWN = "withdrawn"
    LISTED = "listed"
    NEVER_SCREENED = "never_screened"
    SCREENED_LONG_AGO = "screened_long_ago"
    RELATIONSHIP = "relationship"
    OFFER = "offer"
    OFFER_WHILE_LEAVING = "offer_while_leaving"
    SAY = "say"
    HUMAN_TOUCH = "human_touch"
    NEVER = "never"
    NO_POINT = "no_point"
    WRONG_POINT = "wrong_point"


SILENT = frozenset({Channel.EMAIL, Channel.LETTER, Channel.SURVEY})
"""Channels that wake nobody up."""


@dataclass(frozen=True, order=True)
class Place:
    """A jurisdiction a customer may be in: ISO country and region; "" where it is not known."""

    country: str = ""
    region: str = ""


@dataclass(frozen=True)
class Act:
    """What somebody wants to do."""

    channel: Channel
    purpose: Purpose
    when: datetime
    is_automatic: bool = False
    """Sent by a machine, without a person's act."""
    makes_offer: bool = False
    is_leaving: bool = False
    """The customer's request to leave is open and not yet done."""


@dataclass(frozen=True)
class Consented:
    """A consent as the rules read it."""

    purpose: Purpose
    channel: Channel
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Screened:
    """What a registry said about the number."""

    checked_on: date
    is_listed: bool


@dataclass(frozen=True)
class Known:
    """What is known about the customer and the point; what is not known counts as the strictest it may be."""

    places: frozenset[Place]
    """Every jurisdiction that may count: that of the address and that of the number."""
    zones: frozenset[str]
    """Every zone the called person may be in."""
    scope: Scope | None = None
    """Consumer or business; none: not known."""
    has_point: bool = True
    is_wrong: bool = False
    status: str = ""
    """"deceased", "out of business" or nothing."""
    stopped_at: datetime | None = None
    consents: tuple[Consented, ...] = ()
    attempts: tuple[datetime, ...] = ()
    """Calls of the past, whatever they were for, to the customer or to the number."""
    touched_at: datetime | None = None
    """When a person last contacted them."""
    last_purchase_on: date | None = None
    last_inquiry_on: date | None = None
    screened: Mapping[str, Screened] = field(default_factory=dict)
    """By registry."""


@dataclass(frozen=True)
class Rule:
    """One line of the law files."""

    id: str
    jurisdiction: str
    """`*`, a country, `US-CA`, `EU`, or `elsewhere`: where no file of ours says anything."""
    kind: str
    title: str
    channels: frozenset[Channel]
    purposes: frozenset[Purpose]
    scope: Scope
    verdict: Verdict
    is_overridable: bool
    status: str
    source: str
    checked_on: date
    owner: str
    in_force_on: date | None = None
    besides: frozenset[str] = frozenset()
    """Countries of the jurisdiction that have a rule of their own."""
    values: Mapping[str, Any] = field(default_factory=dict)

    def is_in_force(self, on: date) -> bool:
        """Whether it counts on that day; what is only announced never does."""
        return self.status != "announced" and (self.in_force_on is None or self.in_force_on <= on)


@dataclass(frozen=True)
class Finding:
    """What one rule says about one act. `told` fills the sentence of `why`; `until`: when it no longer says so."""

    rule: Rule
    verdict: Verdict
    why: Why
    told: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None
    is_assumed: bool = False
    """The rule counts only because it is not known where the customer is."""


@dataclass(frozen=True)
class Judged:
    """The verdict: the worst of the findings, which come worst first."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    until: datetime | None
    """For a block: the next moment at which nothing of what blocks now does; none: time alone changes nothing."""
    is_overridable: bool
    """Whether the law lets a person sign for everything that blocks."""
