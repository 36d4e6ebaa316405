"""Cost to serve and contribution, on a company small enough to count by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import Invalid, NotAllowed, NotFound
from regain.foundation.kit.roles import Role
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.models import CostRate
from regain.knowledge.valuation.queries.accounts import account_of, accounts
from regain.knowledge.valuation.queries.costing import cost_table
from regain.knowledge.valuation.queries.facts import facts_of
from regain.knowledge.valuation.rules.costs import FAR, Cause, CostTable, Rate, Unit, rate_for, serving, table_of
from regain.knowledge.valuation.tests.company import COSTS, company, counted, crowd, rows, valued
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql
from tests.cast import Cast

AT = datetime(2024, 7, 1, 9, tzinfo=UTC)
CALL: dict[str, Any] = {"cause": "contact", "kind": "Call", "unit": "hour", "amount": Decimal(30)}


@pytest.fixture
def counted_lake(tmp_path: Path) -> Lake:
    """The three customers counted by hand, with the cost table, valued."""
    return valued(company(tmp_path / "lake", counted()))


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The same as the home of an installation."""
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    return valued(company(tmp_path / "lake", counted(), crowd(60)))


def test_what_a_customer_earned_and_cost_is_exact(counted_lake: Lake) -> None:
    own, dear, plain = (rows(counted_lake)[name] for name in ("own", "dear", "plain"))

    assert (own["basis"], own["earned"], own["goods"]) == ("costs", Decimal(130), Decimal(78))
    calls = Decimal(20) / 60 * 30 + Decimal(20) / 60 * 60
    assert own["served"] == calls + Decimal(24) / 6 + Decimal(50) * 2 / 100
    assert own["contribution"] == own["earned"] - own["goods"] - own["served"]
    assert (own["handled"], own["uncosted"], own["minutes"]) == (4, 1, Decimal(50))
    assert (dear["basis"], dear["earned"], dear["goods"]) == ("service", Decimal(9), Decimal(0))
    assert dear["served"] == Decimal("33.33") + 5 + Decimal("1.50") + Decimal("0.20")
    assert dear["contribution"] < 0
    assert plain["served"] == Decimal("0.80")


def test_the_last_year_is_counted_apart(counted_lake: Lake) -> None:
    own = rows(counted_lake)["own"]

    assert (own["year_earned"], own["year_goods"]) == (Decimal(30), Decimal(18))
    assert own["year_served"] == Decimal(20) + 4 + 1
    assert own["year_contribution"] == Decimal(30) - 18 - 25


def test_a_sale_of_unknown_cost_leaves_the_product_cost_unknown(tmp_path: Path) -> None:
    facts = counted()
    facts["sales"][1]["cost"] = None

    own = rows(valued(company(tmp_path, facts), margin=0.4))["own"]

    assert (own["basis"], own["goods"]) == ("margin", Decimal(130) * Decimal("0.6"))


@pytest.mark.parametrize(
    ("costs", "margin", "bases"),
    [
        (COSTS, 1.0, {"costs", "service"}),
        (CostTable(), 1.0, {"costs", "service"}),
        (COSTS, 0.4, {"costs", "margin"}),
    ],
)
def test_every_customer_says_what_their_value_is_counted_on(
    tmp_path: Path, costs: CostTable, margin: float, bases: set[str]
) -> None:
    lake = valued(company(tmp_path, counted()), costs=costs, margin=margin)

    assert {row["basis"] for row in rows(lake).values()} == bases
    assert set(lake.current().about("values")["bases"]) == bases


def test_without_any_cost_value_is_revenue(tmp_path: Path) -> None:
    lake = valued(company(tmp_path, {"sales": crowd(40)["sales"]}), costs=CostTable())

    found = rows(lake).values()
    assert {row["basis"] for row in found} == {"revenue"}
    assert all(row["contribution"] == row["spent"] for row in found)


def test_the_sums_reconcile_over_buckets(tmp_path: Path) -> None:
    lake = valued(company(tmp_path, counted(), crowd(60)))
    found = list(rows(lake).values())

    _year, whole = accounts(lake, lake.current(), Sql("TRUE"), {})

    assert whole.all == whole.theirs
    assert whole.all.contribution == sum(row["contribution"] for row in found)
    assert whole.all.earned == sum(row["spent"] - row["refunded"] for row in found)
    assert lake.current().buckets > 1


def test_the_account_of_one_customer_adds_up_line_by_line(served: Lake) -> None:
    for customer in ("own", "dear", "plain", "b0001"):
        *lines, left = account_of(facts_of(customer), currency="GBP")

        assert left.is_sum
        assert sum(line.whole[0] for line in lines) == left.whole[0] == rows(served)[customer]["contribution"]
        assert sum(line.year[0] for line in lines) == left.year[0]


def test_what_serving_costs_lowers_what_a_customer_is_worth(tmp_path: Path) -> None:
    facts = crowd(120)
    free = rows(valued(company(tmp_path / "a", facts), costs=CostTable()))
    dear = rows(valued(company(tmp_path / "b", facts)))

    living = [name for name, row in free.items() if row["worth"]]
    assert living
    assert all(dear[name]["worth"] < free[name]["worth"] for name in living)
    assert all(row["worth_low"] <= row["worth"] <= row["worth_high"] for row in dear.values() if row["worth"])


def test_a_customer_who_costs_more_than_they_bring_never_has_a_positive_second_value(tmp_path: Path) -> None:
    lake = valued(
        company(tmp_path, crowd(60)),
        costs=CostTable((Rate(Cause.LATENESS, Unit.PERCENT, Decimal(100), date(2020, 1, 1)),)),
    )

    gone = [row for row in rows(lake).values() if row["state"] == "departed"]
    assert gone
    assert {row["maximum_spend"] for row in gone} == {0.0}


def test_contract_customers_pay_late_by_the_day(tmp_path: Path) -> None:
    contracts = [
        {"contract": "1", "customer": "firm", "started_on": date(2023, 7, 3), "ended_on": None, "amount_month": 100}
    ]
    costs = CostTable((Rate(Cause.LATENESS, Unit.PERCENT, Decimal(10), date(2024, 1, 1)),))

    firm = rows(valued(company(tmp_path, contracts=contracts), costs=costs, by_rule="contract"))["firm"]

    days = (date(2024, 7, 1) - date(2024, 1, 1)).days
    assert firm["earned"] == firm["spent"]
    assert firm["served"] == pytest.approx(Decimal(days * 10 / 30.4375), abs=Decimal("0.0001"))
    assert firm["year_earned"] == firm["earned"]


def test_a_rate_counts_until_the_next_one_for_the_same() -> None:
    windows = {(rate.subject, rate.valid_from): until for rate, until in COSTS.windows()}

    assert windows[(Cause.CONTACT, "call"), date(2023, 1, 1)] == date(2024, 1, 1)
    assert windows[(Cause.CONTACT, "call"), date(2024, 1, 1)] == FAR
    assert table_of(COSTS.document()).digest == COSTS.digest


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": Decimal(-1)}, "zero or more"),
        ({"amount": Decimal("NaN")}, "zero or more"),
        ({"amount": Decimal("0.00001")}, "four decimals"),
        ({"cause": "gift"}, "not a cause"),
        ({"unit": "week"}, "not a unit"),
        ({"unit": "percent"}, "percentage of sales"),
        ({"cause": "return"}, "Only contacts have a kind"),
        ({"cause": "return", "kind": ""}, "how many one takes"),
        ({"minutes": Decimal(0)}, "above zero"),
        ({"unit": "each", "minutes": Decimal(5)}, "rate an hour"),
        ({"kind": "x" * 81}, "80 letters"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused_in_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    told: dict[str, Any] = {**CALL, "minutes": None, "valid_from": date(2024, 1, 1), **wrong}

    with pytest.raises(Invalid, match=sentence):
        rate_for(**told)


def test_a_share_of_cost_is_everybodys_where_customers_do_not_differ() -> None:
    alike = serving(
        handled=100, handled_squared=110, crossed=1000, bought=1000, bought_squared=10_000, cost=50, is_known=True
    )
    apart = serving(
        handled=100, handled_squared=5000, crossed=1000, bought=1000, bought_squared=10_000, cost=50, is_known=True
    )

    assert (alike.share, alike.weight) == (0.05, None)
    assert apart.weight is not None
    assert 0 < apart.weight < 1000


@pytest.mark.django_db
def test_a_rate_said_again_replaces_the_one_before_and_keeps_it(cast: Cast) -> None:
    first = actions.set_cost(by=cast.dev, at=AT, currency="GBP", valid_from=date(2024, 1, 1), **CALL)
    told = CALL | {"amount": Decimal(40)}
    actions.set_cost(by=cast.dev, at=AT, currency="GBP", valid_from=date(2024, 1, 1), **told)

    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by_name) == (AT, cast.dev.name)
    assert [rate.amount for rate in cost_table().rates] == [Decimal(40)]
    assert Entry.objects.filter(verb="valuation.cost_set").count() == 2


@pytest.mark.django_db
def test_a_rate_taken_back_stays_in_the_history(cast: Cast) -> None:
    rate = actions.set_cost(by=cast.dev, at=AT, currency="GBP", valid_from=date(2024, 1, 1), **CALL)

    actions.withdraw_cost(by=cast.dev, at=AT, number=rate.pk)

    assert not cost_table()
    assert CostRate.objects.count() == 1
    with pytest.raises(NotFound):
        actions.withdraw_cost(by=cast.dev, at=AT, number=rate.pk)


@pytest.mark.django_db
def test_nobody_else_says_what_something_costs_and_nothing_happens(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.set_cost(by=cast.holding(Role.EXECUTIVE), at=AT, currency="GBP", valid_from=date(2024, 1, 1), **CALL)
    with pytest.raises(Invalid, match="company's currency"):
        actions.set_cost(by=cast.dev, at=AT, currency="USD", valid_from=date(2024, 1, 1), **CALL)

    assert not CostRate.objects.exists()


@pytest.mark.django_db
def test_the_cost_table_is_edited_on_its_page(dev: Client, served: Lake) -> None:
    path = reverse("valuation:costs")
    form = {
        "cause": "contact",
        "kind": "visit",
        "unit": "each",
        "amount": "12.50",
        "minutes": "",
        "valid_from": "2024-01-01",
    }

    before = dev.get(path)
    kept = dev.post(path, form, follow=True)
    refused = dev.post(path, form | {"unit": "percent"})

    assert "No cost said yet" in before.content.decode()
    assert "Contact: visit" in kept.content.decode()
    assert "The values still rest on the costs of before" in kept.content.decode()
    assert (refused.status_code, "percentage of sales" in refused.content.decode()) == (422, True)
    dev.post(reverse("valuation:cost_withdrawal", args=[CostRate.objects.get().pk]))
    assert "Said before" in dev.get(path).content.decode()


@pytest.mark.django_db
def test_programs_edit_the_cost_table_too(dev: Client, served: Lake) -> None:
    told = {"cause": "credit", "unit": "each", "amount": "1.50", "currency": "GBP", "valid_from": "2024-01-01"}

    made = dev.post("/api/1/customers/costs", told, content_type="application/json").json()
    wrong = dev.post("/api/1/customers/costs", told | {"currency": "USD"}, content_type="application/json")
    taken = dev.delete(f"/api/1/customers/costs/{made['number']}").json()
    known = dev.get("/api/1/customers/costs").json()

    assert (made["amount"], made["withdrawn_at"]) == ("1.50", None)
    assert wrong.status_code == 422
    assert taken["withdrawn_by"]
    assert [rate["number"] for rate in known["rates"]] == [made["number"]]


@pytest.mark.django_db
def test_the_list_shows_first_or_last_who_costs_more_than_they_bring(dev: Client, served: Lake) -> None:
    shown = dev.get(reverse("valuation:contribution"), {"sort": "contribution"}).context["listing"]
    page = dev.get("/customers/dear/").context["page"]

    assert shown.lines[0].key == "dear"
    assert page.account[-1].whole[0] < 0
    assert "less cost to serve" in page.account_note
