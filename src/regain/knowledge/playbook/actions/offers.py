"""Make an offer, change its terms, retire it, bring it back. The terms it had before stay beside it.

Terms travel as one value, so that the audit trail names the offer and not what a save offer says.
"""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.money import CENT
from regain.foundation.ui import formats
from regain.knowledge.playbook.models.offer import Amendment, Offer
from regain.knowledge.playbook.policy import offers as policy
from regain.knowledge.playbook.queries.offer_words import sentence_of
from regain.knowledge.playbook.rules.offers import OfferKind, Terms, fault


@verb("playbook.offer_made", allow=policy.may_make)
def make_offer(*, by: Actor, at: datetime, kind: OfferKind, terms: Terms) -> Offer:
    """Offer this from its first day to its review. Raises Invalid, Conflict when one of its title is open."""
    _check(terms, at=at)
    offer = Offer(kind=kind.value, made_at=at, made_by=by.key, made_by_name=by.name)
    return _keep(offer, terms, by=by, at=at)


@verb("playbook.offer_amended", allow=policy.may_change)
def amend_offer(*, by: Actor, at: datetime, offer: Offer, seen: int, terms: Terms) -> Offer:
    """Change the terms, if revision `seen` is still the one that holds; the former terms stay.

    Raises Invalid, Conflict when somebody was faster, when it is retired, or when nothing changed.
    """
    locked = _lock(offer)
    if locked.retired_at is not None:
        raise Conflict(_("This offer is retired. Bring it back before you change it."))
    if locked.revision != seen:
        sentence = _("%(name)s changed this offer on %(when)s. Look at it as it is now and save again.")
        when = formats.moment(locked.changed_at)
        raise Conflict(sentence % {"name": locked.changed_by_name, "when": when})
    if locked.terms == terms:
        raise Conflict(_("These are the terms already; nothing was changed."))
    _check(terms, at=at)
    Amendment.objects.create(
        offer=locked,
        revision=locked.revision,
        made_at=locked.changed_at,
        made_by=locked.changed_by,
        made_by_name=locked.changed_by_name,
        **_columns(locked.terms),
    )
    locked.revision += 1
    return _keep(locked, terms, by=by, at=at)


@verb("playbook.offer_retired", allow=policy.may_change)
def retire_offer(*, by: Actor, at: datetime, offer: Offer) -> Offer:
    """Let nobody be offered this any more; what was offered before keeps its record. Raises Conflict."""
    locked = _lock(offer)
    if locked.retired_at is not None:
        raise Conflict(_("%(name)s has retired this offer already.") % {"name": locked.retired_by_name})
    locked.retired_at, locked.retired_by, locked.retired_by_name = at, by.key, by.name
    locked.save(update_fields=["retired_at", "retired_by", "retired_by_name"])
    return locked


@verb("playbook.offer_brought_back", allow=policy.may_change)
def bring_back_offer(*, by: Actor, at: datetime, offer: Offer) -> Offer:
    """Offer a retired one again, until its review day. Raises Conflict."""
    locked = _lock(offer)
    if locked.retired_at is None:
        raise Conflict(_("This offer is not retired."))
    locked.retired_at, locked.retired_by, locked.retired_by_name = None, "", ""
    return _saved(locked)


def _lock(offer: Offer) -> Offer:
    return Offer.objects.select_for_update().get(pk=offer.pk)


def _check(terms: Terms, *, at: datetime) -> None:
    if terms.currency != settings.COMPANY.currency:
        sentence = _("Offers cost in the company's currency, %(own)s; convert %(other)s first.")
        raise Invalid(sentence % {"own": settings.COMPANY.currency, "other": terms.currency or "?"})
    wrong = fault(terms, today=at.astimezone(settings.COMPANY.tz).date())
    if wrong is not None:
        raise Invalid(sentence_of(wrong))


def _keep(offer: Offer, terms: Terms, *, by: Actor, at: datetime) -> Offer:
    for name, value in _columns(terms).items():
        setattr(offer, name, value)
    offer.changed_at, offer.changed_by, offer.changed_by_name = at, by.key, by.name
    return _saved(offer)


def _saved(offer: Offer) -> Offer:
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as taken:
        sentence = _("There is an open offer named “%(title)s” already. Change that one, or choose another title.")
        raise Conflict(sentence % {"title": offer.title}) from taken
    return offer


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "title": " ".join(terms.title.split()),
        "words": terms.words.replace("\r\n", "\n").strip(),
        "mechanism": terms.mechanism.value,
        "cost": terms.cost.quantize(CENT),
        "currency": terms.currency,
        "live_from": terms.live_from,
        "review_on": terms.review_on,
        "why": " ".join(terms.why.split()),
    }
