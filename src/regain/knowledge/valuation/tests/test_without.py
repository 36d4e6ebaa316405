"""With and without some customers: with − without = theirs, to the penny."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from regain.knowledge.valuation.rules.without import Account, Difference
from regain.knowledge.valuation.tests.company import company, counted, crowd, rows, valued
from regain.knowledge.warehouse.lake.store import Lake

pytestmark = pytest.mark.django_db
MONEY = st.decimals(-(10**9), 10**9, places=4)


@pytest.fixture(scope="session")
def served_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lake]:
    """The company counted by hand with a crowd around it; two customers share an address."""
    home = tmp_path_factory.mktemp("without")
    people = [{"customer": name, "email": "Same@x.example", "phone": ""} for name in ("own", "plain")]
    return home, valued(company(home / "lake", counted(), crowd(40), customers=people))


@pytest.fixture
def served(served_home: tuple[Path, Lake], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The same as the home of an installation."""
    monkeypatch.setenv("REGAIN_HOME", str(served_home[0]))
    return served_home[1]


def asked(client: Client, **parameters: Any) -> Any:
    answer = client.get("/api/1/customers/without", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def reconciles(told: Any) -> bool:
    parts = ("earned", "product_cost", "cost_to_serve", "contribution", "minutes")
    return all(
        Decimal(told[time]["all"][part]) - Decimal(told[time]["theirs"][part]) == Decimal(told[time]["without"][part])
        for time in ("year", "so_far")
        for part in parts
    )


@given(MONEY, MONEY, MONEY, MONEY)
def test_all_less_theirs_is_what_is_left(earned: Decimal, goods: Decimal, served: Decimal, theirs: Decimal) -> None:
    account = Account(3, earned, goods, served)
    some = Account(1, theirs, goods, served)

    difference = Difference(account, some)

    assert difference.all.contribution - difference.theirs.contribution == difference.without.contribution
    assert difference.without.customers == 2


@pytest.mark.parametrize("customers", [["dear"], ["own", "dear"], ["b0001", "b0002", "b0003"]])
def test_theirs_is_what_the_values_say(dev: Client, served: Lake, customers: list[str]) -> None:
    told = asked(dev, customer=customers)

    values = rows(served)
    assert reconciles(told)
    assert told["so_far"]["theirs"]["customers"] == len(customers)
    theirs = sum(values[name]["contribution"] for name in customers)
    assert Decimal(told["so_far"]["theirs"]["contribution"]) == theirs.quantize(Decimal("0.01"))


def test_a_group_is_everybody_a_list_shows(dev: Client, served: Lake) -> None:
    told = asked(dev, list="contribution", filters="contribution.max=0")

    losing = [name for name, row in rows(served).items() if row["contribution"] <= 0]
    assert told["so_far"]["theirs"]["customers"] == len(losing) > 0
    assert Decimal(told["so_far"]["without"]["contribution"]) > Decimal(told["so_far"]["all"]["contribution"])
    assert reconciles(told)


def test_nobody_left_is_nothing_left(dev: Client, served: Lake) -> None:
    told = asked(dev, list="customers")

    assert told["so_far"]["without"]["customers"] == 0
    assert Decimal(told["so_far"]["without"]["contribution"]) == 0


def test_the_page_says_who_may_go_with_them(dev: Client, served: Lake) -> None:
    own = dev.get(reverse("valuation:without"), {"customer": "own"}).context["page"]
    dear = dev.get(reverse("valuation:without"), {"customer": "dear"}).context["page"]

    assert [each.name for each in own.near] == ["plain"]
    assert "Nothing is recorded" in dear.near_words
    assert "more" in dear.headline


def test_those_chosen_in_a_list_are_looked_at_without(dev: Client, served: Lake) -> None:
    path = reverse("valuation:without") + "?list=contribution"

    some = dev.post(path, {"rows": ["own", "dear"]}, follow=True).context["page"]
    everybody = dev.post(path, {"everything": "1", "state": "contribution.max=0"}, follow=True).context["page"]

    assert some.customers == 2
    assert any("Contribution" in word for word in everybody.words)


def test_nobody_of_that_id_is_refused(dev: Client, served: Lake) -> None:
    answer = dev.get("/api/1/customers/without", {"customer": "nobody"})

    assert answer.status_code == 404
    assert dev.get(reverse("valuation:without"), {"customer": "nobody"}).status_code == 404
