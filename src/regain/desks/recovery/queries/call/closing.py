"""The last step, and the short way out of every other: how it went, what comes next, three questions to ask."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Call
from regain.desks.recovery.models.call import Outcomes
from regain.desks.recovery.queries import attempts
from regain.desks.recovery.queries.call.prepare import Number
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.clocks import zone_of
from regain.desks.recovery.rules.follows import Follow as Way
from regain.desks.recovery.rules.outcomes import suggest

QUESTIONS: Final[dict[str, str | Promise]] = {
    "respect": gettext_lazy("Were you treated with respect?"),
    "ease": gettext_lazy("Was it easy to deal with us today?"),
    "fairness": gettext_lazy("Is the outcome fair?"),
}
"""Interactional, procedural and distributive justice (Homburg, Hoyer & Stock 2007)."""

ANSWERS: Final = (
    (5, gettext_lazy("yes, fully")),
    (4, gettext_lazy("mostly")),
    (3, gettext_lazy("partly")),
    (2, gettext_lazy("hardly")),
    (1, gettext_lazy("no")),
)

FOLLOWS: Final[dict[Way, tuple[str | Promise, str | Promise]]] = {
    Way.CALL_BACK: (gettext_lazy("Call back"), gettext_lazy("At a time we agreed on.")),
    Way.WAIT: (
        gettext_lazy("Wait for them"),
        gettext_lazy("They think about our offer, or we keep what they asked for."),
    ),
    Way.STAY_IN_TOUCH: (gettext_lazy("Stay in touch"), gettext_lazy("A sign of life in a month, nothing before.")),
    Way.RETURNED: (gettext_lazy("They come back"), gettext_lazy("The case ends well; their next purchase proves it.")),
    Way.DECLINED: (gettext_lazy("They said no"), gettext_lazy("The case ends. Nobody calls again about this.")),
}

THEN: Final[dict[Outcome, str | Promise]] = {
    Outcome.NO_ANSWER: gettext_lazy("Another try tomorrow, at another time of day."),
    Outcome.VOICEMAIL: gettext_lazy("Another try tomorrow, at another time of day."),
    Outcome.CALL_BACK: gettext_lazy("At the time they named, on their clock."),
    Outcome.WRONG_NUMBER: gettext_lazy("This number is not dialled again."),
    Outcome.GONE: gettext_lazy("The case ends for good; nobody contacts them."),
    Outcome.NOT_MADE: gettext_lazy("Nothing counts; the call stays to be made."),
}

EARLIEST, LATEST = time(10), time(18)
"""A callback is proposed in between, on the customer's clock."""

SHORT: Final = (
    (Outcome.NO_ANSWER, "phone-off"),
    (Outcome.VOICEMAIL, "speakerphone"),
    (Outcome.CALL_BACK, "calendar-time"),
    (Outcome.WRONG_NUMBER, "x"),
    (Outcome.GONE, "user-x"),
    (Outcome.NOT_MADE, "ban"),
)
"""The ways an attempt ends before a conversation, with their pictures."""


@dataclass(frozen=True)
class WayOut:
    """One way an attempt ends, and what it usually leads to."""

    outcome: str
    title: str
    icon: str
    number: int
    then: str
    needs_moment: bool
    needs_dial: bool


@dataclass(frozen=True)
class Question:
    """One of the three questions, and what was answered."""

    name: str
    words: str
    value: int | None


@dataclass(frozen=True)
class Follow:
    """One thing that may come after a conversation."""

    key: str
    title: str
    words: str
    number: int
    needs_moment: bool


@dataclass(frozen=True)
class Moment:
    """The day and time a promise is made for, on the customer's clock."""

    day: date
    time: time
    zone: str
    zone_title: str
    is_ours: bool
    from_on: date


@dataclass(frozen=True)
class Closing:
    """The last step."""

    questions: tuple[Question, ...]
    answers: tuple[tuple[int, str], ...]
    follows: tuple[Follow, ...]
    is_dialled: bool
    is_verified: bool
    requirements: int
    proposals: int
    support: int


def closing(call: Call) -> Closing:
    """What is left to ask, and what may come next."""
    return Closing(
        questions=tuple(Question(name, str(words), getattr(call, name)) for name, words in QUESTIONS.items()),
        answers=tuple((value, str(title)) for value, title in ANSWERS),
        follows=_follows(),
        is_dialled=call.dialled_at is not None,
        is_verified=call.verified_at is not None,
        requirements=call.requirements.filter(withdrawn_at=None).count(),
        proposals=call.proposals.filter(withdrawn_at=None).count(),
        support=call.support.filter(dropped_at=None).count(),
    )


def moment_of(call: Call, *, at: datetime, numbers: tuple[Number, ...]) -> Moment:
    """When to call back unless the customer says otherwise: tomorrow at this time, on their clock."""
    dialled = next((each for each in numbers if each.id == call.point), None)
    zone = next((each.zone for each in (dialled, *numbers) if each and each.zone), "")
    clock = zone_of(zone) if zone else timezone.get_default_timezone()
    usual = suggest(Outcome.CALL_BACK, at=at, tried=attempts.tried(call.case)).ahead
    local = (usual.at if usual else at).astimezone(clock)
    wall = local.time().replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    ours = str(timezone.get_default_timezone())
    return Moment(
        day=local.date(),
        time=wall if EARLIEST <= wall <= LATEST else EARLIEST,
        zone=zone or ours,
        zone_title=(zone or ours).rpartition("/")[2].replace("_", " "),
        is_ours=not zone or zone == ours,
        from_on=at.astimezone(clock).date(),
    )


def ways_out(call: Call) -> tuple[WayOut, ...]:
    """How an attempt may end before a conversation."""
    labels = {choice.value: str(choice.label) for choice in Outcomes}
    return tuple(
        WayOut(
            outcome=outcome.value,
            title=labels[outcome.value],
            icon=icon,
            number=number,
            then=str(THEN[outcome]),
            needs_moment=outcome is Outcome.CALL_BACK,
            needs_dial=outcome is not Outcome.NOT_MADE and call.dialled_at is None,
        )
        for number, (outcome, icon) in enumerate(SHORT, 1)
    )


def _follows() -> tuple[Follow, ...]:
    return tuple(
        Follow(way.value, str(title), str(words), number, needs_moment=way is Way.CALL_BACK)
        for number, (way, (title, words)) in enumerate(FOLLOWS.items(), 1)
    )
