"""Returns that somebody recorded: true from the sale that follows, and never without one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed
from regain.knowledge.ledger import actions, queries, rules
from regain.knowledge.ledger.actions.returns import AlreadyBack, NoReason, NotOnRecord
from regain.knowledge.ledger.models import Measured, Return
from regain.knowledge.ledger.queries import returns
from regain.knowledge.ledger.rules.measuring import Counted
from regain.knowledge.ledger.rules.returning import Said, said
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.cast import Cast

NOW = datetime(2011, 9, 10, 9, 0, tzinfo=UTC)
LEFT = date(2011, 6, 1)
WORKER = System("worker")
NINETY = rules.rule("days:90")


def test_a_return_counts_from_the_sale_that_follows() -> None:
    soon, late = date(2011, 9, 20), date(2012, 1, 1)

    assert said(said_on=NOW.date(), bought_on=None, known_until=None) is Said.WAITING
    assert said(said_on=NOW.date(), bought_on=None, known_until=soon) is Said.WAITING
    assert said(said_on=NOW.date(), bought_on=soon, known_until=late) is Said.BOUGHT


def test_ninety_days_without_a_sale_and_it_was_no_return() -> None:
    last = NOW.date() + timedelta(days=90)

    assert said(said_on=NOW.date(), bought_on=None, known_until=last) is Said.WAITING
    assert said(said_on=NOW.date(), bought_on=None, known_until=last + timedelta(days=1)) is Said.NEVER_BOUGHT


def test_what_a_customer_bought_from_a_day_on_is_told_with_how_it_went_on(tmp_path: Path) -> None:
    sales = [
        *(sale("a", day, "10") for day in (date(2011, 1, 1), date(2011, 7, 1), date(2011, 7, 9), date(2012, 2, 1))),
        sale("b", date(2011, 1, 1), "10"),
        sale("c", date(2011, 7, 2), "7.50"),
        sale("d", date(2011, 7, 2), "99"),
    ]
    lake = lake_of(tmp_path, sales=sales)
    since = dict.fromkeys("abc", LEFT)

    found = queries.returns.came_back(
        lake, since=since, as_of=date(2012, 2, 2), rule=NINETY, patience=rules.fixed_patience(90)
    )

    assert found.keys() == {"a", "c"}
    assert found["a"] == returns.CameBack("a", date(2011, 7, 1), date(2012, 2, 1), Decimal("20.0000"), 2, None), (
        "what comes after ninety days is not the horizon's, and a life that goes on has no end"
    )
    assert found["c"].left_again_on == date(2011, 9, 30)


def test_nobody_to_look_for_asks_nothing(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, sales=[sale("a", LEFT, "10")])

    assert returns.came_back(lake, since={}, as_of=LEFT, rule=NINETY, patience=rules.fixed_patience(90)) == {}


def test_a_contract_that_begins_again_is_a_return(tmp_path: Path) -> None:
    spans = [
        {"contract_id": "1", "customer": "a", "started_on": date(2010, 1, 1), "ended_on": date(2011, 4, 1)},
        {"contract_id": "2", "customer": "a", "started_on": date(2011, 7, 1), "ended_on": None},
    ]
    lake = lake_of(tmp_path, contracts=[{**span, "amount_month": Decimal("30.00")} for span in spans])
    rule = rules.rule("contract")

    found = returns.came_back(
        lake,
        since={"a": LEFT},
        as_of=date(2011, 8, 1),
        rule=rule,
        patience=queries.patience(lake, as_of=date(2011, 8, 1), rule=rule),
    )

    assert (found["a"].first_on, found["a"].left_again_on) == (date(2011, 7, 1), None)
    assert found["a"].spent == Decimal("30.5544"), "thirty-one days of a month's amount"


def test_a_return_is_recorded_once_for_a_departure(cast: Cast) -> None:
    row = actions.record_return(by=cast.ben, at=NOW, customer="12346", left_on=LEFT, source="recovery:case:1")

    with pytest.raises(AlreadyBack):
        actions.record_return(by=cast.dev, at=NOW, customer="12346", left_on=LEFT, source="recovery:case:1")

    assert Return.objects.get() == row
    assert Entry.objects.filter(verb="ledger.record_return").count() == 1


def test_who_speaks_with_no_customer_records_no_return(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.record_return(by=cast.tom, at=NOW, customer="12346", left_on=LEFT, source="x")

    assert not Return.objects.exists()


def test_a_sale_confirms_the_return_and_a_silence_does_not(cast: Cast) -> None:
    bought, silent = (
        actions.record_return(by=cast.ben, at=NOW, customer=name, left_on=LEFT, source=f"recovery:case:{name}")
        for name in ("1", "2")
    )

    count = actions.match_returns(
        by=WORKER, at=NOW, bought={bought.pk: date(2011, 9, 12)}, known_until=date(2012, 3, 1)
    )

    told = queries.returns.recorded(sources=["recovery:case:1", "recovery:case:2"])
    assert count == 1
    assert told[bought.source].standing is Said.BOUGHT
    assert told[silent.source].standing is Said.NEVER_BOUGHT
    assert returns.waiting() == {"2": (silent.pk, LEFT)}, "a sale that comes later still counts"


def test_people_do_not_match_returns(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.match_returns(by=cast.dev, at=NOW, bought={}, known_until=LEFT)


def test_a_return_is_taken_back_with_a_reason_and_stays_in_the_history(cast: Cast) -> None:
    actions.record_return(by=cast.ben, at=NOW, customer="1", left_on=LEFT, source="s")

    with pytest.raises(NoReason):
        actions.withdraw_return(by=cast.dev, at=NOW, customer="1", left_on=LEFT, because="  ")
    with pytest.raises(NotAllowed):
        actions.withdraw_return(by=cast.ben, at=NOW, customer="1", left_on=LEFT, because="mine")
    actions.withdraw_return(by=cast.dev, at=NOW, customer="1", left_on=LEFT, because="It was another firm.")
    with pytest.raises(NotOnRecord):
        actions.withdraw_return(by=cast.dev, at=NOW, customer="1", left_on=LEFT, because="Twice.")

    assert returns.returns_of(customer="1") == ()
    assert Return.objects.get().withdrawn_because == "It was another firm."
    assert actions.record_return(by=cast.ben, at=NOW, customer="1", left_on=LEFT, source="s").pk


def test_what_was_measured_adds_up_over_trials_and_is_replaced_by_a_later_look(cast: Cast) -> None:
    def keep(trial: str, *counted: Counted) -> None:
        actions.keep_measured(by=WORKER, at=NOW, trial=trial, drawn_on=LEFT, horizon_days=90, counted=counted)

    keep("one", Counted("large", 9, 1, 3, 0))
    keep("one", Counted("large", 10, 4, 5, 1), Counted("small", 4, 0, 0, 0))
    keep("two", Counted("large", 20, 6, 5, 1))

    assert returns.measured() == {"large": Counted("large", 30, 10, 10, 2)}, "small has no control"
    assert Measured.objects.count() == 3
