"""Practice calls and scenarios: played, scored by a colleague, seen by few."""

from dataclasses import replace

import pytest

from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training import actions
from regain.knowledge.training.actions import practice as acting
from regain.knowledge.training.actions import scenarios as writing
from regain.knowledge.training.models import Practice, Scenario
from regain.knowledge.training.queries import practice as queries
from regain.knowledge.training.queries import scenarios
from regain.knowledge.training.rules.rubric import MustNot
from regain.knowledge.training.rules.sheet import shipped
from regain.knowledge.training.tests.conftest import Traces
from regain.knowledge.training.tests.story import AT, browser, practised
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SECRET = "broken vases"


def begun(cast: Cast) -> Practice:
    return actions.practise(by=cast.ben, at=AT, caller=cast.ben, colleague=cast.cora, scenario="florist")


def test_a_colleague_plays_and_scores(cast: Cast) -> None:
    scored = practised(cast.ben, cast.cora, points=2)

    assert scored.passed
    found = queries.verdict_of(scored)
    assert found is not None
    assert (found.points, found.needed, found.most) == (16, 16, 24)


def test_something_that_must_not_happen_fails_it(cast: Cast) -> None:
    assert not practised(cast.ben, cast.cora, broken=(MustNot.PROMISED,)).passed


def test_nobody_scores_their_own_call(cast: Cast, traces: Traces) -> None:
    practice = begun(cast)
    before = traces()

    with pytest.raises(NotAllowed):
        actions.score(by=cast.ben, at=AT, practice=practice, points={}, broken=(), words="I was great")
    with pytest.raises(NotAllowed):
        actions.score(by=cast.dev, at=AT, practice=practice, points={}, broken=(), words="A manager did not hear it")

    assert traces() == before


def test_nobody_practises_with_themselves_or_with_somebody_who_does_not_call(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(acting.NeedsAColleague):
        actions.practise(by=cast.ben, at=AT, caller=cast.ben, colleague=cast.ben, scenario="florist")
    with pytest.raises(acting.NeedsAColleague, match="Tom Reyes has no role"):
        actions.practise(by=cast.ben, at=AT, caller=cast.ben, colleague=cast.tom, scenario="florist")
    with pytest.raises(NotFound):
        actions.practise(by=cast.ben, at=AT, caller=cast.ben, colleague=cast.cora, scenario="nobody")

    assert traces() == before


def test_a_score_needs_every_step_and_a_sentence(cast: Cast, traces: Traces) -> None:
    practice = begun(cast)
    before = traces()
    points = dict.fromkeys(shipped()["florist"].steps, 3)

    with pytest.raises(acting.ScoreIncomplete, match="“Apologise” has no points yet"):
        actions.score(by=cast.cora, at=AT, practice=practice, points={}, broken=(), words="Fine")
    with pytest.raises(acting.ScoreIncomplete, match="Say in a sentence"):
        actions.score(by=cast.cora, at=AT, practice=practice, points=points, broken=(), words=" ")

    assert traces() == before


def test_what_is_over_stays_over(cast: Cast) -> None:
    practice = begun(cast)
    actions.call_off(by=cast.cora, at=AT, practice=practice)

    with pytest.raises(acting.PracticeIsOver):
        actions.walk(by=cast.ben, at=AT, practice=practice, step=Step.LISTEN, notes="")
    with pytest.raises(acting.PracticeIsOver):
        actions.call_off(by=cast.ben, at=AT, practice=practice)


def test_the_caller_never_sees_what_is_behind_it_before_the_end(cast: Cast) -> None:
    practice = begun(cast)
    address = f"/training/practice/{practice.pk}/"
    ben, cora = browser(cast.ben), browser(cast.cora)

    assert SECRET not in ben.get(address).content.decode()
    assert SECRET in cora.get(address).content.decode()
    assert SECRET not in str(ben.get(f"/api/1/training/practice/{practice.pk}").json())
    assert ben.get("/training/practice/scenarios/florist/").status_code == 403

    page = ben.post(f"{address}step/", {"step": "listen", "notes": "In a hurry"}, follow=True).content.decode()
    assert "In a hurry" in page
    assert "Ask one open question" in page
    form = {f"points-{step}": "3" for step in shipped()["florist"].steps} | {"words": "Lovely silence"}
    refused = cora.post(f"{address}score/", {"broken": "argued", "words": "Half"})
    assert refused.status_code == 422
    assert 'value="argued" checked' in refused.content.decode()
    assert "Passed" in cora.post(f"{address}score/", form, follow=True).content.decode()
    page = ben.get(address).content.decode()
    assert SECRET in page
    assert "Lovely silence" in page


def test_results_are_for_the_two_and_for_who_certifies(cast: Cast) -> None:
    scored = practised(cast.ben, cast.cora)
    address = f"/training/practice/{scored.pk}/"

    assert browser(cast.ada).get(address).status_code == 404
    assert browser(cast.ada).get(f"/api/1/training/practice/{scored.pk}").status_code == 404
    assert "Mrs Lindholm" not in browser(cast.ada).get("/training/practice/").content.decode()
    assert browser(cast.dev).get(address).status_code == 200
    assert browser(cast.olive).get(f"/api/1/training/practice/{scored.pk}").json()["reached"] == 24


def test_programs_practise_and_score(cast: Cast) -> None:
    ben, cora = browser(cast.ben), browser(cast.cora)
    body = {"colleague": cast.cora.pk, "scenario": "left-alone"}

    made = ben.post("/api/1/training/practice", body, content_type="application/json").json()
    address = f"/api/1/training/practice/{made['id']}/score"
    score = {"points": {"apologise": 3, "close": 1}, "must_nots": ["held_on"], "words": "Asked why"}

    assert "scored_steps" not in made
    assert ben.post(address, score, content_type="application/json").status_code == 403
    told = cora.post(address, score, content_type="application/json").json()
    assert (told["state"], told["reached"], told["needed"]) == ("not_yet", 4, 4)
    assert [each["id"] for each in ben.get("/api/1/training/practice").json()["practices"]] == [made["id"]]


def test_a_practice_call_is_begun_on_the_page(cast: Cast) -> None:
    ben = browser(cast.ben)
    page = ben.get("/training/practice/new/").content.decode()
    assert "Cora Lindqvist" in page
    assert "Tom Reyes" not in page

    refused = ben.post("/training/practice/new/", {"side": "caller", "colleague": "", "scenario": "gym"})
    assert refused.status_code == 422
    ben.post("/training/practice/new/", {"side": "colleague", "colleague": cast.cora.pk, "scenario": "gym"})

    made = Practice.objects.get()
    assert (made.caller, made.colleague) == (cast.cora, cast.ben)
    assert "A practice call goes on" in browser(cast.cora).get("/").content.decode()


def test_a_scenario_gets_a_new_version_and_old_practice_keeps_its_own(cast: Cast) -> None:
    practice = begun(cast)
    changed = replace(shipped()["florist"], behind="The ribbon faded.")

    actions.write_scenario(by=cast.dev, at=AT, sheet=changed, key="florist", version=1)

    assert scenarios.scenario("florist").version == 2
    assert SECRET in Practice.objects.get(pk=practice.pk).scenario.behind
    with pytest.raises(writing.ChangedMeanwhile):
        actions.write_scenario(by=cast.olive, at=AT, sheet=changed, key="florist", version=1)


def test_a_new_scenario_finds_a_name_of_its_own(cast: Cast) -> None:
    sheet = replace(shipped()["gym"], title="Mrs Lindholm, baker")

    first = actions.write_scenario(by=cast.dev, at=AT, sheet=sheet)
    second = actions.write_scenario(by=cast.dev, at=AT, sheet=sheet)

    assert (first.key, second.key) == ("mrs-lindholm-baker", "mrs-lindholm-baker-2")
    with pytest.raises(writing.ScenarioIncomplete, match="what they say first"):
        actions.write_scenario(by=cast.dev, at=AT, sheet=replace(sheet, opens=" "))


def test_a_retired_scenario_is_not_begun(cast: Cast) -> None:
    actions.retire_scenario(by=cast.dev, at=AT, key="gym")

    assert "gym" not in {choice.key for choice in scenarios.choices(cast.ben)}
    with pytest.raises(acting.ScenarioIsRetired):
        actions.practise(by=cast.ben, at=AT, caller=cast.ben, colleague=cast.cora, scenario="gym")
    with pytest.raises(writing.AlreadySo):
        actions.retire_scenario(by=cast.dev, at=AT, key="gym")
    actions.bring_back_scenario(by=cast.dev, at=AT, key="gym")
    assert "gym" in {choice.key for choice in scenarios.choices(cast.ben)}


def test_a_caller_neither_writes_nor_retires_scenarios(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(NotAllowed):
        actions.write_scenario(by=cast.ben, at=AT, sheet=shipped()["gym"])
    with pytest.raises(NotAllowed):
        actions.retire_scenario(by=cast.ben, at=AT, key="gym")

    assert traces() == before


def test_scenarios_are_written_on_the_page(cast: Cast) -> None:
    dev = browser(cast.dev)
    assert "Mrs Lindholm, flower shop" in dev.get("/training/practice/scenarios/").content.decode()
    assert "no guesses.\nDoes not ask" in dev.get("/training/practice/scenarios/gym/").content.decode()
    sheet = shipped()["gym"]
    form = {
        "title": sheet.title,
        "facts": sheet.facts,
        "who": sheet.who,
        "opens": sheet.opens,
        "behind": "Something else",
        "good": "One\nTwo",
        "steps": ["listen", "close"],
        "answer-listen": "Hm.",
        "version": "1",
    }

    page = dev.post("/training/practice/scenarios/gym/", form, follow=True).content.decode()

    assert "is saved as version 2" in page
    row = Scenario.objects.get(key="gym", replaced_at=None)
    assert (row.steps, row.good, row.answers) == (["listen", "close"], ["One", "Two"], {"listen": "Hm."})
    stale = dev.post("/training/practice/scenarios/gym/", form | {"behind": "My long text"})
    assert stale.status_code == 409
    assert "My long text" in stale.content.decode()
    assert "is retired" in dev.post("/training/practice/scenarios/gym/retirement/", follow=True).content.decode()
