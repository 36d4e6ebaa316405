"""Asking, stopping, consenting: what is stored, what is refused, and that a stop ends everything."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.models import Message
from regain.knowledge.playbook.actions.consents import NoEvidence, WithdrawnAlready, give_consent, withdraw_consent
from regain.knowledge.playbook.actions.guard import MayNotOverride, TooLateToTakeBack, ask, take_back
from regain.knowledge.playbook.actions.points import (
    KnownAlready,
    NotAPoint,
    UnknownPlace,
    add_point,
    describe,
    mark_wrong,
)
from regain.knowledge.playbook.actions.screenings import NotYet, UnknownRegistry, import_screening
from regain.knowledge.playbook.actions.stops import NothingToLift, NoWish, import_stops, lift_stops, stop
from regain.knowledge.playbook.models import Answer, Consent, Party, Point, Screening, Stop
from regain.knowledge.playbook.queries.guard import NoSuchPoint, Said, may
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope, Verdict
from regain.knowledge.playbook.tests.reach import ADDRESS, NUMBER, reachable
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MARA, NOAH = "C-17", "C-18 / Noah"
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 17, 20, 30, tzinfo=UTC)
CALL, RECOVERY, LISTENING = Channel.CALL, Purpose.RECOVERY, Purpose.LISTENING


def call(
    cast: Cast, at: datetime = NOON, customer: str = MARA, purpose: Purpose = RECOVERY, override: str = ""
) -> Answer:
    return ask(by=cast.dev, at=at, customer=customer, channel=CALL, purpose=purpose, override=override)


def asked(at: datetime = NOON, customer: str = MARA, channel: Channel = CALL, purpose: Purpose = RECOVERY) -> Said:
    return may(customer=customer, channel=channel, purpose=purpose, when=at)


@pytest.fixture
def mara(cast: Cast) -> Point:
    """Mara of London, who agreed to be called."""
    return reachable(by=cast.dev, at=NOON - timedelta(days=3), customer=MARA)


def test_an_allowed_call_is_stored_and_the_next_one_waits_for_tomorrow(cast: Cast, mara: Point) -> None:
    first = call(cast)
    second = call(cast, at=NOON + timedelta(minutes=5))

    assert (first.verdict, first.point) == (Verdict.ALLOW, mara.fingerprint)
    assert (second.verdict, second.rules[0]) == (Verdict.BLOCK, "company.attempts-day")
    assert second.until == datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    assert "once is enough" in second.sentence


def test_may_stores_nothing(cast: Cast, mara: Point) -> None:
    said = asked()

    assert (said.verdict, said.point and said.point.id) == (Verdict.ALLOW, mara.fingerprint)
    assert "12:00 where they are" in said.sentence
    assert not Answer.objects.exists()


def test_an_answer_holds_no_number_no_address_and_no_name(cast: Cast, mara: Point) -> None:
    row = call(cast)

    kept = f"{row.facts} {row.sentence} {row.point} {list(Entry.objects.values_list('details', flat=True))}"
    assert "7946" not in kept
    assert ADDRESS not in kept
    assert row.facts["attempts"] == 0


def test_a_signature_lifts_the_house_rule_and_stays_with_the_answer(cast: Cast, mara: Point) -> None:
    row = call(cast, at=LATE, override="She asked to be called at half past eight")

    assert (row.verdict, row.asked_by) == (Verdict.WARN, cast.dev.key)
    assert row.override == "She asked to be called at half past eight"
    assert "company.calling-hours" in row.rules


def test_no_signature_lifts_what_the_law_forbids(cast: Cast, mara: Point) -> None:
    stop(by=cast.ben, at=NOON, customer=MARA, words="Leave me alone", source="call")

    with pytest.raises(MayNotOverride, match="No signature lifts this: They asked to be left alone on 17 November"):
        call(cast, override="She will not mind")

    assert not Answer.objects.exists()


def test_a_caller_may_not_sign(cast: Cast, mara: Point) -> None:
    with pytest.raises(NotAllowed, match="takes a retention manager"):
        ask(by=cast.ben, at=LATE, customer=MARA, channel=CALL, purpose=RECOVERY, override="It is fine")

    assert not Answer.objects.exists()


def test_a_call_that_was_not_made_is_no_attempt(cast: Cast, mara: Point) -> None:
    row = ask(by=cast.ben, at=NOON, customer=MARA, channel=CALL, purpose=RECOVERY)

    take_back(by=cast.ben, at=NOON + timedelta(minutes=10), answer=row)

    assert call(cast, at=NOON + timedelta(minutes=11)).is_allowed


def test_after_an_hour_and_by_somebody_else_nothing_is_taken_back(cast: Cast, mara: Point) -> None:
    row = call(cast)

    with pytest.raises(TooLateToTakeBack):
        take_back(by=cast.dev, at=NOON + timedelta(minutes=61), answer=row)
    with pytest.raises(NotAllowed):
        take_back(by=cast.ben, at=NOON, answer=row)

    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_stop_cancels_five_hundred_messages_and_holds_for_every_channel(cast: Cast, mara: Point) -> None:
    for number in range(500):
        queue_message(by=cast.dev, at=NOON, to=ADDRESS, subject=f"Letter {number}", text="Hello", customer=MARA)

    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop writing to me", source="call")

    assert Message.objects.filter(customer=MARA, cancelled_at=NOON).count() == 500
    for channel in Channel:
        assert asked(channel=channel).rule == "everywhere.stop"


def test_a_stop_follows_the_number_to_another_customer(cast: Cast, mara: Point) -> None:
    reachable(
        by=cast.dev, at=NOON - timedelta(days=2), customer=NOAH, number="020 7946 0018", email="noah@thimble.example"
    )

    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")

    assert asked(customer=NOAH).rule == "everywhere.stop"
    assert asked(customer=NOAH, channel=Channel.EMAIL).verdict is not Verdict.BLOCK


def test_a_stop_outlives_erasure_and_keeps_hashes_alone(cast: Cast, mara: Point) -> None:
    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")

    for kind in (Point, Consent, Party, Answer):
        kind.objects.filter(customer=MARA).delete()

    assert asked().rule == "everywhere.stop"
    reachable(by=cast.dev, at=NOON, customer="C-99", email="new@thimble.example")
    assert asked(customer="C-99").rule == "everywhere.stop"
    kept = str(list(Stop.objects.values()))
    assert MARA not in kept
    assert "7946" not in kept


def test_stopping_twice_is_no_mistake(cast: Cast, mara: Point) -> None:
    first = stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")
    again = stop(by=cast.dev, at=NOON + timedelta(hours=1), customer=MARA, words="Stop!", source="letter")

    assert again == first
    assert Stop.objects.count() == 3


def test_a_stop_of_one_channel_leaves_the_others(cast: Cast, mara: Point) -> None:
    stop(by=cast.dev, at=NOON, customer=MARA, words="No e-mail please", source="opt-out", channel=Channel.EMAIL)

    assert asked(channel=Channel.EMAIL).rule == "everywhere.stop"
    assert asked(channel=Channel.SURVEY).rule == "everywhere.stop"
    assert asked().verdict is Verdict.ALLOW


def test_a_stop_is_lifted_by_the_owner_with_the_customers_wish_alone(cast: Cast, mara: Point) -> None:
    stop(by=cast.ben, at=NOON, customer=MARA, words="Stop", source="call")

    with pytest.raises(NotAllowed):
        lift_stops(by=cast.dev, at=NOON, customer=MARA, text="She wrote on 18 November that she wants to hear from us")
    with pytest.raises(NoWish):
        lift_stops(by=cast.olive, at=NOON, customer=MARA, text="ok")
    assert asked().rule == "everywhere.stop"

    lift_stops(by=cast.olive, at=NOON, customer=MARA, text="She wrote on 18 November that she wants to hear from us")

    assert asked().verdict is Verdict.ALLOW
    with pytest.raises(NothingToLift):
        lift_stops(by=cast.olive, at=NOON, customer=MARA, text="She wrote on 18 November again")


def test_every_line_of_a_list_is_accounted_for_and_again_adds_nothing(cast: Cast, mara: Point) -> None:
    text = "phone;email\n020 7946 0018;\n;MARA@Thimble.Example\nrubbish;\n+44 20 7946 0018;other@thimble.example\n"

    taken = import_stops(by=cast.dev, at=NOON, text=text, country="United Kingdom", title="old list.csv")
    again = import_stops(by=cast.dev, at=NOON, text=text, country="GB")

    assert (taken.lines, taken.taken, taken.known) == (4, 3, 1)
    assert [(line.number, line.text) for line in taken.unread] == [(4, "rubbish, ")]
    assert (again.taken, again.known) == (0, 4)
    assert asked().rule == "everywhere.stop"


def test_consent_opens_and_its_withdrawal_closes_and_both_are_kept(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=MARA, scope=Scope.CONSUMER, country="Deutschland")
    assert asked(purpose=LISTENING).rule == "de.calls-consent"

    row = give_consent(
        by=cast.dev, at=NOON, customer=MARA, purpose=LISTENING, channel=CALL, given_at=NOON, how="form", text="Call me"
    )
    used = call(cast, purpose=LISTENING)
    withdraw_consent(by=cast.dev, at=NOON + timedelta(days=1), consent=row)

    row.refresh_from_db()
    assert (used.is_allowed, row.used_at, row.proof_until) == (True, NOON, date(2031, 11, 18))
    assert asked(at=NOON + timedelta(days=1), purpose=LISTENING).rule == "everywhere.withdrawn"
    with pytest.raises(WithdrawnAlready):
        withdraw_consent(by=cast.dev, at=NOON + timedelta(days=2), consent=row)


def test_a_consent_without_evidence_is_none(cast: Cast) -> None:
    for how, text, day in (("", "Yes", 0), ("call", " ", 0), ("call", "Yes", 1)):
        with pytest.raises(NoEvidence):
            give_consent(
                by=cast.dev,
                at=NOON,
                customer=MARA,
                purpose=RECOVERY,
                channel=CALL,
                given_at=NOON + timedelta(days=day),
                how=how,
                text=text,
            )

    assert not Consent.objects.exists()


def test_numbers_are_kept_in_one_spelling_and_nonsense_is_refused(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=MARA, scope=None, country="US", region="ny")
    row = add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="(212) 555-0123")

    assert (row.normal, row.country, row.region) == ("+12125550123", "US", "NY")
    with pytest.raises(KnownAlready):
        add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="+1 212 555 0123")
    with pytest.raises(NotAPoint):
        add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="12")
    with pytest.raises(NotAPoint):
        add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.EMAIL, text="mara at home")
    with pytest.raises(UnknownPlace):
        describe(by=cast.dev, at=NOON, customer=MARA, scope=None, country="Utopia")
    assert Point.objects.count() == 1


def test_a_wrong_number_is_not_used_again_until_it_is_right(cast: Cast, mara: Point) -> None:
    mark_wrong(by=cast.ben, at=NOON, customer=MARA, point=mara.fingerprint)
    assert asked().rule == "company.point-wrong"

    add_point(by=cast.ben, at=NOON, customer=MARA, medium=Medium.PHONE, text=NUMBER)

    assert asked().verdict is Verdict.ALLOW


def test_two_numbers_in_two_zones_are_judged_by_themselves_and_the_best_is_named(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=MARA, scope=Scope.BUSINESS, country="US")
    east = add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="+1 212 555 0123")
    west = add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="+1 213 555 0123")
    morning = datetime(2026, 11, 17, 14, 30, tzinfo=UTC)  # 9:30 in New York, 6:30 in Los Angeles

    best = asked(at=morning, purpose=LISTENING)
    other = may(customer=MARA, channel=CALL, purpose=LISTENING, when=morning, point=west.fingerprint)

    assert (best.verdict, best.point and best.point.id) == (Verdict.WARN, east.fingerprint)
    assert (other.verdict, other.until) == (Verdict.BLOCK, datetime(2026, 11, 17, 17, 0, tzinfo=UTC))
    assert "It is 06:30 in Los Angeles" in other.sentence
    with pytest.raises(NoSuchPoint):
        may(customer=MARA, channel=CALL, purpose=LISTENING, when=morning, point="0" * 64)


def test_a_number_from_another_state_than_the_address_counts_for_both(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=MARA, scope=Scope.BUSINESS, country="US", region="AZ")
    add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text="+1 850 234 1234")
    evening = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)  # 18:30 in Arizona, 20:30 or 19:30 in Florida

    said = asked(at=evening, purpose=LISTENING)

    assert said.rule == "us-fl.calling-hours"
    assert "in New York; calls are made from 08:00 to 20:00 there" in said.sentence
    assert said.until == datetime(2026, 11, 18, 16, 0, tzinfo=UTC)  # 9:00 in Arizona


def test_what_the_facts_say_is_used(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [
        {"customer": MARA, "country": "Germany", "phone": "030 901820, 0171 1234567", "email": "M@Thimble.example"},
        {"customer": NOAH, "country": "EIRE", "status": "deceased"},
    ]
    lake_of(tmp_path / "lake", customers=people, sales=[sale(MARA, date(2026, 3, 1), "10")])
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    (tmp_path / "regain.toml").write_text("")

    found = points(customer=MARA, at=NOON)

    assert [point.shown for point in found] == ["+49 30 901820", "+49 171 1234567", "M@Thimble.example"]
    assert found[0].local_time is not None
    assert (found[0].local_time.hour, found[0].zone_title, found[0].source) == (13, "Berlin", "imported facts")
    assert asked().rule == "de.calls-consent"
    assert asked(channel=Channel.EMAIL).rule == "de.email-consent"
    assert asked(channel=Channel.EMAIL).verdict is Verdict.WARN
    assert asked(customer=NOAH).rule == "everywhere.deceased"
    mark_wrong(by=cast.dev, at=NOON, customer=MARA, point=found[0].id)
    assert [point.is_wrong for point in points(customer=MARA)] == [True, False, False]


def test_without_a_country_the_companys_own_counts(cast: Cast, settings: Settings) -> None:
    assert "Where they are is not known" in asked(purpose=LISTENING).sentence

    settings.COMPANY = settings.COMPANY._read().model_copy(update={"country": "GB"})

    assert asked(purpose=LISTENING).rule == "company.point-known"


def test_a_screening_lets_one_call_until_it_is_old(cast: Cast) -> None:
    describe(by=cast.dev, at=NOON, customer=MARA, scope=Scope.CONSUMER, country="GB")
    add_point(by=cast.dev, at=NOON, customer=MARA, medium=Medium.PHONE, text=NUMBER)
    assert asked().rule == "gb.tps"

    taken = import_screening(
        by=cast.dev,
        at=NOON,
        registry="gb-tps",
        checked_on=date(2026, 11, 16),
        text="number,listed\n02079460018,no\n02079460019,yes\nnonsense,no\n02079460020,perhaps\n",
    )

    assert (taken.lines, taken.taken, len(taken.unread)) == (4, 2, 2)
    assert asked().verdict is Verdict.ALLOW
    assert asked(at=NOON + timedelta(days=30)).rule == "gb.tps"
    with pytest.raises(UnknownRegistry):
        import_screening(by=cast.dev, at=NOON, registry="moon", checked_on=date(2026, 11, 16), text="1")
    with pytest.raises(NotYet):
        import_screening(by=cast.dev, at=NOON, registry="gb-tps", checked_on=date(2026, 11, 18), text="1")
    assert Screening.objects.count() == 2


def test_the_tables_hold_what_the_verbs_promise(cast: Cast, mara: Point) -> None:
    row = call(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(override="Signed", verdict="allow")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.create(act="a", kind="phone", fingerprint="+442079460018", source="x", said_at=NOON, said_by="x")
