"""Issues as rows: which of them exist for a person, who may answer for one, which reasons are free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Reason
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Issue, Proof
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.rules.states import State, state


@dataclass(frozen=True)
class PersonChoice:
    """Somebody who may answer for an issue or an action."""

    id: int
    name: str


@dataclass(frozen=True)
class ReasonChoice:
    """A reason in use, and the issue that covers it."""

    id: int
    title: str
    group: str
    issue: int | None = None


def visible(by: Actor) -> QuerySet[Issue, Issue]:
    """Every issue that exists for this person, with its newest verdict since the fix as `verdict`."""
    newest = Proof.objects.filter(issue=OuterRef("pk"), as_of__gte=OuterRef("fixed_on"))
    verdict = newest.order_by("-measured_at", "-pk").values("verdict")[:1]
    rows = Issue.objects.select_related("owner", "merged_into", "review")
    rows = rows.annotate(verdict=Coalesce(Subquery(verdict), Value("")))
    if by.may(policy.VIEW):
        return rows
    return rows.filter(pk__in=Issue.objects.filter(policy.seen_issues(by)).values("pk"))


def issue_row(pk: int, by: Actor) -> Issue:
    """One issue by number. Raises NotFound, also for what does not exist for this person."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such issue, or you do not take part in it."))
    return found


def state_of(row: Issue) -> State:
    """Where an issue of `visible` stands."""
    return state(
        is_merged=row.merged_into_id is not None,
        is_closed=row.closed_at is not None,
        is_set_aside=row.set_aside_at is not None,
        is_fixed=row.fixed_on is not None,
        verdict=getattr(row, "verdict", ""),
    )


def may_own(person: Person) -> bool:
    """Whether somebody may answer for an issue or an action: they can sign in and take part."""
    return person.may(policy.ATTEND)


def owners() -> tuple[PersonChoice, ...]:
    """Everybody who may answer for an issue or an action, by name."""
    rows = Person.objects.filter(left_at=None).order_by("name", "pk").prefetch_related("holdings")
    return tuple(PersonChoice(row.pk, row.name) for row in rows if may_own(row))


def person_row(pk: int) -> Person:
    """Somebody by number. Raises NotFound."""
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is nobody with this number here. Choose somebody from the list."))
    return found


def reasons() -> tuple[ReasonChoice, ...]:
    """The reasons in use in their order, each with the issue that covers it."""
    covers = falls_to().covers
    rows = Reason.objects.filter(retired_at=None, merged_into=None).select_related("group")
    return tuple(ReasonChoice(row.pk, row.title, row.group.title, covers.get(row.pk)) for row in rows)


def titles_of(reasons: Sequence[int]) -> Mapping[int, str]:
    """Reasons by name."""
    return dict(Reason.objects.filter(pk__in=reasons).values_list("pk", "title"))


def titles(issues: Sequence[int]) -> Mapping[int, str]:
    """Issues by name, for refusals and stories of those who work on them."""
    return dict(Issue.objects.filter(pk__in=issues).values_list("pk", "title"))


def reason_row(pk: int) -> Reason:
    """A reason as it counts: the one it was merged into, if any. Raises NotFound."""
    found = Reason.objects.select_related("merged_into").filter(pk=pk).first()
    if found is None:
        raise NotFound(
            _("The catalogue has no reason with the number %(number)s. Choose one that is there.") % {"number": pk}
        )
    return found.merged_into or found
