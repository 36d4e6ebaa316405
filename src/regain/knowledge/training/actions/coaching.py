"""Coaching, from the customer's words to the day somebody sees that it holds."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person, Team
from regain.foundation.ui import formats
from regain.knowledge.training import policy
from regain.knowledge.training.events import CoachingClosed, CoachingRaised
from regain.knowledge.training.models import Coaching, Remark
from regain.knowledge.training.models.coaching import LONGEST_NAME, LONGEST_QUOTE, LONGEST_WORDS
from regain.knowledge.training.queries import coaching as queries
from regain.knowledge.training.queries import words as told
from regain.knowledge.training.rules.coaching import OPEN, Move, Stage, due_on, leads_to


class QuoteMissing(Invalid):
    """Without the customer's own words there is nothing to hear."""


class AboutNobody(Invalid):
    """It must be about one person, one team, or a name."""


class NotNow(Conflict):
    """This step does not follow from where the item stands."""


class WordsMissing(Invalid):
    """The step needs a sentence."""


class DayMissing(Invalid):
    """What was agreed is looked at again on a day to come."""


@verb("training.coaching_raised", allow=policy.may_raise)
def raise_coaching(
    *,
    by: Actor,
    at: datetime,
    quote: str,
    praises: bool,
    person: Person | None = None,
    team: Team | None = None,
    about: str = "",
    moment: str = "",
    wanted: str = "",
    source: str = "",
    reason: int | None = None,
) -> Coaching:
    """Let somebody here hear what a customer said: about a person, a team, or somebody known by a name.

    Raises QuoteMissing, AboutNobody.
    """
    said = quote.strip().strip('“”"').strip()[:LONGEST_QUOTE]
    if not said:
        raise QuoteMissing(_("Write down what the customer said, in their words."))
    name = about.strip()[:LONGEST_NAME]
    _refuse_nobody(person, team, name)
    item = Coaching.objects.create(
        quote=said,
        praises=praises,
        person=person,
        team=team,
        about="" if person else name,
        moment=moment.strip()[:300],
        wanted=wanted.strip()[:LONGEST_WORDS],
        source=source[:100],
        reason=reason,
        raised_at=at,
        raised_by=by if isinstance(by, Person) else None,
        since_at=at,
        due_on=due_on(stage=Stage.RAISED, praises=praises, since=timezone.localdate(at), recheck_on=None),
    )
    announce(CoachingRaised(coaching=item.pk, praises=praises, source=item.source))
    return item


@verb("training.coaching_addressed", allow=policy.may_change)
def address_coaching(
    *, by: Actor, at: datetime, coaching: Coaching, person: Person | None = None, team: Team | None = None
) -> Coaching:
    """Send it to another person or team, before anybody took it up. Raises AboutNobody, NotNow."""
    item = _locked(coaching)
    if item.stage != Stage.RAISED:
        raise NotNow(_("Somebody has taken this up already; talk to them."))
    if person is None and team is None:
        raise AboutNobody(_("Choose the person or the team that should hear it."))
    _refuse_nobody(person, team, item.about)
    item.person, item.team = person, team
    item.about = "" if person else item.about
    item.save(update_fields=["person", "team", "about"])
    return item


@verb("training.coaching_acknowledged", allow=policy.may_acknowledge)
def acknowledge(*, by: Actor, at: datetime, coaching: Coaching, words: str = "") -> Coaching:
    """Say that it has arrived. Raises NotNow."""
    return _take(_locked(coaching), Move.ACKNOWLEDGE, by=by, at=at, words=words)


@verb("training.coached", allow=policy.may_coach)
def coach(*, by: Actor, at: datetime, coaching: Coaching, agreed: str, recheck_on: date) -> Coaching:
    """Keep what was agreed, and the day to look again. Raises NotNow, WordsMissing, DayMissing."""
    item = _locked(coaching)
    words = agreed.strip()[:LONGEST_WORDS]
    if not words:
        raise WordsMissing(_("Say what the two of you agreed on."))
    if recheck_on <= timezone.localdate(at):
        raise DayMissing(_("Choose a day after today to look again."))
    item.agreed, item.recheck_on = words, recheck_on
    return _take(item, Move.COACH, by=by, at=at, words=words)


@verb("training.coaching_rechecked", allow=policy.may_recheck)
def recheck(*, by: Actor, at: datetime, coaching: Coaching, holds: bool, words: str = "") -> Coaching:
    """Say that it holds, or that it is to be talked through again. Raises NotNow, WordsMissing."""
    item = _locked(coaching)
    if not holds and not words.strip():
        raise WordsMissing(_("Say what is still missing, so that the next talk can start there."))
    return _take(item, Move.HOLDS if holds else Move.NOT_YET, by=by, at=at, words=words)


@verb("training.praise_handed_on", allow=policy.may_coach)
def hand_on(*, by: Actor, at: datetime, coaching: Coaching, words: str = "") -> Coaching:
    """Say that the praise reached whom it was for. Raises NotNow."""
    return _take(_locked(coaching), Move.HAND_ON, by=by, at=at, words=words)


@verb("training.coaching_withdrawn", allow=policy.may_change)
def withdraw_coaching(*, by: Actor, at: datetime, coaching: Coaching) -> Coaching:
    """Take it back before anybody took it up. Raises NotNow."""
    return _take(_locked(coaching), Move.WITHDRAW, by=by, at=at)


@verb("training.coaching_commented", allow=policy.sees)
def comment(*, by: Actor, at: datetime, coaching: Coaching, words: str) -> Remark:
    """Say something about it to the others it concerns. Raises WordsMissing."""
    said = words.strip()[:LONGEST_WORDS]
    if not said:
        raise WordsMissing(_("Write a comment first."))
    return Remark.objects.create(coaching=coaching, at=at, by=by.key, by_name=by.name, words=said)


@verb("training.coaching_reminded", allow=policy.is_the_system)
def remind_of_coaching(*, by: Actor, at: datetime, coaching: Coaching) -> Coaching:
    """Remind whoever should take the next step that its day has passed."""
    item = _locked(coaching)
    if item.due_on is None or item.stage not in OPEN:
        return item
    sentence = _("Coaching waits for you since %(day)s.") % {"day": formats.day(item.due_on)}
    for person in queries.waiting_for(item):
        remind(
            by=by,
            at=at,
            person=person,
            words=sentence,
            href=reverse("training:item", args=[item.pk]),
            due_at=at,
            key=_key(item, person),
        )
    item.reminded_for = item.due_on
    item.save(update_fields=["reminded_for"])
    return item


def _take(item: Coaching, move: Move, *, by: Actor, at: datetime, words: str = "") -> Coaching:
    """Take the step: the stage it leads to, its own due day, a line in the story."""
    after = leads_to(stage=Stage(item.stage), move=move, praises=item.praises)
    if after is None:
        raise NotNow(
            _("This is “%(stage)s” by now, so that step is over. Look at it again.")
            % {"stage": told.STAGES[item.stage]}
        )
    if item.reminded_for is not None:
        for person in queries.waiting_for(item):
            settle(by=by, at=at, key=_key(item, person))
    item.stage, item.since_at = after, at
    item.due_on = due_on(stage=after, praises=item.praises, since=timezone.localdate(at), recheck_on=item.recheck_on)
    item.save(update_fields=["stage", "since_at", "due_on", "agreed", "recheck_on"])
    Remark.objects.create(
        coaching=item, at=at, by=by.key, by_name=by.name, move=move, words=words.strip()[:LONGEST_WORDS]
    )
    if after in {Stage.HOLDS, Stage.HANDED_ON}:
        announce(CoachingClosed(coaching=item.pk, praises=item.praises, source=item.source))
    return item


def _refuse_nobody(person: Person | None, team: Team | None, about: str) -> None:
    if person is not None and team is not None:
        raise AboutNobody(_("Choose a person or a team, not both."))
    if person is None and team is None and not about:
        raise AboutNobody(_("Say whom it is about: a person, a team, or the name the customer knows."))
    if person is not None and not person.is_active:
        raise AboutNobody(_("%(name)s no longer works here. Choose the team instead.") % {"name": person.name})
    if team is not None and team.closed_at is not None:
        raise AboutNobody(_("The team %(name)s is closed. Choose another one.") % {"name": team.name})


def _locked(coaching: Coaching) -> Coaching:
    Coaching.objects.select_for_update().get(pk=coaching.pk)
    return Coaching.objects.select_related("person__team__lead", "team__lead", "raised_by").get(pk=coaching.pk)


def _key(item: Coaching, person: Person) -> str:
    return f"training:coaching:{item.pk}:{item.reminded_for or item.due_on}:{person.pk}"
