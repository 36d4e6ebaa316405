"""Offers: none outlives its review, price only comes last, and a save offer exists for the Save team alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from regain.foundation.kit.roles import Role
from regain.foundation.kit.table import TableState
from regain.foundation.people.actions import rights
from regain.knowledge.playbook.actions.offers import amend_offer, bring_back_offer, make_offer, retire_offer
from regain.knowledge.playbook.models import Amendment, Offer
from regain.knowledge.playbook.queries.offers import (
    OFFERS,
    offer_choice,
    offer_page,
    offer_row,
    offer_rows,
    offers_for,
)
from regain.knowledge.playbook.rules.offers import Mechanism, OfferKind, Standing, Terms, order, standing
from regain.knowledge.playbook.tests.wording_story import AT, TODAY, browser, make, terms
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECRET = "Half the fee for a year"


def traces() -> tuple[object, ...]:
    return list(Offer.objects.order_by("pk").values()), Amendment.objects.count(), Entry.objects.count()


def titles(by: Any, *, on: date = TODAY, kind: OfferKind = OfferKind.RETURN) -> list[str]:
    return [offer.title for offer in offers_for(by=by, at=AT + (on - TODAY), kind=kind)]


def test_an_offer_stands_from_its_first_day_to_its_review_and_not_a_day_longer(cast: Cast) -> None:
    make(cast.dev, live_from=TODAY + DAY, review_on=TODAY + 3 * DAY)

    stands = [bool(titles(cast.ben, on=TODAY + days * DAY)) for days in range(5)]

    assert stands == [False, True, True, True, False]


def test_the_day_is_the_company_s(cast: Cast) -> None:
    make(cast.dev, review_on=TODAY + DAY)
    late = AT.replace(hour=23, minute=59) + DAY

    assert len(offers_for(by=cast.ben, at=late)) == 1
    assert offers_for(by=cast.ben, at=late + timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (-1, Standing.COMING),
        (0, Standing.LIVE),
        (15, Standing.LIVE),
        (16, Standing.DUE),
        (30, Standing.DUE),
        (31, Standing.OVER),
    ],
)
def test_where_an_offer_stands(day: int, found: Standing) -> None:
    told = {"live_from": TODAY, "review_on": TODAY + 30 * DAY}

    assert standing(today=TODAY + day * DAY, is_retired=False, **told) is found
    assert standing(today=TODAY + day * DAY, is_retired=True, **told) is Standing.RETIRED


def test_price_only_ranks_last_however_cheap(cast: Cast) -> None:
    for number, mechanism in enumerate(reversed(Mechanism)):
        make(cast.dev, title=mechanism.value, mechanism=mechanism, cost=Decimal(number))

    assert titles(cast.ben) == [mechanism.value for mechanism in Mechanism]
    assert order(mechanism=Mechanism.PRICE_ONLY, cost=Decimal(0), title="A") > order(
        mechanism=Mechanism.PAUSES, cost=Decimal(10**6), title="Z"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "needs a title"),
        ({"words": ""}, "has no words"),
        ({"words": "Dear {customer}"}, "have { or } in them"),
        ({"cost": Decimal(-1)}, "zero or more"),
        ({"cost": Decimal("NaN")}, "zero or more"),
        ({"currency": "USD"}, "company's currency, GBP"),
        ({"review_on": TODAY}, "a day after today"),
        ({"review_on": TODAY - DAY}, "before the first day"),
        ({"review_on": TODAY + 400 * DAY}, "more than a year away"),
    ],
)
def test_terms_that_cannot_be_used_are_refused(cast: Cast, changes: dict[str, Any], sentence: str) -> None:
    before = traces()

    with pytest.raises(Invalid) as refused:
        make_offer(by=cast.dev, at=AT, kind=OfferKind.RETURN, terms=terms(**changes))

    assert sentence in refused.value.sentence
    assert traces() == before


def test_the_terms_before_a_change_stay(cast: Cast) -> None:
    offer = make(cast.dev)

    amend_offer(by=cast.olive, at=AT + DAY, offer=offer, seen=1, terms=terms(cost=Decimal(15), why="Carriers ask more"))

    page = offer_page(by=cast.ben, at=AT + DAY, number=offer.pk)
    told = [(each.revision, each.terms.cost, each.by) for each in page.history]
    assert told == [(2, Decimal(15), "Olive Thimble"), (1, Decimal("12.50"), "Dev Patel")]
    assert (page.terms.why, page.may_change) == ("Carriers ask more", False)


def test_who_was_slower_changes_nothing(cast: Cast) -> None:
    offer = make(cast.dev)
    amend_offer(by=cast.olive, at=AT, offer=offer, seen=1, terms=terms(cost=Decimal(15)))
    before = traces()

    with pytest.raises(Conflict, match="Olive Thimble changed this offer"):
        amend_offer(by=cast.dev, at=AT, offer=offer, seen=1, terms=terms(cost=Decimal(20)))

    assert traces() == before


def test_retired_is_not_offered_and_can_be_brought_back(cast: Cast) -> None:
    offer = make(cast.dev)
    retire_offer(by=cast.dev, at=AT, offer=offer)

    assert titles(cast.ben) == []
    with pytest.raises(Conflict, match="retired"):
        retire_offer(by=cast.dev, at=AT, offer=offer)
    with pytest.raises(Conflict, match="retired"):
        amend_offer(by=cast.dev, at=AT, offer=offer, seen=1, terms=terms(title="Other"))
    bring_back_offer(by=cast.dev, at=AT, offer=offer)
    assert titles(cast.ben) == ["Delivery on the day you choose"]


def test_one_open_offer_a_title(cast: Cast) -> None:
    retired = make(cast.dev)
    retire_offer(by=cast.dev, at=AT, offer=retired)
    make(cast.dev)
    make(cast.cora, OfferKind.SAVE)

    with pytest.raises(Conflict, match="an open offer named"):
        make(cast.dev)
    with pytest.raises(Conflict, match="an open offer named"):
        bring_back_offer(by=cast.dev, at=AT, offer=retired)


def test_an_offer_to_be_made_must_still_stand(cast: Cast) -> None:
    offer = make(cast.dev)

    assert offer_choice(by=cast.ben, at=AT, number=offer.pk).revision == 1
    with pytest.raises(NotFound, match="does not stand any more"):
        offer_choice(by=cast.ben, at=AT + 31 * DAY, number=offer.pk)


OTHERS = [role for role in Role if role is not Role.SAVE_AGENT]


@pytest.mark.parametrize("role", [*OTHERS, None])
def test_a_save_offer_does_not_exist_for_anybody_outside_the_save_team(cast: Cast, role: Role | None) -> None:
    offer = make(cast.cora, OfferKind.SAVE, title=SECRET, words=SECRET, why=SECRET)
    person = cast.holding(role)
    before = traces()

    assert offers_for(by=person, at=AT, kind=OfferKind.SAVE) == ()
    assert offer_rows(by=person, at=AT).all(_state()) == []
    with pytest.raises(NotFound):
        offer_row(by=person, number=offer.pk)
    with pytest.raises(NotAllowed):
        make(person, OfferKind.SAVE, title="Mine")
    with pytest.raises(NotAllowed):
        amend_offer(by=person, at=AT, offer=offer, seen=1, terms=terms(title="Mine"))
    with pytest.raises(NotAllowed):
        retire_offer(by=person, at=AT, offer=offer)
    assert traces() == before


@pytest.mark.parametrize("role", [*OTHERS, None])
def test_no_address_shows_a_save_offer_to_others(cast: Cast, role: Role | None) -> None:
    offer = make(cast.cora, OfferKind.SAVE, title=SECRET, words=SECRET, why=SECRET)
    client = browser(cast.holding(role))
    opens = role in {Role.OWNER, Role.RETENTION_MANAGER, Role.EXECUTIVE, Role.RECOVERY_CALLER}
    makes = role in {Role.OWNER, Role.RETENTION_MANAGER}
    single = [f"/playbook/offers/{offer.pk}/", f"/api/1/playbook/offers/{offer.pk}"]

    for path in single:
        assert client.get(path).status_code == (404 if opens else 403)
    assert client.get(f"/playbook/offers/{offer.pk}/terms/").status_code == (404 if makes else 403)
    assert client.post(f"/playbook/offers/{offer.pk}/retirement/").status_code == (404 if makes else 403)
    whole = (
        "/playbook/offers/",
        "/playbook/offers/?q=fee",
        "/playbook/offers/export/?format=csv",
        "/api/1/playbook/offers",
    )
    assert not any(SECRET in _body(client, path) for path in (*whole, "/audit/", "/palette/?q=half"))


def test_the_trail_does_not_say_what_a_save_offer_is(cast: Cast) -> None:
    offer = make(cast.cora, OfferKind.SAVE, title=SECRET, words=SECRET, why=SECRET)
    amend_offer(by=cast.cora, at=AT, offer=offer, seen=1, terms=terms(title=SECRET, cost=Decimal(9)))

    told = Entry.objects.filter(verb__startswith="playbook.offer")
    assert [entry.verb for entry in told.order_by("pk")] == ["playbook.offer_made", "playbook.offer_amended"]
    assert not any(SECRET in str(entry.details) + entry.subject for entry in told)


def test_the_save_team_works_with_its_own_offers_and_sees_no_others(cast: Cast) -> None:
    offer, other = make(cast.cora, OfferKind.SAVE, title=SECRET), make(cast.dev)
    cora = browser(cast.cora)

    assert SECRET in cora.get("/playbook/offers/").content.decode()
    assert SECRET in cora.get(f"/playbook/offers/{offer.pk}/").content.decode()
    assert cora.get(f"/playbook/offers/{other.pk}/").status_code == 404
    assert titles(cast.cora, kind=OfferKind.SAVE) == [SECRET]
    assert titles(cast.cora) == []


def test_an_owner_who_is_in_the_save_team_sees_both_but_offers_each_where_it_belongs(cast: Cast) -> None:
    make(cast.cora, OfferKind.SAVE, title=SECRET)
    make(cast.dev)
    both = {Role.OWNER, Role.SAVE_AGENT}
    olive = rights.change_roles(by=cast.nia, at=AT, person=cast.olive, roles=both)
    olive = type(olive).objects.get(pk=olive.pk)

    assert titles(olive) == ["Delivery on the day you choose"]
    assert len(offer_rows(by=olive, at=AT).all(_state())) == 2


def test_the_pages_of_offers(cast: Cast) -> None:
    dev, ben = browser(cast.dev), browser(cast.ben)
    assert "No offer yet" in ben.get("/playbook/offers/").content.decode()

    today = date.today()  # noqa: DTZ011
    form = {"kind": "return", "title": "A pause", "words": "Rest for three months.", "mechanism": "pauses", "cost": "3"}
    days = {"live_from": today.isoformat(), "review_on": (today + 20 * DAY).isoformat(), "why": ""}
    wrong = dev.post("/playbook/offers/new/", form | days | {"review_on": today.isoformat()})
    assert (wrong.status_code, "a day after today" in wrong.content.decode()) == (422, True)
    assert dev.post("/playbook/offers/new/", form | days).status_code == 302

    offer = Offer.objects.get()
    here = f"/playbook/offers/{offer.pk}/"
    assert "Rest for three months." in ben.get(here).content.decode()
    assert "Retire" not in ben.get(here).content.decode()
    assert dev.post(f"{here}terms/", form | days | {"seen": "1", "title": "A longer pause"}).status_code == 302
    assert "A longer pause" in dev.get("/playbook/offers/").content.decode()
    retired = dev.post(f"{here}retirement/", follow=True).content.decode()
    assert f"{here}reinstatement/" in retired
    assert dev.post(f"{here}reinstatement/").status_code == 302
    assert "A longer pause" in _body(dev, "/playbook/offers/export/?format=csv")


def test_offers_for_programs(cast: Cast) -> None:
    dev, cora = browser(cast.dev), browser(cast.cora)
    today = date.today()  # noqa: DTZ011
    body: dict[str, Any] = _document(terms()) | {"kind": "return", "live_from": today.isoformat()}
    body["review_on"] = (today + 20 * DAY).isoformat()

    made = dev.post("/api/1/playbook/offers", body, content_type="application/json").json()
    assert (made["standing"], made["cost"], made["revision"]) == ("live", "12.50", 1)
    path = f"/api/1/playbook/offers/{made['id']}"
    changed = dev.put(path, body | {"seen": 1, "cost": "20.00"}, content_type="application/json").json()
    assert (changed["cost"], changed["revision"]) == ("20.00", 2)
    assert dev.put(path, body | {"seen": 1}, content_type="application/json").status_code == 409
    assert dev.post(f"{path}/retirement").json()["standing"] == "retired"
    assert dev.delete(f"{path}/retirement").json()["standing"] == "live"
    assert [offer["id"] for offer in dev.get("/api/1/playbook/offers").json()] == [made["id"]]
    assert cora.get("/api/1/playbook/offers").json() == []
    assert (
        dev.post("/api/1/playbook/offers", body | {"kind": "save"}, content_type="application/json").status_code == 403
    )


def _document(told: Terms) -> dict[str, Any]:
    return {
        "title": told.title,
        "words": told.words,
        "mechanism": told.mechanism.value,
        "cost": str(told.cost),
        "currency": told.currency,
    }


def _state() -> Any:
    return TableState.parse(OFFERS, {})


def _body(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode())
