"""The pages of the valuation, for everybody who may come."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regain.foundation.jobs.models import Job
from regain.foundation.jobs.worker import Worker
from regain.foundation.kit.roles import Role
from regain.knowledge.ledger.queries import living as ledger
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.customer import headline
from regain.knowledge.valuation.queries.facts import facts_of
from regain.knowledge.valuation.tests.conftest import EVIL, WEIRD
from regain.knowledge.warehouse.lake.store import Lake
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGES = ["customers", "left", "departed", "partly", "backtest", "quality"]
EXPORTERS = {Role.OWNER, Role.ADMINISTRATOR, Role.RETENTION_MANAGER}


def client_of(cast: Cast, role: Role | None) -> Client:
    client = Client()
    client.force_login(cast.holding(role))
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_customers_and_only_managers_take_lists_along(cast: Cast, valued: Lake, role: Role) -> None:
    client = client_of(cast, role)
    export = reverse("valuation:export", args=["customers"])

    for name in PAGES:
        assert client.get(reverse(f"valuation:{name}")).status_code == 200
    shown, answer = text(client.get(reverse("valuation:customers"))), client.get(export)

    assert (export in shown) == (role in EXPORTERS)
    assert answer.status_code == (200 if role in EXPORTERS else 403)


def test_somebody_without_a_role_sees_nobody(cast: Cast, valued: Lake) -> None:
    client = client_of(cast, None)

    answers = {client.get(reverse(f"valuation:{name}")).status_code for name in PAGES}

    assert answers == {403}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_sales_says_what_to_do(dev: Client, empty: Lake, name: str) -> None:
    answer = text(dev.get(reverse(f"valuation:{name}")))

    assert "No sales yet" in answer


@pytest.mark.parametrize("name", PAGES)
def test_a_page_before_the_first_valuation_offers_it(dev: Client, unvalued: Lake, name: str) -> None:
    answer = text(dev.get(reverse(f"valuation:{name}")))

    assert "Value all customers now" in answer


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_as_of_when_and_by_which_rule(dev: Client, valued: Lake, name: str) -> None:
    answer = text(dev.get(reverse(f"valuation:{name}")))

    assert "As of the start of 1 July 2024" in answer or "July 1, 2024" in answer
    assert "their own rhythm allows" in answer
    assert "Values are revenue" in answer


@pytest.mark.parametrize("name", [*PAGES, "customer"])
def test_a_page_asks_the_database_little(dev: Client, valued: Lake, name: str) -> None:
    path = reverse(f"valuation:{name}", args=["c000"] if name == "customer" else [])

    with CaptureQueriesContext(
        connection,
    ) as asked:
        dev.get(path)

    assert len(asked) <= 7


@pytest.mark.parametrize("customer", WEIRD)
def test_any_id_has_a_page_of_its_own_and_a_link_to_it(dev: Client, valued: Lake, customer: str) -> None:
    path = reverse("valuation:customer", args=[customer])
    page = dev.get(path)
    hits = dev.get(reverse("valuation:customers"), {"q": customer.strip(), "size": "200"})

    assert page.status_code == 200
    assert page.context["page"].id == customer
    assert path in text(hits) or path.replace("&", "&amp;").replace("'", "&#x27;") in text(hits)


def test_an_id_typed_by_hand_with_slashes_is_found(dev: Client, valued: Lake) -> None:
    answer = dev.get("/customers/a/b/")

    assert answer.context["page"].id == "a/b"


def test_nobody_of_that_id_gets_a_page_that_helps(dev: Client, valued: Lake) -> None:
    answer = dev.get(reverse("valuation:customer", args=["no such <b>"]))

    assert answer.status_code == 404
    assert "no such &lt;b&gt;" in text(answer)
    assert "?q=no+such" in text(answer)


def test_names_and_products_never_become_markup(dev: Client, valued: Lake) -> None:
    pages = ["/customers/c001/", "/customers/?q=c001", "/search/?q=c001", "/customers/%20lead/", "/customers/100%25/"]

    shown = "".join(text(dev.get(page)) for page in pages)

    assert "<script>alert" not in shown
    assert "<b>Tins" not in shown
    assert "Tea &amp; &lt;b&gt;Tins&lt;/b&gt;" in shown
    assert EVIL.split("<", maxsplit=1)[0] in shown


def test_a_customer_page_tells_the_whole_story(dev: Client, valued: Lake) -> None:
    page = dev.get("/customers/c000/", {"all": "1"}).context["page"]

    kinds = {happening.kind for happening in page.story.happenings}
    assert {"began", "purchase", "refund", "contact"} <= kinds
    assert page.story.more == 0
    assert {part.label for part in page.account} >= {"Sales", "Refunds", "Contacts: complaint"}
    refund = next(each for each in page.story.happenings if each.kind == "refund")
    assert refund.amount == (-40, "GBP")


def test_a_story_shows_what_is_new_and_the_rest_on_request(dev: Client, valued: Lake) -> None:
    first = dev.get("/customers/shrunk/").context["page"].story
    whole = dev.get("/customers/shrunk/", {"all": "1"}, headers={"HX-Request": "true"})

    assert first.more > 0
    assert whole.context["page"].story.more == 0
    assert "<html" not in text(whole)


def test_somebody_who_never_bought_is_known_all_the_same(dev: Client, valued: Lake) -> None:
    page = dev.get("/customers/quiet/").context["page"]

    assert page.name == "Never Bought"
    assert "no purchase of theirs" in page.headline


def test_the_deceased_are_never_to_be_called(dev: Client, valued: Lake) -> None:
    assert "never to be called" in dev.get("/customers/c004/").context["page"].headline


@pytest.mark.parametrize("by", ["month", "quarter"])
@pytest.mark.parametrize("rule", ["", "days:30", "contract", "nonsense"])
def test_the_balance_reconciles_under_every_rule(dev: Client, valued: Lake, by: str, rule: str) -> None:
    page = dev.get("/customers/left/", {"by": by, "rule": rule}).context["page"]

    for period in page.periods:
        assert period.start + period.new + period.returned - period.left == period.end
        moved = period.value_new[0] + period.value_returned[0] - period.value_left[0] + period.value_changed[0]
        assert period.value_start[0] + moved == period.value_end[0]
    assert bool(page.periods) == (rule != "contract")


def test_a_period_leads_to_those_who_are_still_gone(dev: Client, valued: Lake) -> None:
    page = dev.get("/customers/left/").context["page"]
    period = max(page.periods, key=lambda each: each.left)

    listing = dev.get(period.href).context["listing"]

    assert 0 < listing.page.total <= period.left


def test_the_backtest_says_what_it_cannot_tell(dev: Client, valued: Lake) -> None:
    page = dev.get("/customers/backtest/", {"as_of": "2024-01-01", "until": "2024-03-31"}).context["page"]
    backwards = dev.get("/customers/backtest/", {"as_of": "2024-03-01", "until": "2024-01-01"}).context["page"]
    early = dev.get("/customers/backtest/", {"as_of": "2023-01-02", "until": "2023-01-09"}).context["page"]

    assert page.departed > 0
    assert page.verdict
    assert "must not come before" in backwards.problem
    assert "nothing to rank" in early.verdict


def test_a_day_that_is_none_is_refused_in_a_sentence(dev: Client, valued: Lake) -> None:
    page = dev.get("/customers/backtest/", {"as_of": "yesterday"}).context["page"]

    assert "is not a day" in page.problem


def test_values_older_than_the_facts_say_so(dev: Client, valued: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(valued.current()), "about", lambda self, table: {**self.tables[table].about, "facts": 0})

    answer = text(dev.get("/customers/"))

    assert "New facts came in after these values were computed" in answer


def test_valuing_everybody_is_a_job_that_a_worker_does(
    dev: Client, unvalued: Lake, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        dev.post("/customers/valuation/", {"next": "/customers/left/"})
    waiting = text(dev.get("/customers/"))
    again = dev.post("/customers/valuation/", follow=True)

    assert "Valuing everybody" in waiting
    assert "being valued already" in text(again)
    assert Job.objects.count() == 1


def test_those_who_may_not_compute_are_refused_and_nothing_happens(cast: Cast, unvalued: Lake) -> None:
    client = client_of(cast, Role.RECOVERY_CALLER)

    answer = client.post("/customers/valuation/")

    assert answer.status_code == 403
    assert Job.objects.count() == 0


def test_a_long_look_is_made_in_the_background_and_kept(
    dev: Client, valued: Lake, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 1)
    address = {"rule": "days:77"}
    before = dev.get("/customers/left/", address).context["page"]

    with django_capture_on_commit_callbacks(execute=True):
        form = {"kind": "lives", "rule": "days:77", "as_of": before.as_of.isoformat(), "next": "/customers/left/"}
        dev.post("/customers/looks/", form)
    Worker().run_next()

    assert before.is_waiting
    assert dev.get("/customers/left/", address).context["page"].periods


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.RETENTION_MANAGER, True), (Role.OWNER, True), (Role.ADMINISTRATOR, False), (Role.RECOVERY_CALLER, False)],
)
def test_the_first_page_tells_those_who_follow_losses(cast: Cast, valued: Lake, role: Role, sees: bool) -> None:
    assert ("What left in" in text(client_of(cast, role).get("/"))) == sees


def test_a_saved_view_is_offered_again(dev: Client, valued: Lake) -> None:
    dev.post(reverse("people:views", args=["customers"]), {"name": "Big ones", "query": "spent.min=100"})

    assert "Big ones" in text(dev.get("/customers/"))


def test_looks_are_made_once_for_the_same_facts(valued: Lake) -> None:
    asked = looks.asked_for(looks.LIVES, rule="days:60")

    assert looks.look(asked) is looks.look(asked)


def test_one_departure_has_one_day_with_what_it_means(valued: Lake) -> None:
    facts = facts_of("c004")
    departed = {**(facts.value or {}), "state": "departed", "recoverable": True, "last_day": date(2011, 9, 20)}
    told = headline(replace(facts, value=departed, lives=(), contracts=()), "GBP", left_on=date(2011, 10, 11))

    assert "20 Sept 2011, counted as gone from 11 Oct 2011" in told
