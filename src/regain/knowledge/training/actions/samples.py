"""What a demo begins with: people who may call, and coaching that goes on. All of it through the verbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import System
from regain.foundation.people.actions import teams
from regain.foundation.people.models import Person, Team
from regain.knowledge.training import policy
from regain.knowledge.training.actions.certificates import certify
from regain.knowledge.training.actions.coaching import acknowledge, coach, hand_on, raise_coaching
from regain.knowledge.training.actions.practice import practise, score
from regain.knowledge.training.models import Certificate, Coaching
from regain.knowledge.training.rules.coaching import RECHECK
from regain.knowledge.training.rules.sheet import shipped

PRACTISED = (("florist", 2), ("left-alone", 3))
TEAM = "Customer service"


@verb("training.sample_certificates_added", allow=policy.is_the_system)
def sample_certificates(*, by: System, at: datetime) -> tuple[Certificate, ...]:
    """Let the sample callers practise with one another, be scored and be certified; those who are stay as they are."""
    people = _samples()
    manager = people.get("dev")
    made = []
    for caller, colleague in (("ben", "cora"), ("ada", "dev"), ("dev", "cora"), ("olive", "dev")):
        if caller in people and colleague in people and manager is not None:
            person, giver = people[caller], people["olive"] if caller == "dev" and "olive" in people else manager
            if giver.pk != person.pk and not Certificate.objects.filter(person=person).exists():
                _practise(person, people[colleague], at=at)
                made.append(certify(by=giver, at=at, person=person, words="Calm, and lets people finish."))
    return tuple(made)


@dataclass(frozen=True)
class Said:
    """One thing a customer said, so many days ago."""

    days: int
    by: str
    quote: str
    moment: str = ""
    wanted: str = ""
    praises: bool = False
    person: str = ""
    about: str = ""


NEW = Said(
    1,
    "dev",
    "I called three times about the broken lids, and each time I had to tell it all again.",
    moment="Return of a broken order",
    wanted="Read the notes of the last call before the customer has to repeat it.",
)
LATE = Said(
    6,
    "dev",
    "The man on the phone told me it was in the small print. He was right, and I left.",
    moment="Complaint about a price change",
    wanted="Say sorry for the surprise first, and explain afterwards.",
    about="Marek, mornings",
)
PRAISE = Said(
    3,
    "ben",
    "Cora stayed on the line until the parcel was found. I told all my friends.",
    moment="A parcel lost before a birthday",
    praises=True,
    person="cora",
)
TALKED = Said(
    20,
    "dev",
    "He promised to call back on Monday. It was Thursday, and it was me who called.",
    moment="A question about an invoice",
    wanted="Promise only a day that is in the calendar.",
    person="ben",
)
TOLD = Said(25, "dev", "Best wrapped glass I ever received.", praises=True)


@verb("training.sample_coaching_added", allow=policy.is_the_system)
def sample_coaching(*, by: System, at: datetime) -> tuple[Coaching, ...]:
    """Give the sample frontline manager a team, and something to hear in each stage."""
    people = _samples()
    if Coaching.objects.exists() or not {"fay", "cora", "ben", "dev"} <= set(people):
        return ()
    fay = people["fay"]
    team = Team.objects.filter(name=TEAM, closed_at=None).first() or teams.make_team(by=by, at=at, name=TEAM, lead=fay)
    for name in ("cora", "ben"):
        people[name] = teams.put_in_team(by=by, at=at, person=people[name], team=team)
    new, late, praise, talked, told = (_raise(said, people, team, at=at) for said in (NEW, LATE, PRAISE, TALKED, TOLD))
    acknowledge(by=people["cora"], at=at - timedelta(days=2), coaching=praise)
    acknowledge(by=fay, at=at - timedelta(days=18), coaching=talked)
    coach(
        by=fay,
        at=at - timedelta(days=15),
        coaching=talked,
        agreed="Every promise to call back goes into the calendar before the call ends.",
        recheck_on=(at - timedelta(days=15)).date() + RECHECK,
    )
    acknowledge(by=fay, at=at - timedelta(days=24), coaching=told)
    hand_on(by=fay, at=at - timedelta(days=23), coaching=told, words="Read out in the Monday round.")
    return (new, late, praise, talked, told)


def _raise(said: Said, people: dict[str, Person], team: Team, *, at: datetime) -> Coaching:
    return raise_coaching(
        by=people[said.by],
        at=at - timedelta(days=said.days),
        quote=said.quote,
        moment=said.moment,
        wanted=said.wanted,
        praises=said.praises,
        person=people[said.person] if said.person else None,
        team=None if said.person else team,
        about=said.about,
    )


def _practise(caller: Person, colleague: Person, *, at: datetime) -> None:
    for number, (key, points) in enumerate(PRACTISED, start=1):
        when = at - timedelta(days=7 - number)
        practice = practise(by=caller, at=when, caller=caller, colleague=colleague, scenario=key)
        score(
            by=colleague,
            at=when + timedelta(minutes=20),
            practice=practice,
            points=dict.fromkeys(shipped()[key].steps, points),
            broken=(),
            words="Waited after the first question, and said it back in their words. Next time ask sooner.",
        )


def _samples() -> dict[str, Person]:
    rows = Person.objects.filter(is_sample=True, left_at=None).prefetch_related("holdings")
    return {row.email.partition("@")[0]: row for row in rows}
