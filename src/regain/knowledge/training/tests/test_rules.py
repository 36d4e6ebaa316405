"""The rules: verdicts, certificates, coaching."""

from datetime import UTC, date, datetime, timedelta

import pytest

from regain.knowledge.playbook.rules.steps import STEPS, Step, after, before
from regain.knowledge.training.rules import certificate, coaching
from regain.knowledge.training.rules.coaching import Move, Stage, Standing
from regain.knowledge.training.rules.rubric import MustNot, verdict
from regain.knowledge.training.rules.sheet import missing, shipped

AT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
THREE = (Step.APOLOGISE, Step.LISTEN, Step.VERIFY)


def test_two_thirds_of_the_points_pass() -> None:
    passed = verdict(steps=THREE, points=dict.fromkeys(THREE, 2), broken=())
    short = verdict(steps=THREE, points={Step.APOLOGISE: 2, Step.LISTEN: 2, Step.VERIFY: 1}, broken=())

    assert (passed.points, passed.most, passed.needed, passed.passed) == (6, 9, 6, True)
    assert not short.passed


def test_what_must_not_happen_fails_the_best_call() -> None:
    found = verdict(steps=THREE, points=dict.fromkeys(THREE, 3), broken=[MustNot.PITCHED])

    assert (found.points, found.passed, found.broken) == (9, False, (MustNot.PITCHED,))


@pytest.mark.parametrize(
    "points", [{}, {Step.APOLOGISE: 3}, dict.fromkeys(THREE, 4), dict.fromkeys((*THREE, Step.OFFER), 3)]
)
def test_a_score_that_says_too_little_or_too_much_is_no_score(points: dict[Step, int]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        verdict(steps=THREE, points=points, broken=())


def test_every_scenario_that_comes_with_regain_can_be_played() -> None:
    assert len(shipped()) == 12
    for key, sheet in shipped().items():
        assert missing(sheet) == "", key
        assert set(sheet.steps) <= set(sheet.answers), key
        assert sheet.fails, key


def test_the_steps_follow_one_another() -> None:
    assert [after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [before(step) for step in STEPS] == [None, *STEPS[:-1]]


def test_only_recent_calls_of_different_customers_count() -> None:
    terms = certificate.Terms(calls=2, within_days=60)
    calls = [
        certificate.Passed(1, "florist", AT - timedelta(days=61)),
        certificate.Passed(2, "garage", AT - timedelta(days=60)),
        certificate.Passed(3, "garage", AT - timedelta(days=1)),
        certificate.Passed(4, "gym", AT + timedelta(days=1)),
    ]

    assert [call.id for call in certificate.counted(calls, terms=terms, at=AT)] == [3]


@pytest.mark.parametrize(
    ("given", "months", "until"),
    [
        ((2026, 3, 9), 12, (2027, 3, 9)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_a_certificate_ends_on_the_same_day_or_the_last_of_the_month(
    given: tuple[int, int, int], months: int, until: tuple[int, int, int]
) -> None:
    assert certificate.end(given_at=datetime(*given, tzinfo=UTC), months=months) == datetime(*until, tzinfo=UTC)


CONCERNED = Standing(is_about=True, leads=False, raised=False, has_lead=True)
LEAD = Standing(is_about=False, leads=True, raised=False, has_lead=True)
RAISER = Standing(is_about=False, leads=False, raised=True, has_lead=True)
RAISER_WITHOUT_LEAD = Standing(is_about=False, leads=False, raised=True, has_lead=False)


@pytest.mark.parametrize(
    ("stage", "praises", "standing", "may"),
    [
        (Stage.RAISED, False, CONCERNED, (Move.ACKNOWLEDGE,)),
        (Stage.RAISED, False, LEAD, (Move.ACKNOWLEDGE,)),
        (Stage.RAISED, False, RAISER, (Move.WITHDRAW,)),
        (Stage.ACKNOWLEDGED, False, CONCERNED, ()),
        (Stage.ACKNOWLEDGED, False, LEAD, (Move.COACH,)),
        (Stage.ACKNOWLEDGED, False, RAISER, ()),
        (Stage.ACKNOWLEDGED, False, RAISER_WITHOUT_LEAD, (Move.COACH,)),
        (Stage.ACKNOWLEDGED, True, LEAD, (Move.HAND_ON,)),
        (Stage.COACHED, False, CONCERNED, ()),
        (Stage.COACHED, False, RAISER, (Move.HOLDS, Move.NOT_YET)),
        (Stage.COACHED, False, LEAD, (Move.HOLDS, Move.NOT_YET)),
        (Stage.HOLDS, False, LEAD, ()),
    ],
)
def test_whose_turn_it_is(stage: Stage, praises: bool, standing: Standing, may: tuple[Move, ...]) -> None:
    assert coaching.moves(stage=stage, praises=praises, standing=standing) == may


def test_not_yet_leads_back_to_another_talk() -> None:
    assert coaching.leads_to(stage=Stage.COACHED, move=Move.NOT_YET, praises=False) is Stage.ACKNOWLEDGED
    assert coaching.leads_to(stage=Stage.HOLDS, move=Move.NOT_YET, praises=False) is None
    assert coaching.leads_to(stage=Stage.ACKNOWLEDGED, move=Move.COACH, praises=True) is None


def test_each_stage_has_its_own_last_day() -> None:
    since, again = date(2026, 3, 9), date(2026, 4, 8)

    def due(stage: Stage, *, praises: bool = False) -> date | None:
        return coaching.due_on(stage=stage, praises=praises, since=since, recheck_on=again)

    assert due(Stage.RAISED) == date(2026, 3, 12)
    assert due(Stage.ACKNOWLEDGED) == date(2026, 3, 23)
    assert due(Stage.ACKNOWLEDGED, praises=True) == date(2026, 3, 16)
    assert due(Stage.COACHED) == date(2026, 4, 15)
    assert due(Stage.HOLDS) is None
