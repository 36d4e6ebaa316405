"""Who may do what with certificates, practice and coaching. Each verb names one of these."""

from typing import Any

from django.db.models import Q

from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Person
from regain.knowledge.training.models import Coaching, Practice
from regain.knowledge.training.rules.coaching import Move, Stage, Standing, may_take

PRACTISE = "training.practise"
CERTIFY = "training.certify"
WRITE = "training.write_scenarios"
COACHING = "training.coaching"
RAISE = "training.raise_coaching"
TOTALS = "training.coaching_totals"


def may_certify(*, by: Actor, **_: Any) -> bool:
    """Those who answer for who calls customers."""
    return isinstance(by, Person) and by.may(CERTIFY)


def may_write(*, by: Actor, **_: Any) -> bool:
    """Those who write practice calls."""
    return by.may(WRITE)


def may_practise(*, by: Actor, caller: Person, colleague: Person, **_: Any) -> bool:
    """Either of the two."""
    return by.may(PRACTISE) and by.key in {caller.key, colleague.key}


def is_caller(*, by: Actor, practice: Practice, **_: Any) -> bool:
    """Whoever makes this practice call."""
    return by.may(PRACTISE) and by.key == practice.caller.key


def is_colleague(*, by: Actor, practice: Practice, **_: Any) -> bool:
    """Whoever plays the customer; never the caller."""
    return by.may(PRACTISE) and by.key == practice.colleague.key and by.key != practice.caller.key


def is_either(*, by: Actor, practice: Practice, **_: Any) -> bool:
    """The caller or the colleague."""
    return by.may(PRACTISE) and by.key in {practice.caller.key, practice.colleague.key}


def seen_practice(by: Actor) -> Q:
    """The practice calls this person may see: their own, those they score, and all for who certifies."""
    if not isinstance(by, Person):
        return Q(pk__in=())
    return Q() if by.may(CERTIFY) else Q(caller=by.pk) | Q(colleague=by.pk)


def may_raise(*, by: Actor, **_: Any) -> bool:
    """Those who hear customers."""
    return by.may(RAISE)


def seen_coaching(by: Actor) -> Q:
    """The items this person may see: about them, about whom they lead, or raised by them. Nobody sees any other."""
    if not isinstance(by, Person) or not by.is_let_in:
        return Q(pk__in=())
    concerns = Q(person=by.pk) | Q(team__lead=by.pk) | Q(person__team__lead=by.pk, person__team__closed_at=None)
    if by.team_id is not None:
        concerns |= Q(team=by.team_id, about="")
    return Q(raised_by=by.pk) | (concerns & ~Q(stage=Stage.WITHDRAWN))


def lead_of(item: Coaching) -> Person | None:
    """Whoever leads the person or team it is about; nobody leads themselves."""
    team = item.team
    if item.person is not None:
        team = item.person.team if item.person.team and item.person.team.closed_at is None else None
    lead = team.lead if team else None
    return lead if lead and lead.is_active and lead.pk != item.person_id else None


def standing(*, by: Actor, item: Coaching) -> Standing:
    """What this person is to the item."""
    if not isinstance(by, Person):
        return Standing(is_about=False, leads=False, raised=False, has_lead=False)
    lead = lead_of(item)
    in_team = item.team_id is not None and item.team_id == by.team_id and not item.about
    return Standing(
        is_about=item.person_id == by.pk or in_team,
        leads=lead is not None and lead.pk == by.pk,
        raised=item.raised_by_id == by.pk and item.person_id != by.pk,
        has_lead=lead is not None,
    )


def sees(*, by: Actor, coaching: Coaching, **_: Any) -> bool:
    """Only those it concerns."""
    return by.may(COACHING) and Coaching.objects.filter(seen_coaching(by), pk=coaching.pk).exists()


def may_acknowledge(*, by: Actor, coaching: Coaching, **_: Any) -> bool:
    """Whom it is about, or their lead."""
    return _takes(by, coaching, Move.ACKNOWLEDGE)


def may_coach(*, by: Actor, coaching: Coaching, **_: Any) -> bool:
    """The lead; where there is none, whoever raised it."""
    return _takes(by, coaching, Move.COACH)


def may_recheck(*, by: Actor, coaching: Coaching, **_: Any) -> bool:
    """Whoever raised it, or the lead."""
    return _takes(by, coaching, Move.HOLDS)


def may_change(*, by: Actor, coaching: Coaching, **_: Any) -> bool:
    """Whoever raised it."""
    return by.may(COACHING) and isinstance(by, Person) and coaching.raised_by_id == by.pk


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """A process of the installation."""
    return isinstance(by, System)


def _takes(by: Actor, coaching: Coaching, move: Move) -> bool:
    """Judged by the row as it is now: teams and leads change while somebody looks."""
    rows = Coaching.objects.filter(seen_coaching(by), pk=coaching.pk)
    item = rows.select_related("person__team__lead", "team__lead").first()
    return item is not None and by.may(COACHING) and may_take(move=move, standing=standing(by=by, item=item))
