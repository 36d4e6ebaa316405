"""The steps about why they left: diagnose, verify back, catalogue."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Call
from regain.desks.recovery.models.call import Destinations
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.rules.calls import Field
from regain.desks.recovery.rules.diagnosis import Strength, strength_of
from regain.knowledge.playbook.queries.reasons import GroupOfReasons, catalogue
from regain.knowledge.playbook.queries.suggestions import Suggested, suggest
from regain.knowledge.playbook.rules.causes import Answer, Causes, Told

STRENGTHS: Final[dict[Strength, str | Promise]] = {
    Strength.MOST: gettext_lazy("Most of it"),
    Strength.PART: gettext_lazy("Part of it"),
    Strength.LITTLE: gettext_lazy("A little"),
}


@dataclass(frozen=True)
class Chosen:
    """A reason that was chosen, and how much of the story it is."""

    id: int
    title: str
    strength: int
    weight: Decimal


@dataclass(frozen=True)
class Diagnosing:
    """The reasons chosen, those the notes suggest, and all there are."""

    chosen: tuple[Chosen, ...]
    could_not_say: bool
    suggested: Suggested
    groups: tuple[GroupOfReasons, ...]
    strengths: tuple[tuple[int, str], ...]
    correction: str
    stated: tuple[str, ...]

    @property
    def chosen_ids(self) -> frozenset[int]:
        """Which reasons are chosen."""
        return frozenset(each.id for each in self.chosen)


@dataclass(frozen=True)
class Verifying:
    """Our words for why they left, to be said back."""

    chosen: tuple[Chosen, ...]
    could_not_say: bool
    read_back: parts.FieldShown
    correction: parts.FieldShown
    verified_at: datetime | None
    confirmed_could_not_say: bool


@dataclass(frozen=True)
class Cataloguing:
    """What is on record, where they went, and what would win them back."""

    chosen: tuple[Chosen, ...]
    is_verified: bool
    could_not_say: bool
    destination: str
    destination_name: str
    destinations: tuple[tuple[str, str], ...]
    requirements: tuple[parts.RequirementShown, ...]
    wish: parts.FieldShown
    """The one being written."""
    willingness: int | None
    scale: tuple[int, ...]


def diagnosing(call: Call, *, known: Causes) -> Diagnosing:
    """What to choose from."""
    correction = next((each.text for each in call.words.all() if each.field == Field.CORRECTION), "")
    return Diagnosing(
        chosen=chosen(known.diagnosed),
        could_not_say=known.diagnosed.answer is Answer.COULD_NOT_SAY,
        suggested=suggest(text=parts.text_of(call)),
        groups=catalogue().groups,
        strengths=tuple((int(strength), str(title)) for strength, title in STRENGTHS.items()),
        correction=correction.strip(),
        stated=tuple(cause.title for cause in known.stated.causes),
    )


def verifying(call: Call, *, known: Causes) -> Verifying:
    """What to say back."""
    told = chosen(known.diagnosed)
    return Verifying(
        chosen=told,
        could_not_say=known.diagnosed.answer is Answer.COULD_NOT_SAY,
        read_back=parts.field_of(call, Field.READ_BACK, unwritten=in_our_words(told)),
        correction=parts.field_of(call, Field.CORRECTION),
        verified_at=call.verified_at,
        confirmed_could_not_say=known.confirmed.answer is Answer.COULD_NOT_SAY,
    )


def cataloguing(call: Call, *, known: Causes) -> Cataloguing:
    """What goes on record."""
    told = known.confirmed if call.verified_at else known.diagnosed
    return Cataloguing(
        chosen=chosen(told),
        is_verified=call.verified_at is not None,
        could_not_say=told.answer is Answer.COULD_NOT_SAY,
        destination=call.destination,
        destination_name=call.destination_name,
        destinations=tuple((choice.value, str(choice.label)) for choice in Destinations),
        requirements=parts.requirements_of(call),
        wish=parts.field_of(call, Field.WISH),
        willingness=call.willingness,
        scale=tuple(range(11)),
    )


def chosen(told: Told) -> tuple[Chosen, ...]:
    """The reasons of a standing, the heaviest first."""
    largest = max((cause.weight for cause in told.causes), default=Decimal(0))
    return tuple(
        Chosen(cause.reason_id, cause.title, int(strength_of(cause.weight, largest=largest)), cause.weight)
        for cause in told.causes
    )


def in_our_words(told: tuple[Chosen, ...]) -> str:
    """A sentence to say back, to be made one's own."""
    if not told:
        return ""
    quoted = [_("“%(reason)s”") % {"reason": each.title} for each in told]
    if len(quoted) == 1:
        return _("Let me say it in my words: you left because of this: %(first)s. Is that right?") % {
            "first": quoted[0]
        }
    return _(
        "Let me say it in my words: above all it was %(first)s that made you leave, and %(others)s was part of it. "
        "Is that right?"
    ) % {"first": quoted[0], "others": _(" and ").join(quoted[1:])}  # fmt: skip
