"""What the routes of wording, offers and suggestions are asked with."""

from datetime import timedelta

from django.utils.timezone import now

from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions import offers as offering
from regain.knowledge.playbook.actions import wording as wordings
from regain.knowledge.playbook.models import Offer
from regain.knowledge.playbook.queries.wording import in_use
from regain.knowledge.playbook.rules.offers import OfferKind
from regain.knowledge.playbook.rules.wording import Kind, Text
from regain.knowledge.playbook.tests import wording_story as story
from tests.access_samples import Filled
from tests.cast import Cast

WHERE = {"kind": "recovery", "step": "listen"}
WORDS = {
    "seen": 1,
    "title": "Listen",
    "purpose": "Let them tell it.",
    "words": "What happened?",
    "listen_for": "",
    "avoid": "",
    "why": "Shorter",
}


def a_kind(cast: Cast, actor: Person | None) -> Filled:
    """All the words of a call."""
    return Filled({"kind": "recovery"})


def a_step(cast: Cast, actor: Person | None) -> Filled:
    """One step, and new words for it."""
    return Filled(WHERE, WORDS)


def a_step_by_program(cast: Cast, actor: Person | None) -> Filled:
    """One step, and what a program writes."""
    return Filled(WHERE, WORDS, as_json=True)


def a_version(cast: Cast, actor: Person | None) -> Filled:
    """The shipped words, which are not in use any more."""
    _change(cast)
    return Filled(WHERE | {"version": 1}, {"seen": 2})


def a_version_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same by a program."""
    _change(cast)
    return Filled(WHERE | {"version": 1}, {"seen": 2}, as_json=True)


def an_offer(cast: Cast, actor: Person | None) -> Filled:
    """An offer this person may know of, if they may know of any, and new terms for it."""
    return Filled({"number": _make(cast, actor)}, _form(actor) | {"seen": 1, "title": "Another title"})


def an_offer_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same by a program."""
    return Filled({"number": _make(cast, actor)}, _form(actor) | {"seen": 1, "title": "Another title"}, as_json=True)


def a_retired_offer(cast: Cast, actor: Person | None) -> Filled:
    """An offer to bring back."""
    number = _make(cast, actor)
    by = cast.holding(_maker(actor))
    offering.retire_offer(by=by, at=now(), offer=Offer.objects.get(pk=number))
    return Filled({"number": number})


def a_retirement_by_program(cast: Cast, actor: Person | None) -> Filled:
    """An offer to retire; to bring one back that stands is a conflict, not a refusal."""
    return Filled({"number": _make(cast, actor)})


def new_terms(cast: Cast, actor: Person | None) -> Filled:
    """What a form sends."""
    return Filled({}, _form(actor))


def new_terms_by_program(cast: Cast, actor: Person | None) -> Filled:
    """What a program sends."""
    return Filled({}, _form(actor), as_json=True)


def some_notes(cast: Cast, actor: Person | None) -> Filled:
    """Notes of a call."""
    return Filled({}, {"text": "They waited for an answer for two weeks."})


def some_notes_by_program(cast: Cast, actor: Person | None) -> Filled:
    """Notes of a call."""
    return Filled({}, {"text": "They waited for an answer for two weeks."}, as_json=True)


def _change(cast: Cast) -> None:
    if in_use((Kind.RECOVERY, "listen")).version == 1:
        text = Text("Listen", "Let them tell it.", "What happened?")
        wordings.change_wording(by=cast.dev, at=now(), kind="recovery", step="listen", seen=1, text=text)


def _maker(actor: Person | None) -> Role:
    return Role.SAVE_AGENT if actor is not None and Role.SAVE_AGENT in actor.roles else Role.RETENTION_MANAGER


def _kind(actor: Person | None) -> OfferKind:
    return OfferKind.SAVE if _maker(actor) is Role.SAVE_AGENT else OfferKind.RETURN


def _make(cast: Cast, actor: Person | None) -> int:
    today = now().date()
    days = {"live_from": today, "review_on": today + timedelta(days=30)}
    return story.make(cast.holding(_maker(actor)), _kind(actor), at=now(), **days).pk


def _form(actor: Person | None) -> dict[str, object]:
    today, plain = now().date(), story.terms()
    return {
        "kind": _kind(actor).value,
        "title": plain.title,
        "words": plain.words,
        "mechanism": plain.mechanism.value,
        "cost": str(plain.cost),
        "currency": plain.currency,
        "live_from": today.isoformat(),
        "review_on": (today + timedelta(days=30)).isoformat(),
        "why": "It is what they ask for",
    }


SAMPLES = {
    "playbook:wording": a_kind,
    "playbook:wording_step": a_step,
    "playbook:wording_version": a_version,
    "playbook:wording_return": a_version,
    "playbook:offer_new": new_terms,
    "playbook:offer": an_offer,
    "playbook:offer_terms": an_offer,
    "playbook:offer_retirement": an_offer,
    "playbook:offer_reinstatement": a_retired_offer,
    "playbook:suggestion_trial": some_notes,
    "api-1:playbook_wordings": a_kind,
    "api-1:playbook_wording": a_step_by_program,
    "api-1:playbook_wording_return": a_version_by_program,
    "api-1:playbook_offers": new_terms_by_program,
    "api-1:playbook_offer": an_offer_by_program,
    "api-1:playbook_offer_retirement": a_retirement_by_program,
    "api-1:playbook_suggestions": some_notes_by_program,
}
