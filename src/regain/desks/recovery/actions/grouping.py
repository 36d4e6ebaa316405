"""Bring together what several asked for in words of their own: needs are grouped, split, renamed, set aside."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.meeting import call_up
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.models import Need, Requirement
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid

LONGEST_TITLE = 200


class TitleMissing(Invalid):
    """A need without a name could not be found again."""


class TitleTaken(Conflict):
    """There is a need of that name."""


class NothingChosen(Invalid):
    """No requirement was chosen."""


class NeedIsOver(Conflict):
    """It was met or set aside."""


@verb("recovery.group_requirements", allow=policy.may_draft)
def group_requirements(
    *, by: Actor, at: datetime, requirements: Sequence[Requirement], need: Need | None = None, title: str = ""
) -> Need:
    """Put requirements together under a need, or a new one of that title; a met one lists them to be told.

    Raises NothingChosen, TitleMissing, NeedIsOver.
    """
    if not requirements:
        raise NothingChosen(_("Choose at least one of the customers' requests."))
    goal = _open(need) if need is not None else _named(title, by=by, at=at)
    Requirement.objects.filter(pk__in=[row.pk for row in requirements], told_at=None).update(need=goal)
    if goal.met_at is not None:
        call_up(goal, by=by, at=at)
    return goal


@verb("recovery.split_need", allow=policy.may_draft)
def split_need(*, by: Actor, at: datetime, need: Need, requirements: Sequence[Requirement], title: str) -> Need:
    """Some of it is something else: move them to a need of their own. Raises NothingChosen, TitleTaken, NeedIsOver."""
    if not requirements:
        raise NothingChosen(_("Choose what belongs to the new need."))
    _refuse_over(_locked(need))
    made = _named(title, by=by, at=at)
    if made.pk == need.pk:
        raise TitleTaken(_("Give the new need a name of its own."))
    Requirement.objects.filter(need=need, pk__in=[row.pk for row in requirements]).update(need=made)
    return made


@verb("recovery.ungroup_requirement", allow=policy.may_draft)
def ungroup_requirement(*, by: Actor, at: datetime, requirement: Requirement) -> Requirement:
    """It belongs to no need (any more). Raises NeedIsOver when its need was met."""
    if requirement.need is not None:
        _refuse_over(requirement.need)
    Requirement.objects.filter(pk=requirement.pk).update(need=None)
    requirement.refresh_from_db()
    return requirement


@verb("recovery.rename_need", allow=policy.may_draft)
def rename_need(*, by: Actor, at: datetime, need: Need, title: str) -> Need:
    """Say it better. Raises TitleMissing, TitleTaken."""
    row, name = _locked(need), _title(title)
    if Need.objects.filter(title=name).exclude(pk=row.pk).exists():
        raise TitleTaken(_("There is a need “%(title)s” already. Group the requests there instead.") % {"title": name})
    row.title = name
    row.save(update_fields=["title"])
    return row


@verb("recovery.set_need_aside", allow=policy.may_draft)
def set_need_aside(*, by: Actor, at: datetime, need: Need, because: str) -> Need:
    """We will not meet it, and say why. Raises ReasonMissing, NeedIsOver."""
    why = reason_from(because, _("Say why we will not meet this; whoever asks again reads it."))
    row = _locked(need)
    _refuse_over(row)
    row.set_aside_at, row.set_aside_because = at, why
    row.save(update_fields=["set_aside_at", "set_aside_because"])
    return row


@verb("recovery.take_need_up", allow=policy.may_draft)
def take_need_up(*, by: Actor, at: datetime, need: Need) -> Need:
    """A need that was set aside counts again."""
    row = _locked(need)
    row.set_aside_at, row.set_aside_because = None, ""
    row.save(update_fields=["set_aside_at", "set_aside_because"])
    return row


def _named(title: str, *, by: Actor, at: datetime) -> Need:
    name = _title(title)
    made, _new = Need.objects.get_or_create(title=name, defaults={"made_at": at, "made_by": by.name})
    return _open(made)


def _title(title: str) -> str:
    name = " ".join(title.split())[:LONGEST_TITLE]
    if not name:
        raise TitleMissing(_("Give the need a short name, such as “Delivery within two days”."))
    return name


def _open(need: Need) -> Need:
    row = _locked(need)
    if row.set_aside_at is not None:
        raise NeedIsOver(
            _("“%(title)s” was set aside: %(why)s. Take it up again first.")
            % {"title": row.title, "why": row.set_aside_because}
        )
    return row


def _refuse_over(need: Need) -> None:
    if need.met_at is not None:
        raise NeedIsOver(_("“%(title)s” was met; take that back first, while nobody was told.") % {"title": need.title})


def _locked(need: Need) -> Need:
    return Need.objects.select_for_update().get(pk=need.pk)
