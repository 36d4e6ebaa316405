"""What the routes of this room are asked with."""

from regain.foundation.kit import clock
from regain.foundation.people.actions import teams
from regain.foundation.people.models import Person
from regain.knowledge.training import actions
from regain.knowledge.training.models import Coaching, Practice
from regain.knowledge.training.rules.coaching import Stage
from regain.knowledge.training.rules.sheet import shipped
from regain.knowledge.training.tests.story import certified, trained
from tests.access_samples import Filled, Sample
from tests.cast import Cast

LATER = "2099-01-05"
QUOTE = "He sighed before I had finished."


def an_item(stage: Stage = Stage.RAISED, *, praises: bool = False, key: str = "item_id", **form: object) -> Sample:
    """An item about the team that whoever asks leads, at the stage where the step can be taken."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        lead = _as(actor, "training.coaching", cast.ada)
        raiser = _as(actor, "training.raise_coaching", cast.dev)
        item = _raised(cast, lead=lead, raiser=raiser, praises=praises)
        now = clock.now()
        if stage in {Stage.ACKNOWLEDGED, Stage.COACHED}:
            item = actions.acknowledge(by=lead, at=now, coaching=item)
        if stage is Stage.COACHED:
            item = actions.coach(
                by=lead, at=now, coaching=item, agreed="Listen", recheck_on=now.date().replace(year=2099)
            )
        sent = form | ({"whom": f"person:{cast.cora.pk}"} if "whom" in form else {})
        return Filled({key: item.pk}, sent, as_json=key == "item")

    return filled


def _as(actor: Person | None, permission: str, otherwise: Person) -> Person:
    return actor if actor is not None and actor.may(permission) else otherwise


def _raised(cast: Cast, *, lead: Person, raiser: Person, praises: bool) -> Coaching:
    team = teams.make_team(by=cast.nia, at=clock.now(), name="Till", lead=lead)
    return actions.raise_coaching(by=raiser, at=clock.now(), quote=QUOTE, praises=praises, team=team)


def a_quote(cast: Cast, actor: Person | None) -> Filled:
    """What a customer said, on the page."""
    return Filled({}, {"quote": QUOTE, "praises": "no", "whom": f"person:{cast.cora.pk}"})


def a_quote_by_program(cast: Cast, actor: Person | None) -> Filled:
    """What a customer said, sent by a program."""
    return Filled({}, {"quote": QUOTE, "praises": False, "person": cast.cora.pk}, as_json=True)


def _practice(cast: Cast, actor: Person | None, *, plays: bool = False) -> Practice:
    """A practice call of whoever asks and a colleague."""
    who = _as(actor, "training.practise", cast.ada)
    other = cast.ben if who != cast.ben else cast.cora
    caller, colleague = (other, who) if plays else (who, other)
    return actions.practise(by=who, at=clock.now(), caller=caller, colleague=colleague, scenario="gym")


def a_practice(key: str = "practice_id", **form: object) -> Sample:
    """A practice call of whoever asks."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({key: _practice(cast, actor).pk}, form)

    return filled


def a_score(cast: Cast, actor: Person | None) -> Filled:
    """A practice call in which whoever asks played the customer."""
    form = {f"points-{step}": "3" for step in shipped()["gym"].steps} | {"words": "Calm"}
    return Filled({"practice_id": _practice(cast, actor, plays=True).pk}, form)


def a_score_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, sent by a program."""
    body = {"points": {step.value: 3 for step in shipped()["gym"].steps}, "words": "Calm"}
    return Filled({"number": _practice(cast, actor, plays=True).pk}, body, as_json=True)


def a_beginning(cast: Cast, actor: Person | None) -> Filled:
    """With whom to practise what."""
    other = cast.ben if actor != cast.ben else cast.cora
    return Filled({}, {"side": "caller", "colleague": other.pk, "scenario": "gym"})


def a_beginning_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, sent by a program."""
    other = cast.ben if actor != cast.ben else cast.cora
    return Filled({}, {"colleague": other.pk, "scenario": "gym"}, as_json=True)


def a_scenario(cast: Cast, actor: Person | None) -> Filled:
    """A scenario that came with Regain, and what its form sends."""
    return Filled({"key": "gym"}, _written())


def a_new_scenario(cast: Cast, actor: Person | None) -> Filled:
    """A scenario that is being written."""
    return Filled({}, _written())


def a_retired_scenario(cast: Cast, actor: Person | None) -> Filled:
    """One nobody begins any more."""
    actions.retire_scenario(by=cast.dev, at=clock.now(), key="gym")
    return Filled({"key": "gym"})


def _written() -> dict[str, object]:
    sheet = shipped()["gym"]
    words = {name: getattr(sheet, name) for name in ("title", "facts", "who", "opens", "behind")}
    return words | {"good": "Waits", "steps": ["listen"], "version": "1"}


def a_trained_caller(cast: Cast, actor: Person | None) -> Filled:
    """Ben, who has practised enough."""
    trained(cast.ben, cast.cora, at=clock.now())
    return Filled({"person_id": cast.ben.pk}, {"words": "Calm"})


def a_trained_caller_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, sent by a program."""
    trained(cast.ben, cast.cora, at=clock.now())
    return Filled({}, {"person": cast.ben.pk}, as_json=True)


def a_certificate(cast: Cast, actor: Person | None) -> Filled:
    """Ben's certificate."""
    return Filled({"certificate_id": certified(cast, at=clock.now()).pk}, {"because": "Argued"})


def a_certificate_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same for programs."""
    return Filled({"certificate": certified(cast, at=clock.now()).pk})


def a_standard(cast: Cast, actor: Person | None) -> Filled:
    """What a certificate takes."""
    return Filled({}, {"calls": "2", "within_days": "60", "months": "12"})


SAMPLES = {
    "training:raising": a_quote,
    "training:item": an_item(),
    "training:acknowledgement": an_item(),
    "training:talk": an_item(Stage.ACKNOWLEDGED, agreed="Listen", recheck_on=LATER),
    "training:check": an_item(Stage.COACHED, holds="yes"),
    "training:handing_on": an_item(Stage.ACKNOWLEDGED, praises=True),
    "training:comment": an_item(words="Thank you"),
    "training:addressing": an_item(whom=""),
    "training:taking_back": an_item(),
    "training:beginning": a_beginning,
    "training:practice": a_practice(),
    "training:practice_step": a_practice(step="listen", notes="In a hurry"),
    "training:scoring": a_score,
    "training:calling_off": a_practice(),
    "training:new_scenario": a_new_scenario,
    "training:scenario": a_scenario,
    "training:retirement": a_scenario,
    "training:bringing_back": a_retired_scenario,
    "training:standard": a_standard,
    "training:certificate": a_trained_caller,
    "training:certificate_withdrawal": a_certificate,
    "api-1:training_coaching": a_quote_by_program,
    "api-1:training_item": an_item(key="item"),
    "api-1:training_item_steps": an_item(key="item", step="acknowledge"),
    "api-1:training_item_comments": an_item(key="item", words="Thank you"),
    "api-1:training_certificates": a_trained_caller_by_program,
    "api-1:training_certificate": a_certificate_by_program,
    "api-1:training_practices": a_beginning_by_program,
    "api-1:training_practice": a_practice("number"),
    "api-1:training_score": a_score_by_program,
}
