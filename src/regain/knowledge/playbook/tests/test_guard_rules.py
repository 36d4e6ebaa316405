"""The engine and the law files: every rule has its case and its twin; hours hold whatever the clocks do."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regain.knowledge.playbook.rules.guard import identifiers, packs, places
from regain.knowledge.playbook.rules.guard.hours import Window, next_open, open_spans
from regain.knowledge.playbook.rules.guard.judge import judge
from regain.knowledge.playbook.rules.guard.lists import NotAList, read_list
from regain.knowledge.playbook.rules.guard.openings import windows_of
from regain.knowledge.playbook.rules.guard.terms import (
    Act,
    Channel,
    Consented,
    Judged,
    Known,
    Place,
    Purpose,
    Scope,
    Screened,
    Verdict,
    Why,
)
from regain.knowledge.playbook.tests.guard_cases import CASES, NOON, Case, at

NEW_YORK, BERLIN, LONDON = "America/New_York", "Europe/Berlin", "Europe/London"


def judged(act: Act, known: Known) -> Judged:
    return judge(act, known, packs.rules())


def said_by(rule: str, act: Act, known: Known) -> Verdict | None:
    return next((each.verdict for each in judged(act, known).findings if each.rule.id == rule), None)


def test_every_rule_in_force_has_a_case_and_every_case_a_rule() -> None:
    in_force = {rule.id for rule in packs.rules() if rule.is_in_force(NOON.date())}

    assert in_force == set(CASES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_speaks_against_its_case_and_not_against_its_twin(rule: str) -> None:
    case = CASES[rule]

    assert said_by(rule, *case.asked()) is case.verdict
    assert said_by(rule, *case.twin()) is None


def test_what_is_only_announced_blocks_nobody() -> None:
    announced = [rule for rule in packs.rules() if not rule.is_in_force(NOON.date())]

    assert [rule.id for rule in announced] == ["gb.one-step-out"]
    act, known = Case("GB", act={"makes_offer": True, "is_leaving": True}).asked()
    assert said_by("gb.one-step-out", act, known) is None


def test_a_rule_counts_from_its_day_on() -> None:
    act, known = CASES["eu.withdrawal-no-offer"].asked()

    before = replace(act, when=datetime(2026, 6, 18, 12, tzinfo=UTC))

    assert said_by("eu.withdrawal-no-offer", before, known) is None


def test_every_rule_names_source_owner_and_the_day_it_was_checked() -> None:
    for rule in packs.rules():
        assert all((rule.source, rule.owner, rule.title)), rule.id
        assert rule.checked_on <= date(2026, 11, 22), rule.id


@pytest.mark.parametrize(
    "line",
    [
        'id = "x.a"\nkind = "stop"\ntitle = "t"\nverdict = "never"',
        'id = "y.a"\nkind = "stop"\ntitle = "t"\nverdict = "block"',
        'id = "x.a"\nkind = "stop"\nverdict = "block"',
        'id = "x.a"\nkind = "stop"\ntitle = "t"\nverdict = "block"\nchecked_on = "soon"',
    ],
)
def test_a_law_file_that_makes_no_sense_is_refused(line: str) -> None:
    head = 'jurisdiction = "*"\n[defaults]\noverride = false\nstatus = "in force"\nsource = "s"\nowner = "o"\n'

    with pytest.raises(packs.BrokenLaw):
        packs.read("x", f"{head}[[rules]]\n{line}\n")


def test_the_strictest_counts_where_the_country_is_not_known() -> None:
    act = Act(Channel.CALL, Purpose.LISTENING, NOON)
    nowhere = Known(frozenset({Place()}), places.zones_of(""))

    found = judged(act, nowhere)

    assert found.verdict is Verdict.BLOCK
    assert {"de.calls-consent", "us.calling-hours"} <= {each.rule.id for each in found.findings}
    assert next(each for each in found.findings if each.rule.id == "de.calls-consent").is_assumed
    assert any(each.why is Why.NO_ZONE for each in found.findings)


def test_address_and_area_code_that_disagree_leave_the_stricter_of_both() -> None:
    both = Known(
        frozenset({Place("US", "AZ"), Place("US", "FL")}), frozenset({"America/Phoenix", NEW_YORK}), Scope.CONSUMER
    )
    late_in_florida = Act(Channel.CALL, Purpose.LISTENING, at(1, 30, day=18))

    assert said_by("us-fl.calling-hours", late_in_florida, both) is Verdict.BLOCK
    assert said_by("us-fl.calling-hours", late_in_florida, replace(both, places=frozenset({Place("US", "AZ")}))) is None


def test_a_toll_free_number_is_called_when_it_is_time_in_every_american_zone() -> None:
    anywhere = Known(frozenset({Place("US")}), places.zones_of("US"), Scope.BUSINESS)

    found = judged(Act(Channel.CALL, Purpose.LISTENING, NOON), anywhere)

    assert found.until == datetime(2026, 11, 17, 19, 0, tzinfo=UTC)  # 9:00 in Honolulu, 14:00 in New York


def spans(zone: str, opens: str, closes: str, when: datetime) -> Sequence[tuple[datetime, datetime]]:
    window = Window.of(days="mon-sun", opens=opens, closes=closes)
    return open_spans((window,), [zone], when, frozenset())


def local(year: int, month: int, day: int, hour: int, minute: int, zone: str, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def test_the_hour_that_comes_twice_is_inside_both_times() -> None:
    night = local(2026, 11, 1, 0, 0, NEW_YORK)
    found = spans(NEW_YORK, "01:30", "01:45", night)

    for fold in (0, 1):
        moment = local(2026, 11, 1, 1, 30, NEW_YORK, fold)
        assert next_open(found, moment) == moment
        assert next_open(found, moment - timedelta(seconds=1)) == moment
    between = local(2026, 11, 1, 1, 0, NEW_YORK, 1)
    assert next_open(found, between) == local(2026, 11, 1, 1, 30, NEW_YORK, 1)


def test_the_hour_that_does_not_exist_opens_with_the_first_moment_after_it() -> None:
    for year, month, day, zone in ((2026, 3, 8, NEW_YORK), (2026, 3, 29, BERLIN)):
        found = spans(zone, "02:30", "09:00", local(year, month, day, 0, 0, zone))
        assert next_open(found, local(year, month, day, 0, 0, zone)) == local(year, month, day, 3, 0, zone)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (NEW_YORK, date(2026, 3, 8)),
        (NEW_YORK, date(2026, 11, 1)),
        (BERLIN, date(2026, 3, 29)),
        (BERLIN, date(2026, 10, 25)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
        ("America/Santiago", date(2026, 9, 6)),
    ],
)
def test_calls_begin_at_eight_by_the_wall_on_the_morning_after_the_clocks_changed(zone: str, day: date) -> None:
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)

    opened = next_open(spans(zone, "08:00", "21:00", midnight), midnight)

    assert opened is not None
    assert opened.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == f"{day} 08:00"


def test_no_call_on_a_public_holiday_or_a_sunday() -> None:
    german = Known(frozenset({Place("DE")}), frozenset({BERLIN}), Scope.CONSUMER)
    christmas = datetime(2026, 12, 25, 12, tzinfo=UTC)

    found = judged(Act(Channel.CALL, Purpose.SUPPORT, christmas), german)

    assert [each.why for each in found.findings if each.verdict is Verdict.BLOCK] == [Why.DAY]
    assert found.until == datetime(2026, 12, 28, 8, tzinfo=UTC)  # the 26th is a holiday, the 27th a Sunday


def test_the_relationship_lasts_eighteen_months_to_the_day() -> None:
    known = Case("US").asked()[1]
    act = Act(Channel.CALL, Purpose.RECOVERY, NOON + timedelta(hours=2))

    last = judged(act, replace(known, last_purchase_on=date(2025, 5, 17)))
    over = judged(act, replace(known, last_purchase_on=date(2025, 5, 16)))
    inquired = judged(act, replace(known, last_inquiry_on=date(2026, 8, 17)))

    assert (last.verdict, over.verdict, inquired.verdict) == (Verdict.WARN, Verdict.BLOCK, Verdict.WARN)
    assert not over.is_overridable


def test_until_is_none_where_time_changes_nothing() -> None:
    act, known = CASES["de.calls-consent"].asked()

    assert judged(act, known).until is None


def test_the_worst_comes_first_and_what_nobody_may_sign_before_the_rest() -> None:
    act, known = CASES["everywhere.stop"].asked()
    found = judged(replace(act, when=at(23)), known)

    assert found.findings[0].rule.id in {"everywhere.stop", "gb.tps"}
    assert not found.is_overridable


# What is true of every answer, whatever is asked.

MOMENTS = st.integers(0, 1050 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
HOMES = st.sampled_from(
    [
        ("US", "CA", "America/Los_Angeles"),
        ("US", "FL", "America/Chicago"),
        ("US", "OK", "America/Chicago"),
        ("DE", "", BERLIN),
        ("GB", "", LONDON),
        ("FR", "", "Europe/Paris"),
        ("JP", "", "Asia/Tokyo"),
    ]
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Act, Known]:
    when = draw(MOMENTS)
    channel, purpose = draw(st.sampled_from(Channel)), draw(st.sampled_from(Purpose))
    act = Act(channel, purpose, when, draw(st.booleans()), draw(st.booleans()), draw(st.booleans()))
    country, region, zone = draw(HOMES)
    ago = st.integers(0, 1000).map(lambda days: when.date() - timedelta(days=days))
    back = st.integers(0, 2200).map(lambda hours: when - timedelta(hours=hours))
    known = Known(
        places=frozenset({Place(country, region)}),
        zones=frozenset({zone}),
        scope=draw(st.sampled_from([Scope.CONSUMER, Scope.BUSINESS])),
        consents=tuple(draw(st.lists(st.builds(Consented, st.just(purpose), st.just(channel), back), max_size=1))),
        attempts=tuple(draw(st.lists(back, max_size=7))),
        touched_at=draw(st.none() | back),
        last_purchase_on=draw(ago),
        last_inquiry_on=draw(ago),
        screened={name: Screened(draw(ago), draw(st.booleans())) for name in ("us-dnc", "gb-tps", "gb-ctps")},
    )
    return act, known


UNKNOWN = {
    "country": lambda known: replace(known, places=frozenset({Place()})),
    "state": lambda known: replace(known, places=frozenset(Place(place.country) for place in known.places)),
    "zone": lambda known: replace(
        known, zones=frozenset().union(*(places.zones_of(place.country) for place in known.places))
    ),
    "scope": lambda known: replace(known, scope=None),
    "consent": lambda known: replace(known, consents=()),
    "purchase": lambda known: replace(known, last_purchase_on=None),
    "inquiry": lambda known: replace(known, last_inquiry_on=None),
    "screening": lambda known: replace(known, screened={}),
    "point": lambda known: replace(known, has_point=False, screened={}),
}
QUICK = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(situations(), st.sampled_from(sorted(UNKNOWN)))
def test_the_verdict_never_gets_laxer_when_a_fact_becomes_unknown(situation: tuple[Act, Known], fact: str) -> None:
    act, known = situation

    assert judged(act, UNKNOWN[fact](known)).verdict.weight >= judged(act, known).verdict.weight


@QUICK
@given(situations())
def test_at_until_it_is_really_allowed_and_not_a_second_before(situation: tuple[Act, Known]) -> None:
    act, known = situation
    found = judged(act, known)

    if found.until is not None:
        assert found.verdict is Verdict.BLOCK
        assert found.until >= act.when
        assert judged(replace(act, when=found.until), known).verdict is not Verdict.BLOCK
        for zone in known.zones:
            wall = found.until.astimezone(ZoneInfo(zone))
            since = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
            for rule in packs.rules():
                counts = rule.kind == "calling_hours" and rule.jurisdiction == "*"
                if counts and act.channel is Channel.CALL:
                    assert any(w.opens <= since < w.closes and wall.weekday() in w.days for w in windows_of(rule))


@QUICK
@given(situations())
def test_a_stop_blocks_whatever_else_is_known(situation: tuple[Act, Known]) -> None:
    act, known = situation

    assert judged(act, replace(known, stopped_at=act.when)).verdict is Verdict.BLOCK


def test_a_list_is_read_with_and_without_a_heading() -> None:
    plain = read_list("020 7946 0018\nMARA@thimble.example\n\nrubbish\n", country="GB")
    headed = read_list("id,phone,name\nC-17,+442079460018,Mara\nC-18,,Noah\n", country="")

    assert [(line.kind, line.normal) for line in plain.found] == [
        ("phone", "+442079460018"),
        ("email", "mara@thimble.example"),
    ]
    assert (plain.lines, [line.number for line in plain.unread]) == (3, [4])
    assert [(line.kind, line.normal) for line in headed.found] == [
        ("customer", "C-17"),
        ("phone", "+442079460018"),
        ("customer", "C-18"),
    ]


def test_a_list_too_long_to_read_at_once_is_refused() -> None:
    with pytest.raises(NotAList, match="split it"):
        read_list("1\n" * 50_001, country="GB")


@pytest.mark.parametrize(
    ("name", "code"),
    [("EIRE", "IE"), ("USA", "US"), ("Deutschland", "DE"), ("gb", "GB"), ("Unspecified", ""), ("", "")],
)
def test_countries_are_known_by_many_names(name: str, code: str) -> None:
    assert places.country_named(name) == code


@pytest.mark.parametrize(
    ("number", "region", "zones"),
    [
        ("+1 212 555 0123", "NY", {NEW_YORK}),
        ("+1 850 234 1234", "FL", {NEW_YORK, "America/Chicago"}),
        ("+1 787 555 1234", "PR", {"America/Puerto_Rico"}),
        ("+1 800 555 1234", "", set(places.zones_of("US"))),
    ],
)
def test_an_area_code_says_state_and_zones(number: str, region: str, zones: set[str]) -> None:
    read = identifiers.phone(number)

    assert (read.country, read.region) == ("US", region)
    assert places.zones_of_number(read.normal, read.country) == zones


def test_no_area_code_stands_in_two_states() -> None:
    table = tomllib.loads(places.CODES.read_text("utf-8"))
    codes = [code for clocks in table["states"].values() for group in clocks.values() for code in group]

    assert len(codes) == len(set(codes))
    assert len(table["states"]) == 56  # fifty states, the capital, five territories
