"""The catalogue as a whole: filling it at first, its groups, and its order."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.knowledge.playbook.actions.reason_marks import alone, held, refuse_group_taken, title_from
from regain.knowledge.playbook.models import Reason, ReasonGroup
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from regain.knowledge.playbook.rules.catalogue import moved, shipped


class CatalogueInUse(Conflict):
    """There is a catalogue, and it may have been edited."""


@verb("playbook.catalogue_loaded", allow=policy.may_edit)
def load_catalogue(*, by: Actor, at: datetime) -> int:
    """Put the shipped reasons into an empty catalogue; how many. Raises CatalogueInUse: edits are never overwritten."""
    if not catalogue_is_empty():
        raise CatalogueInUse(_("There is a catalogue already. Add what it lacks by hand."))
    try:
        with transaction.atomic():
            return _fill(by, at)
    except IntegrityError as twin:
        raise CatalogueInUse(_("Somebody put the catalogue there just now.")) from twin


def _fill(by: Actor, at: datetime) -> int:
    rows = []
    for place, group in enumerate(shipped(), start=1):
        made = ReasonGroup.objects.create(title=group.title, place=place, made_at=at, made_by=by.key)
        rows += [
            Reason(
                group=made,
                key=each.key,
                title=each.title,
                words=each.words,
                cause_class=each.cause_class.value,
                is_changeable=each.is_changeable,
                is_ours=each.is_ours,
                place=number,
                made_at=at,
                made_by=by.key,
                changed_at=at,
                changed_by_name=by.name,
            )
            for number, each in enumerate(group.reasons, start=1)
        ]
    return len(Reason.objects.bulk_create(rows))


@verb("playbook.reason_group_added", allow=policy.may_edit)
def add_group(*, by: Actor, at: datetime, title: str) -> ReasonGroup:
    """Add a group at the end. Raises TitleWrong, TitleTaken."""
    title = title_from(title)
    refuse_group_taken(title)
    last = ReasonGroup.objects.aggregate(last=Max("place"))["last"] or 0
    with alone(title):
        return ReasonGroup.objects.create(title=title, place=last + 1, made_at=at, made_by=by.key)


@verb("playbook.reason_group_renamed", allow=policy.may_edit)
def rename_group(*, by: Actor, at: datetime, group: ReasonGroup, title: str) -> ReasonGroup:
    """Give a group another name. Raises TitleWrong, TitleTaken."""
    title = title_from(title)
    refuse_group_taken(title, but=group)
    group.title = title
    with alone(title):
        group.save(update_fields=["title"])
    return group


@verb("playbook.reason_group_placed", allow=policy.may_edit)
def place_group(*, by: Actor, at: datetime, group: ReasonGroup, place: int) -> ReasonGroup:
    """Put a group at a place of the catalogue, counted from 1."""
    rows = moved(list(ReasonGroup.objects.select_for_update().order_by("place", "pk")), group, place)
    for number, row in enumerate(rows, start=1):
        row.place = number
    ReasonGroup.objects.bulk_update(rows, ["place"])
    return group


@verb("playbook.reason_placed", allow=policy.may_edit)
def place_reason(*, by: Actor, at: datetime, reason: Reason, place: int) -> Reason:
    """Put a reason at a place among those in use of its group, counted from 1."""
    reason = held(reason)
    in_use = Reason.objects.select_for_update().filter(group=reason.group_id, retired_at=None, merged_into=None)
    rows = moved(list(in_use.order_by("place", "pk")), reason, place)
    for number, row in enumerate(rows, start=1):
        row.place = number
    Reason.objects.bulk_update(rows, ["place"])
    return reason
