"""The way back as the customer sees it: who holds the link, and what may be shown to whoever holds it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from regain.desks.recovery.models import ReturnLink
from regain.foundation.kit.errors import NotFound
from regain.knowledge.valuation.queries.facts import NoSuchCustomer, facts_of

SHOWN: Final = 3
"""Products named on the page."""


class WayIsClosed(NotFound):
    """Wrong, withdrawn and too old look the same from outside."""


@dataclass(frozen=True)
class Had:
    """What they had with us: no amounts, no addresses, no numbers of orders."""

    since: date | None
    last: date | None
    products: tuple[str, ...]


@dataclass(frozen=True)
class WayBack:
    """The customer's page."""

    name: str
    company: str
    had: Had
    proposal: str
    """What we offered in writing, while it stands."""
    proposal_until: date | None
    change: str
    """What we changed because they asked."""
    until: datetime
    used_at: datetime | None
    is_worked_on: bool = True
    """Whether somebody is to answer what they said."""
    said: str = ""
    call_me_at: str = ""


@dataclass(frozen=True)
class Firm:
    """Who speaks on a page that knows no customer."""

    company: str
    sentence: str = ""


def firm(sentence: str = "") -> Firm:
    """The company, and one sentence."""
    return Firm(settings.COMPANY.name, sentence)


def digest(key: str) -> str:
    """What is kept of a key, however it was typed. It has 118 random bits, so a plain hash cannot be searched."""
    typed = "".join(letter for letter in key.casefold() if letter.isalnum())
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def link_of(*, key: str, at: datetime) -> ReturnLink:
    """The link this key opens; one that was used still shows its confirmation. Raises WayIsClosed."""
    found = link_to_stop(key=key)
    if found.withdrawn_at is not None or found.until <= at:
        raise _closed()
    return found


def link_to_stop(*, key: str) -> ReturnLink:
    """The link whose holder wants to be left alone: their wish counts from an old letter too. Raises WayIsClosed."""
    found = ReturnLink.objects.select_related("case", "decision__cycle").filter(digest=digest(key)).first()
    if found is None:
        raise _closed()
    return found


def _closed() -> WayIsClosed:
    return WayIsClosed(_("This address no longer works. Call or write to us, and we find the way together."))


def way_back(*, link: ReturnLink, at: datetime) -> WayBack:
    """What is shown to whoever holds the link."""
    person = link.case or link.decision
    assert person is not None
    case = link.case
    standing = case.proposals.filter(sent_at__isnull=False, withdrawn_at=None, declined_at=None) if case else None
    today = at.astimezone(settings.COMPANY.tz).date()
    proposal = standing.filter(until_on__gte=today).first() if standing is not None else None
    met = case.requirements.filter(need__met_at__isnull=False, withdrawn_at=None).first() if case else None
    return WayBack(
        name=person.name,
        company=settings.COMPANY.name,
        had=had(person.customer),
        proposal=proposal.words if proposal else "",
        proposal_until=proposal.until_on if proposal else None,
        change=met.need.change if met and met.need else "",
        until=link.until,
        used_at=link.used_at,
        is_worked_on=case is not None and case.is_open,
        said=link.said,
        call_me_at=link.call_me_at,
    )


def had(customer: str) -> Had:
    """Their time with us, and what they bought most often."""
    try:
        facts = facts_of(customer)
    except NoSuchCustomer:
        return Had(None, None, ())
    days = facts.days
    named = [str(line["name"]) for line in facts.products if line["name"] and line["name"] != line["product"]]
    return Had(
        since=days[0]["day"] if days else None,
        last=days[-1]["day"] if days else None,
        products=tuple(named[:SHOWN]),
    )
