"""Who may do what in the Loss Review. Each verb names one of these.

Executives, retention managers and owners see reviews, packs and issues. Whoever is invited to a review sees that one.
Whoever answers for an issue or an action, or watches an issue, sees that one. Everything else is not found.
"""

from typing import Any

from django.db.models import Q

from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Action, Attachment, Edition, Issue, Item, Minutes, Resolution, Review

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


def may_mark(*, by: Actor, review: Review, person: Person, **_: Any) -> bool:
    """Whoever takes part says whether they are here; those who run the review say it of anybody."""
    return may_attend(by=by, review=review) if by.key == person.key else may_run(by=by, review=review)


def may_note(*, by: Actor, item: Item, **_: Any) -> bool:
    """Whoever takes part in the review of this item."""
    return may_attend(by=by, review=item.review)


def may_decide(*, by: Actor, review: Review, **_: Any) -> bool:
    """Those who run the review, and whoever decides on issues and takes part in it."""
    return may_run(by=by, review=review) or (by.may(WORK) and may_attend(by=by, review=review))


def may_take_back(*, by: Actor, resolution: Resolution, **_: Any) -> bool:
    """Those who may decide in its review."""
    return may_decide(by=by, review=resolution.review)


def may_edit(*, by: Actor, minutes: Minutes, **_: Any) -> bool:
    """Whoever takes part in the review of these minutes."""
    return may_attend(by=by, review=minutes.review)


def may_restore(*, by: Actor, edition: Edition, **_: Any) -> bool:
    """Whoever may edit the minutes."""
    return may_edit(by=by, minutes=edition.minutes)


def may_approve(*, by: Actor, minutes: Minutes, **_: Any) -> bool:
    """Those who run the review of these minutes."""
    return may_run(by=by, review=minutes.review)


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


def may_agree(*, by: Actor, issue: Issue | None = None, review: Review | None = None, **_: Any) -> bool:
    """Those who work on issues; for an issue its owner, in a review whoever runs it."""
    if by.may(WORK):
        return True
    if issue is not None:
        return may_answer_for(by=by, issue=issue)
    return review is not None and may_run(by=by, review=review)


def may_attach(*, by: Actor, issue: Issue | None = None, action: Action | None = None, **_: Any) -> bool:
    """Whoever answers for the issue or the action."""
    if action is not None:
        return may_do(by=by, action=action)
    return issue is not None and may_answer_for(by=by, issue=issue)


def may_detach(*, by: Actor, attachment: Attachment, **_: Any) -> bool:
    """Whoever added the file, and those who work on issues."""
    is_theirs = by.may(ATTEND) and isinstance(by, Person) and attachment.added_by_id == by.pk
    return is_theirs or by.may(WORK)


def sees_issue(*, by: Actor, issue: Issue, **_: Any) -> bool:
    """Whoever may see it may say something about it."""
    return Issue.objects.filter(seen_issues(by), pk=issue.pk).exists()


def may_comment(*, by: Actor, issue: Issue | None = None, action: Action | None = None, **_: Any) -> bool:
    """Whoever sees an issue or an action may say something about it."""
    if issue is not None:
        return sees_issue(by=by, issue=issue)
    return action is not None and Action.objects.filter(seen_actions(by), pk=action.pk).exists()


def may_watch(*, by: Actor, issue: Issue, person: Person | None = None, **_: Any) -> bool:
    """Whoever sees an issue, for themselves; those who work on issues, for others."""
    is_oneself = person is None or by.key == person.key
    return sees_issue(by=by, issue=issue) if is_oneself else by.may(WORK)


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """A process of the installation."""
    return isinstance(by, System)
