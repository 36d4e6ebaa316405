"""Who may do what in the Loss Review. Each verb names one of these.

Executives, retention managers and owners see reviews, packs and issues. Whoever is invited to a review sees that one.
Whoever answers for an issue or an action, or watches an issue, sees that one. Everything else is not found.
"""

from typing import Any

from django.db.models import Q

from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Action, Issue, Review

VIEW = "lossreview.view"
ATTEND = "lossreview.attend"
PREPARE = "lossreview.prepare"
WORK = "lossreview.work_issues"


def seen_reviews(by: Actor) -> Q:
    """The reviews this actor may see."""
    if by.may(VIEW):
        return Q()
    if isinstance(by, Person) and by.may(ATTEND):
        return Q(seats__person=by.pk, seats__left_out_at=None)
    return Q(pk__in=())


def seen_issues(by: Actor) -> Q:
    """The issues this actor may see."""
    if by.may(VIEW):
        return Q()
    if isinstance(by, Person) and by.may(ATTEND):
        return Q(owner=by.pk) | Q(watches__person=by.pk) | Q(actions__owner=by.pk)
    return Q(pk__in=())


def seen_actions(by: Actor) -> Q:
    """The actions this actor may see."""
    if by.may(VIEW):
        return Q()
    if isinstance(by, Person) and by.may(ATTEND):
        return Q(owner=by.pk) | Q(issue__owner=by.pk)
    return Q(pk__in=())


def may_prepare(*, by: Actor, **_: Any) -> bool:
    """Those who answer for the programme: they convene, freeze, invite, and set how the review runs."""
    return by.may(PREPARE)


def may_work(*, by: Actor, **_: Any) -> bool:
    """Those who raise and change issues."""
    return by.may(WORK)


def may_run(*, by: Actor, review: Review, **_: Any) -> bool:
    """Whoever chairs this review, and those who prepare reviews."""
    return by.may(PREPARE) or (by.may(ATTEND) and isinstance(by, Person) and review.chair_id == by.pk)


def may_attend(*, by: Actor, review: Review, **_: Any) -> bool:
    """Whoever has a seat in this review, and those who run it."""
    if may_run(by=by, review=review):
        return True
    if not (isinstance(by, Person) and by.may(ATTEND)):
        return False
    return review.seats.filter(person=by.pk, left_out_at=None).exists()


def may_answer_for(*, by: Actor, issue: Issue, **_: Any) -> bool:
    """The owner of this issue, and those who work on issues."""
    return by.may(WORK) or (by.may(ATTEND) and isinstance(by, Person) and issue.owner_id == by.pk)


def may_do(*, by: Actor, action: Action, **_: Any) -> bool:
    """The owner of this action, the owner of its issue, and those who work on issues."""
    if by.may(WORK):
        return True
    if not (isinstance(by, Person) and by.may(ATTEND)):
        return False
    return by.pk in {action.owner_id, action.issue.owner_id if action.issue else None}


def sees_issue(*, by: Actor, issue: Issue, **_: Any) -> bool:
    """Whoever may see it may say something about it."""
    return Issue.objects.filter(seen_issues(by), pk=issue.pk).exists()


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """A process of the installation."""
    return isinstance(by, System)
