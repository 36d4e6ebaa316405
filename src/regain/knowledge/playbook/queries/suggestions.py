"""Reasons suggested from call notes, and how often such suggestions were right. Never more than a suggestion."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.ui import formats
from regain.knowledge.playbook.models import Lesson, Reason
from regain.knowledge.playbook.policy import suggesting as policy
from regain.knowledge.playbook.queries.lessons import ENOUGH_NEW
from regain.knowledge.playbook.queries.model import About, current
from regain.knowledge.playbook.rules.measuring import Accuracy, Share
from regain.knowledge.playbook.rules.suggesting import ENOUGH, LEAST_WORDS, SHOWN, words_of

LEAST_CHANCE: Final = 0.02
"""A reason less likely than this is not worth a look."""


@dataclass(frozen=True)
class Suggestion:
    """One reason the notes may speak of."""

    reason_id: int
    title: str
    chance: float


@dataclass(frozen=True)
class Suggested:
    """What the notes may speak of, likeliest first, and how far to trust it."""

    reasons: tuple[Suggestion, ...]
    accuracy: Accuracy | None
    """None: nobody can tell yet how often it is right."""
    learnt_from: int
    """Confirmed notes it learnt from; none: from the words of the catalogue alone."""
    trained_at: datetime | None
    sentence: str


@dataclass(frozen=True)
class Percents:
    """A share and its interval, written."""

    percent: str
    low_percent: str
    high_percent: str


@dataclass(frozen=True)
class MeasureRow:
    """How often it was right in one sense, beside the simple rule."""

    title: str
    model: Percents
    against: str


@dataclass(frozen=True)
class SuggestionPage:
    """How good the suggestions are, and what they were learnt from."""

    trained_at: datetime | None
    learnt_from: int
    waiting: int
    """Lessons taught since."""
    enough: int
    enough_new: int
    sentence: str
    rows: tuple[MeasureRow, ...]
    measured_on: int
    """Held-back notes these come from."""
    is_better: bool
    may_train: bool
    may_try: bool


def suggest(*, text: str) -> Suggested:
    """Up to three reasons these notes may speak of. Costs a few milliseconds and stores nothing."""
    model = current()
    if model is None:
        return Suggested((), None, 0, None, _("Nothing is learnt yet. That happens by itself within the hour."))
    about = model.about
    if len(words_of(text)) < LEAST_WORDS:
        return _suggested((), about, _("Write a few words of what the customer said, and likely reasons appear."))
    likely = {reason: chance for reason, chance in model.chances(text).items() if chance >= LEAST_CHANCE}
    rows = Reason.objects.filter(pk__in=likely, retired_at=None, merged_into=None).values_list("pk", "title")
    known = sorted((Suggestion(reason, title, likely[reason]) for reason, title in rows), key=lambda each: -each.chance)
    found = tuple(known[:SHOWN])
    if not found:
        return _suggested((), about, _("These words do not point to any reason of the catalogue."))
    return _suggested(found, about, trust_in_words(about))


def trust_in_words(about: About) -> str:
    """How far to trust a suggestion, in a sentence."""
    told = about.accuracy
    if told is None:
        if not about.lessons:
            return _("Learnt from the words of the catalogue alone, so nobody can tell yet how often it is right.")
        sentence = _("Learnt from %(count)s confirmed notes; from %(enough)s on one can tell how often it is right.")
        return sentence % {"count": formats.number(about.lessons), "enough": ENOUGH}
    rates = {"first": formats.percent(told.first.value), "three": formats.percent(told.three.value)}
    rates |= {"count": formats.number(told.notes), "simple": formats.percent(told.simple_first.value)}
    if not told.is_better:
        sentence = _(
            "Right first in %(first)s of %(count)s notes it had not seen. Always naming the most frequent reason is "
            "right in %(simple)s, so do not lean on it yet."
        )
        return sentence % rates
    sentence = _(
        "Right first in %(first)s, among the first three in %(three)s of %(count)s notes it had not seen; "
        "always naming the most frequent reason: %(simple)s."
    )
    return sentence % rates


def suggestion_page(*, by: Actor) -> SuggestionPage:
    """How good the suggestions are."""
    model = current()
    about = model.about if model else None
    newer = Lesson.objects.filter(taught_at__gt=about.newest) if about and about.newest else Lesson.objects.all()
    told = about.accuracy if about else None
    rows = (
        (
            _measure(_("The right reason came first"), told.first, told.simple_first),
            _measure(_("It was among the first three"), told.three, told.simple_three),
        )
        if told
        else ()
    )
    return SuggestionPage(
        trained_at=about.trained_at if about else None,
        learnt_from=about.lessons if about else 0,
        waiting=newer.count(),
        enough=ENOUGH,
        enough_new=ENOUGH_NEW,
        sentence=trust_in_words(about) if about else "",
        rows=rows,
        measured_on=told.notes if told else 0,
        is_better=bool(told and told.is_better),
        may_train=policy.may_train(by=by),
        may_try=policy.may_teach(by=by),
    )


def suggested_document(found: Suggested) -> dict[str, Any]:
    """What was suggested, for programs; chances and shares are 0 to 1."""
    return {
        "reasons": [
            {"reason": each.reason_id, "title": each.title, "chance": round(each.chance, 4)} for each in found.reasons
        ],
        "accuracy": asdict(found.accuracy) if found.accuracy else None,
        "learnt_from": found.learnt_from,
        "trained_at": found.trained_at,
        "sentence": found.sentence,
    }


def _measure(title: str, model: Share, simple: Share) -> MeasureRow:
    against = _("%(share)s by always naming the most frequent") % {"share": formats.percent(simple.value)}
    shown = Percents(*(formats.percent(share) for share in (model.value, model.low, model.high)))
    return MeasureRow(title, shown, against)


def _suggested(reasons: tuple[Suggestion, ...], about: About, sentence: str) -> Suggested:
    return Suggested(reasons, about.accuracy, about.lessons, about.trained_at, sentence)


def training_document(*, by: Actor) -> dict[str, Any]:
    """How good the suggestions are, for programs; shares are 0 to 1."""
    page, model = suggestion_page(by=by), current()
    accuracy = model.about.accuracy if model else None
    return {
        "trained_at": page.trained_at,
        "learnt_from": page.learnt_from,
        "waiting": page.waiting,
        "accuracy": asdict(accuracy) if accuracy else None,
        "sentence": page.sentence,
    }
