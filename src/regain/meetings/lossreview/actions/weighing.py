"""Ranking together: weigh each for oneself, open all weights at once, then say the order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.sitting import beat, going_on, somebody
from regain.meetings.lossreview.models import Rank, Review, Weighing
from regain.meetings.lossreview.queries import candidates as queries
from regain.meetings.lossreview.rules.weighing import WHOLE, needed

LONGEST = 1_000


class NothingToWeigh(Conflict):
    """No issue is open."""


class NotOpen(Conflict):
    """Nobody weighs at the moment."""


class NotHere(Conflict):
    """Only those at the table weigh."""


class NotTenPoints(Invalid):
    """Points are missing, or there are too many."""


class NotACandidate(Invalid):
    """It does not stand for choice."""


class NothingWeighed(Conflict):
    """There is nothing to open."""


class TooFewWeighed(Conflict):
    """The sum would tell what each of them gave."""


class IncompleteOrder(Conflict):
    """An issue is missing, stands twice, or came up meanwhile."""


class SaysNotWhy(Invalid):
    """The order differs from the usual one without a word."""


@verb("lossreview.open_weighing", allow=policy.may_run)
def open_weighing(*, by: Actor, at: datetime, review: Review) -> Review:
    """Let everybody here weigh; after weights were opened, a new round forgets them. Again changes nothing.

    Raises CalledOff, NotBegun, IsOver, NothingToWeigh.
    """
    row = going_on(review)
    if row.weighing_from is not None and row.weighing_shown_at is None:
        return row
    if not queries.candidates(row):
        raise NothingToWeigh(_("No issue is open, so there is nothing to weigh. Raise one first."))
    row.weighings.all().delete()
    row.weighing_from, row.weighing_shown_at = at, None
    row.save(update_fields=["weighing_from", "weighing_shown_at"])
    return beat(row)


@verb("lossreview.weigh", allow=policy.may_attend)
def weigh(*, by: Actor, at: datetime, review: Review, points: Mapping[int, int]) -> Review:
    """Give ten points over the issues: issue → points, for nobody else to see; again replaces them.

    Raises CalledOff, NotBegun, IsOver, NotOpen, NotHere, NotTenPoints, NotACandidate.
    """
    row, person = going_on(review), somebody(by)
    _refuse_to_weigh(row, person)
    given = {issue: many for issue, many in points.items() if many}
    if min(given.values(), default=0) < 0 or sum(given.values()) != WHOLE:
        raise NotTenPoints(
            _("You gave %(given)s points. Give %(whole)s in all.") % {"given": sum(given.values()), "whole": WHOLE}
        )
    if not given.keys() <= {each.id for each in queries.candidates(row)}:
        raise NotACandidate(_("One of these issues is not open any more. Look at the list again."))
    row.weighings.filter(person=person).delete()
    Weighing.objects.bulk_create(
        Weighing(review=row, person=person, issue_id=issue, points=many, weighed_at=at) for issue, many in given.items()
    )
    return beat(row)


@verb("lossreview.open_weights", allow=policy.may_run)
def open_weights(*, by: Actor, at: datetime, review: Review) -> Review:
    """Show everybody what all together weighed; nobody weighs any more. Again changes nothing.

    Three have weighed before, or all where fewer sit together, because the sum of one or two tells what each gave.
    Raises CalledOff, NotBegun, IsOver, NotOpen, NothingWeighed, TooFewWeighed.
    """
    row = going_on(review)
    if row.weighing_shown_at is not None:
        return row
    if row.weighing_from is None:
        raise NotOpen(_("Nobody was asked to weigh yet. Open the weighing first."))
    if not row.weighings.exists():
        raise NothingWeighed(_("Nobody has weighed yet. Wait for the first, or set the order without points."))
    weighed, here = queries.weighers(row)
    if weighed < needed(here):
        raise TooFewWeighed(
            _("%(weighed)s of %(here)s have weighed. Open the weights when %(needed)s have, so that nobody's show.")
            % {"weighed": weighed, "here": here, "needed": needed(here)}
        )
    row.weighing_shown_at = at
    row.save(update_fields=["weighing_shown_at"])
    return beat(row)


@verb("lossreview.rank_issues", allow=policy.may_run)
def rank_issues(
    *, by: Actor, at: datetime, review: Review, places: Sequence[int], because: str = ""
) -> tuple[Rank, ...]:
    """Say the order: the numbers of all candidates, first is most urgent; where it differs from the usual, why.

    The usual order is by points, ties by priority. Raises CalledOff, NotBegun, IsOver, NotOpen, IncompleteOrder,
    SaysNotWhy.
    """
    row, reason = going_on(review), " ".join(because.split())[:LONGEST]
    if row.weighing_from is not None and row.weighing_shown_at is None:
        raise NotOpen(_("People are weighing. Open the weights first, then set the order."))
    usual = queries.usual_order(row)
    if sorted(places) != sorted(usual):
        raise IncompleteOrder(_("The issues changed while you set the order. Look at the list again."))
    differs = tuple(places) != usual
    if differs and not reason:
        raise SaysNotWhy(_("This is not the order the points say. Write in a sentence why."))
    row.ranks.all().delete()
    made = Rank.objects.bulk_create(
        Rank(review=row, issue_id=issue, place=place, because=reason if usual[place - 1] != issue else "")
        for place, issue in enumerate(places, start=1)
    )
    beat(row)
    return tuple(made)


def _refuse_to_weigh(row: Review, person: Person) -> None:
    if row.weighing_from is None or row.weighing_shown_at is not None:
        raise NotOpen(_("The weighing is not open. Ask whoever chairs the meeting to open it."))
    if not row.seats.filter(person=person, present_at__isnull=False).exists():
        raise NotHere(_("Only those at the table weigh. Say first that you are here."))
