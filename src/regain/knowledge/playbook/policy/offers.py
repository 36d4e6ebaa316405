"""Who may see and make which offers. A save offer does not exist for anybody outside the Save team."""

from typing import Any

from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.models.offer import Offer
from regain.knowledge.playbook.rules.offers import OfferKind

SEE = {OfferKind.RETURN: "playbook.view_return_offers", OfferKind.SAVE: "playbook.view_save_offers"}
MAKE = {OfferKind.RETURN: "playbook.edit_return_offers", OfferKind.SAVE: "playbook.edit_save_offers"}


def kinds_seen(by: Actor) -> tuple[OfferKind, ...]:
    """The kinds of offers this person may know of."""
    return tuple(kind for kind, permission in SEE.items() if by.may(permission))


def kinds_made(by: Actor) -> tuple[OfferKind, ...]:
    """The kinds of offers this person may make and change."""
    return tuple(kind for kind, permission in MAKE.items() if by.may(permission))


def may_make(*, by: Actor, kind: OfferKind, **_: Any) -> bool:
    """Save offers: the Save team alone. Return offers: those who keep the wording."""
    return by.may(MAKE[kind])


def may_change(*, by: Actor, offer: Offer, **_: Any) -> bool:
    """Whoever may make one of its kind."""
    return by.may(MAKE[OfferKind(offer.kind)])
