"""Early warnings: learnt from the past, judged on a day that nothing was learnt from, and said in words."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from regain.foundation.kit.roles import Role
from regain.knowledge.valuation.queries.risk import cuts
from regain.knowledge.valuation.rules.risk import (
    ENOUGH_LEFT,
    HIGH,
    LOW,
    SIGNALS,
    Warnings,
    Window,
    cells,
    design,
    fit,
    learn_warnings,
    lines,
    wilson,
)
from regain.knowledge.valuation.tests.company import AS_OF, company, contact, crowd, rows, valued
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import sale
from tests.cast import Cast

NAMES = list(SIGNALS)


def steps_of(**told: int) -> list[int]:
    return [told.get(name, 0) for name in NAMES]


def past(seed: int, *, each: int = 60) -> Window:
    """Customers whose log odds of leaving are −2, and 2.5 more for near 3, and 1.5 more for one complaint."""
    draw = np.random.default_rng(seed)
    steps = np.array([steps_of(near=near, complaints=told) for near in range(4) for told in range(3)])
    odds = -2 + 2.5 * (steps[:, NAMES.index("near")] == 3) + 1.5 * (steps[:, NAMES.index("complaints")] == 1)
    alike = np.full(len(steps), float(each))
    return Window(steps, alike, draw.binomial(each, 1 / (1 + np.exp(-odds))).astype(float))


def test_the_weights_come_back_and_steps_nobody_took_have_none() -> None:
    card = fit(past(1, each=20_000))

    columns = [(name, step) for name, size in SIGNALS.items() for step in range(1, size)]
    weights = dict(zip(columns, card.weights[1:], strict=True))
    assert card.weights[0] == pytest.approx(-2, abs=0.1)
    assert weights["near", 3] == pytest.approx(2.5, abs=0.1)
    assert weights["complaints", 1] == pytest.approx(1.5, abs=0.1)
    assert weights["trend", 2] == 0


def test_the_fit_is_the_top_of_its_likelihood() -> None:
    window = past(2)
    card = fit(window)

    x = design(window.steps)
    chance = 1 / (1 + np.exp(-(x @ card.weights)))
    prior = np.full(x.shape[1], 1 / 4.0)
    prior[0] = 0
    slope = x.T @ (window.left - window.alike * chance) - prior * card.weights

    assert np.abs(slope).max() < 1e-6


def test_a_calm_signal_never_moves_a_warning() -> None:
    card = fit(past(3, each=1000))

    assert card.movers(steps_of()) == ()
    assert card.movers(steps_of(near=3, complaints=1)) == ("near", "complaints")
    assert card.movers(steps_of(complaints=1)) == ("complaints",)


def test_those_called_high_are_counted_on_a_day_nothing_was_learnt_from() -> None:
    windows = [past(seed) for seed in range(4)]
    changed = [Window(windows[0].steps, windows[0].alike, np.zeros(12) + 10), *windows[1:]]

    learnt, other = learn_warnings(windows), learn_warnings(changed)

    high = learnt.called[0]
    assert high.level == HIGH
    assert high.low <= high.left / high.customers <= high.high
    assert (learnt.above_high, learnt.above_medium) == (other.above_high, other.above_medium)
    assert sum(each.customers for each in learnt.called) == int(windows[0].alike.sum())
    assert sum(each.left for each in learnt.called) == int(windows[0].left.sum())
    assert sum(each.customers for each in learnt.promises) == int(windows[0].alike.sum())
    assert high.share > 2 * learnt.called[2].share


def test_the_lines_are_the_most_likely_split_in_three() -> None:
    shares = (0.6, 0.6, 0.3, 0.3, 0.02, 0.02)
    window = Window(np.zeros((6, len(SIGNALS)), np.int64), np.full(6, 100.0), 100 * np.array(shares))

    assert lines(np.array([0.61, 0.59, 0.31, 0.29, 0.021, 0.019]), window) == (0.59, 0.29)


def test_too_small_a_past_is_not_measured_and_says_why() -> None:
    few = [past(seed, each=1) for seed in range(4)]

    for warnings in (learn_warnings([]), learn_warnings(few)):
        assert not warnings.is_measured
        assert str(ENOUGH_LEFT) in warnings.why_not
        assert warnings.level(0.99) == ""


def test_unmeasured_cells_name_what_can_be_seen_and_say_no_chance() -> None:
    told = cells(Warnings())

    at = [place for place, near in enumerate(told["near"]) if near == 3]
    assert set(told["chances"]) == {None}
    assert set(told["levels"]) == {""}
    assert all("near" in str(told["movers"][place]) for place in at)
    assert len(told["near"]) == int(np.prod(list(SIGNALS.values())))


@pytest.mark.parametrize(
    ("left", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)]
)
def test_a_share_has_wilsons_interval(left: int, of: int, low: float, high: float) -> None:
    assert wilson(left, of) == pytest.approx((low, high), abs=1e-4)


@pytest.fixture(scope="session")
def warned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lake]:
    """A company large enough to be measured, valued."""
    home = tmp_path_factory.mktemp("warned")
    return home, valued(company(home / "lake", crowd(500)), by_rule="days:60")


@pytest.fixture
def at_risk(warned: tuple[Path, Lake], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The same as the home of an installation."""
    monkeypatch.setenv("REGAIN_HOME", str(warned[0]))
    return warned[1]


def test_every_living_customer_has_a_level_and_nobody_else(at_risk: Lake) -> None:
    found = rows(at_risk).values()

    assert at_risk.current().about("values")["risk"]["is_measured"]
    assert {row["risk"] for row in found if row["state"] == "alive"} <= {"high", "medium", "low"}
    assert {row["risk"] for row in found if row["state"] == "departed"} == {""}
    for row in found:
        if row["state"] == "alive":
            assert 0 < row["risk_chance_low"] <= row["risk_chance"] <= row["risk_chance_high"] < 1


def test_what_is_reported_can_be_counted_again(at_risk: Lake) -> None:
    told = at_risk.current().about("values")["risk"]
    cut = cuts(AS_OF)[0]

    assert told["cut"] == str(cut)
    counting = (
        "SELECT count(*), count(*) FILTER (WHERE gone) FROM (SELECT max(day) FILTER (WHERE day < $cut) AS last,"
        " max(day) < $until - 60 AS gone FROM days GROUP BY customer) WHERE last >= $cut - 60"
    )
    with at_risk.reader() as connection:
        counted = connection.execute(counting, {"cut": cut, "until": AS_OF}).fetchone()
    called = told["called"]
    assert counted == (sum(each["customers"] for each in called), sum(each["left"] for each in called))


def test_a_contract_with_a_known_end_is_high_for_that_alone(tmp_path: Path) -> None:
    soon, later = AS_OF + timedelta(days=30), AS_OF + timedelta(days=31)
    one = {"plan": "p", "amount_month": 10, "started_on": date(2023, 1, 1), "status": "", "closed_how": ""}
    contracts = [
        {"contract": "1", "customer": "ends", **one, "ended_on": soon},
        {"contract": "2", "customer": "renewed", **one, "ended_on": soon},
        {"contract": "3", "customer": "renewed", **one, "started_on": later, "ended_on": None},
        {"contract": "4", "customer": "open", **one, "ended_on": None},
    ]

    found = rows(valued(company(tmp_path, contracts=contracts), by_rule="contract"))

    assert (found["ends"]["risk"], found["ends"]["ends_on"], found["ends"]["movers"]) == ("high", soon, "ends")
    assert (found["renewed"]["risk"], found["open"]["risk"]) == ("", "")


def test_a_warning_does_not_know_the_future(tmp_path: Path) -> None:
    facts = crowd(200)
    later = {"sales": [sale("b0001", AS_OF + timedelta(days=5), "9")], "contacts": []}
    later["contacts"] = [contact("b0001", AS_OF + timedelta(days=1), "complaint")]

    before = valued(company(tmp_path / "a", facts), by_rule="days:60")
    after = valued(company(tmp_path / "b", facts, later), by_rule="days:60")

    assert before.current().about("values")["risk"] == after.current().about("values")["risk"]
    assert rows(before)["b0001"]["movers"] == rows(after)["b0001"]["movers"]


@pytest.mark.django_db
def test_the_list_the_proof_and_the_first_page_tell_the_same(dev: Client, at_risk: Lake) -> None:
    listing = dev.get(reverse("valuation:at_risk"), {"risk": "high"}).context["listing"]
    proof = dev.get(reverse("valuation:risk")).context["page"]
    told = dev.get("/api/1/customers/risk").json()
    home = dev.get("/").content.decode()

    assert listing.page.total == told["now"]["high"] == proof.called[0].now
    assert proof.verdict.startswith(f"Of {told['called'][0]['customers']:,} called high on")
    assert proof.verdict in home
    assert proof.drawing is not None


@pytest.mark.django_db
def test_a_customers_page_says_what_moved_it(dev: Client, at_risk: Lake) -> None:
    customer, row = next((name, row) for name, row in rows(at_risk).items() if row["risk"] == LOW)
    worst = next(name for name, row in rows(at_risk).items() if row["risk"] == HIGH and row["movers"])

    calm = dev.get(reverse("valuation:customer", args=[customer])).context["page"].warning
    told = dev.get(f"/api/1/customers/{worst}").json()

    assert calm.level == "Low"
    assert calm.proof.startswith("Of ")
    assert (told["risk"], bool(told["movers"])) == ("high", True)
    assert row["risk_chance"] < told["risk_chance"]["value"]


@pytest.mark.django_db
def test_a_company_without_enough_past_is_told_so(dev: Client, valued: Lake) -> None:
    page = dev.get(reverse("valuation:risk"))

    assert "Not measured yet" in page.content.decode()
    assert dev.get("/api/1/customers/risk").json()["is_measured"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.RECOVERY_CALLER])
def test_who_sees_values_sees_warnings(cast: Cast, at_risk: Lake, role: Role) -> None:
    client = Client()
    client.force_login(cast.holding(role))

    answers = {client.get(reverse(f"valuation:{name}")).status_code for name in ("at_risk", "risk", "without", "costs")}

    assert answers == {200}
    assert client.post(reverse("valuation:costs"), {"cause": "contact"}).status_code == 403
