"""The pack: everything one Loss Review looks at, as plain values that never change once it is frozen.

The page, the PDF and the slides all show this document and nothing else. Money is exact, in `currency`; shares are 0
to 1; days are calendar days of the company, `until_on` the day after the last. `href` is a path of this installation,
to the customers behind a figure. Sentences are written when the pack is made: a frozen one still says what it said.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

LAYOUT = 1
"""The version of this document."""


@dataclass(frozen=True)
class Definition:
    """What a figure means, in a sentence."""

    name: str
    title: str
    words: str


@dataclass(frozen=True)
class ActionLine:
    """An action agreed before, and how it stands. `state`: done, dropped, late, due, open."""

    id: int
    what: str
    issue: str
    owner: str
    due_on: date
    first_due_on: date
    progress: int
    state: str
    words: str
    """The last thing said about it."""
    review: str
    """The month whose review decided it; empty for one agreed elsewhere."""
    href: str


@dataclass(frozen=True)
class Month:
    """Customers in and out in one month, by count and by yearly value."""

    period: str
    title: str
    start: int
    new: int
    returned: int
    left: int
    end: int
    value_start: Decimal
    value_new: Decimal
    value_returned: Decimal
    value_left: Decimal
    value_changed: Decimal
    """What customers who stayed buy more or less than before."""
    value_end: Decimal


@dataclass(frozen=True)
class Loss:
    """One customer who left."""

    customer: str
    title: str
    country: str
    left_on: date
    last_day: date
    value_lost: Decimal
    segment: str
    brief: str
    """Who they were and how it ended, in a sentence."""
    reasons: tuple[str, ...]
    standing: str
    """The strongest anybody has: confirmed, diagnosed, stated; empty when nobody asked."""
    back_on: date | None
    href: str


@dataclass(frozen=True)
class Part:
    """A part of the month's losses: a segment, a country, what has no reason."""

    name: str
    title: str
    departures: int
    value_lost: Decimal
    href: str = ""


@dataclass(frozen=True)
class Losses:
    """Who left. `departures` and `value_lost` are the ledger's; segments add up to them, and so do countries."""

    departures: int
    value_lost: Decimal
    back: Part
    """Those of them who had come back by the day the pack looks from."""
    largest: tuple[Loss, ...]
    segments: tuple[Part, ...]
    countries: tuple[Part, ...]


@dataclass(frozen=True)
class ReasonLine:
    """What falls to one reason. `weight`: departures counted by the reason's weight in each."""

    reason: int
    title: str
    group: str
    cause_class: str
    is_changeable: bool
    is_ours: bool
    departures: int
    weight: Decimal
    value_lost: Decimal
    issue: int | None
    href: str = ""


@dataclass(frozen=True)
class ReasonTable:
    """The month's losses by reason at one standing, or at the strongest (`counted`). Its parts add up to the ledger."""

    standing: str
    title: str
    lines: tuple[ReasonLine, ...]
    could_not_say: Part
    not_asked: Part
    total: Part


@dataclass(frozen=True)
class CallLine:
    """One conversation with a customer who left in the month."""

    call: int
    customer: str
    title: str
    by: str
    is_executive: bool
    spoken_at: datetime
    value_lost: Decimal
    quotes: tuple[str, ...]
    notes: str
    wants: str
    reasons: tuple[str, ...]
    is_confirmed: bool
    could_not_say: bool
    willingness: int | None
    href: str


@dataclass(frozen=True)
class CallsMade:
    """One executive's calls of the month: how many they had, made, and reached."""

    person: str
    drawn: int
    tried: int
    spoken: int
    on_time: int


@dataclass(frozen=True)
class Shared:
    """One value band, segment or reason: its part of the losses and of what the calls stand for."""

    name: str
    title: str
    of_losses: float
    of_calls: float
    losses: int
    calls: int


@dataclass(frozen=True)
class Mirror:
    """How well the conversations stand for the losses. `distance`: 0 a perfect mirror, 1 the opposite."""

    by: str
    """value, segment or reason."""
    title: str
    shares: tuple[Shared, ...]
    distance: float | None
    sentence: str


@dataclass(frozen=True)
class Trial:
    """Treated beside control of one cycle, with its interval; a sentence where it cannot be told."""

    period: str
    title: str
    treated: int
    treated_returned: int
    control: int
    control_returned: int
    lift: float | None
    low: float | None
    high: float | None
    sentence: str
    href: str


@dataclass(frozen=True)
class Judged:
    """A factor somebody set against what the records say."""

    name: str
    by: str
    words: str
    """The value that counts, who set it and why, and what the records say."""


@dataclass(frozen=True)
class IssueLine:
    """One issue in the ranking, with every factor of its priority."""

    id: int
    title: str
    state: str
    owner: str
    due_on: date | None
    departures: int
    """In this month."""
    value_lost: Decimal
    """In this month."""
    value_year: Decimal
    """In the twelve months to the end of this one, or what somebody set instead."""
    departures_year: int
    recurrence: float
    recurrence_words: str
    control: float
    effort: float
    priority: Decimal
    is_overridden: bool
    rank: int
    proof: str
    """What the fix did so far, in a sentence; empty before a fix."""
    actions_open: int
    href: str
    judged: tuple[Judged, ...] = ()
    """Factors somebody set; the factors above are those that count."""


@dataclass(frozen=True)
class Issues:
    """Issues by priority; with what falls to none the month's losses are complete."""

    lines: tuple[IssueLine, ...]
    unclaimed: Part
    """Has a reason no issue covers."""
    untold: Part
    """Nobody asked, or they could not say."""
    total: Part


@dataclass(frozen=True)
class HealthLine:
    """One figure of the programme's health: now, before, and in words."""

    name: str
    title: str
    value: float | None
    text: str
    before: float | None
    before_text: str
    words: str


@dataclass(frozen=True)
class Pack:
    """One month's Loss Review."""

    period: str
    title: str
    company: str
    currency: str
    language: str
    from_on: date
    until_on: date
    as_of: date
    """Who counts as gone was asked as of this day."""
    as_at: datetime
    """What people did is told as at this moment."""
    facts: int
    rule: str
    rule_words: str
    headline: str
    actions: tuple[ActionLine, ...]
    months: tuple[Month, ...]
    """Up to thirteen, oldest first; the last is this one."""
    losses: Losses
    reasons: tuple[ReasonTable, ...]
    """counted, stated, diagnosed, confirmed."""
    truth: str
    calls: tuple[CallLine, ...]
    callers: tuple[CallsMade, ...]
    mirrors: tuple[Mirror, ...]
    trials: tuple[Trial, ...]
    issues: Issues
    health: tuple[HealthLine, ...]
    definitions: tuple[Definition, ...]
    zone: str = ""
    """The company's clock when it was made; papers tell times by it."""
    anew: str = ""
    """Where earlier frozen packs counted their months differently, in a sentence or a few."""
    layout: int = field(default=LAYOUT)

    @property
    def month(self) -> Month:
        """This month's line."""
        return self.months[-1]
