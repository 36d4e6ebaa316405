"""One reason: adding, revising, retiring, merging, and taking each of them back."""

from datetime import datetime

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.playbook.actions.reason_marks import (
    Mark,
    alone,
    held,
    held_together,
    refuse_taken,
    title_from,
    words_from,
)
from regain.knowledge.playbook.models import Reason, ReasonGroup
from regain.knowledge.playbook.models.reason import CauseClasses, Changed
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.rules.causes import CauseClass


class ChangedMeanwhile(Conflict):
    """Somebody else changed the reason after it was opened."""


class NotInUse(Conflict):
    """The reason is retired or merged already."""


class ChainOfMerges(Conflict):
    """A merged reason would lead to another merged reason."""


class MergedIntoItself(Invalid):
    """A reason cannot be merged into itself."""


@verb("playbook.reason_added", allow=policy.may_edit)
def add_reason(
    *,
    by: Actor,
    at: datetime,
    group: ReasonGroup,
    title: str,
    cause_class: CauseClass,
    is_changeable: bool,
    is_ours: bool,
    words: str = "",
) -> Reason:
    """Add a reason at the end of its group. Raises TitleWrong, TitleTaken."""
    title = title_from(title)
    refuse_taken(title)
    with alone(title):
        reason = Reason.objects.create(
            group=group,
            title=title,
            words=words_from(words),
            cause_class=cause_class.value,
            is_changeable=is_changeable,
            is_ours=is_ours,
            place=_last(group) + 1,
            version=0,
            made_at=at,
            made_by=by.key,
            changed_at=at,
            changed_by_name=by.name,
        )
    Mark(by, at).note(reason, Changed.ADDED, after=title)
    reason.save()
    return reason


@verb("playbook.reason_revised", allow=policy.may_edit)
def revise_reason(
    *,
    by: Actor,
    at: datetime,
    reason: Reason,
    version: int,
    group: ReasonGroup,
    title: str,
    cause_class: CauseClass,
    is_changeable: bool,
    is_ours: bool,
    words: str = "",
) -> Reason:
    """Rename, move, class anew; `version` is the one the editor saw.

    Raises ChangedMeanwhile, TitleWrong, TitleTaken.
    """
    reason = held(reason)
    if reason.version != version:
        raise ChangedMeanwhile(
            _(
                "%(name)s changed “%(title)s” at %(time)s, after you opened it. Look at what it says now; saving again"
                " puts yours in its place."
            )
            % {
                "name": reason.changed_by_name,
                "title": reason.title,
                "time": date_format(localtime(reason.changed_at), "TIME_FORMAT"),
            }
        )
    title = title_from(title)
    if reason.is_in_use:
        refuse_taken(title, but=reason)
    if reason.group_id != group.pk:
        reason.place = _last(group) + 1
    _change(reason, Mark(by, at), _before_and_after(reason, group, title, words_from(words), cause_class,
                                                   is_changeable=is_changeable, is_ours=is_ours))  # fmt: skip
    reason.group, reason.title, reason.words = group, title, words_from(words)
    reason.cause_class, reason.is_changeable, reason.is_ours = cause_class.value, is_changeable, is_ours
    with alone(title):
        reason.save()
    return reason


@verb("playbook.reason_retired", allow=policy.may_edit)
def retire_reason(*, by: Actor, at: datetime, reason: Reason) -> Reason:
    """Let nobody choose it any more. What was said under it stays and counts. Raises NotInUse."""
    reason = held(reason)
    _refuse_unused(reason)
    reason.retired_at, reason.retired_by = at, by.key
    Mark(by, at).note(reason, Changed.RETIRED)
    reason.save()
    return reason


@verb("playbook.reason_restored", allow=policy.may_edit)
def restore_reason(*, by: Actor, at: datetime, reason: Reason) -> Reason:
    """Bring a retired reason back. Raises NotInUse, TitleTaken."""
    reason = held(reason)
    if reason.retired_at is None:
        raise NotInUse(_("“%(title)s” is not retired.") % {"title": reason.title})
    if reason.merged_into_id is None:
        refuse_taken(reason.title, but=reason)
    reason.retired_at, reason.retired_by = None, ""
    Mark(by, at).note(reason, Changed.RESTORED)
    with alone(reason.title):
        reason.save()
    return reason


@verb("playbook.reason_merged", allow=policy.may_edit)
def merge_reason(*, by: Actor, at: datetime, reason: Reason, into: Reason) -> Reason:
    """Count everything said under one reason as another from now on. What was said is kept as it was said.

    Merges lead nowhere but to a reason that is not merged itself. Raises MergedIntoItself, NotInUse, ChainOfMerges.
    """
    if reason.pk == into.pk:
        raise MergedIntoItself(_("A reason cannot be merged into itself. Choose another one."))
    reason, into = held_together(reason, into)
    if reason.merged_into is not None:
        raise NotInUse(
            _("“%(title)s” is merged into “%(into)s” already. Take it out of there first.")
            % {"title": reason.title, "into": reason.merged_into.title}
        )
    if into.merged_into is not None:
        raise ChainOfMerges(
            _("“%(title)s” is itself merged into “%(into)s”. Merge into that one instead.")
            % {"title": into.title, "into": into.merged_into.title}
        )
    if into.retired_at is not None:
        raise NotInUse(_("“%(title)s” is retired. Bring it back first.") % {"title": into.title})
    _refuse_target(reason)
    reason.merged_into, reason.merged_at, reason.merged_by = into, at, by.key
    Mark(by, at).note(reason, Changed.MERGED, after=into.title)
    Mark(by, at).note(into, Changed.TOOK_IN, after=reason.title)
    reason.save()
    into.save()
    return reason


@verb("playbook.reason_separated", allow=policy.may_edit)
def separate_reason(*, by: Actor, at: datetime, reason: Reason) -> Reason:
    """Take a merge back: what was said under the reason counts as its own again. Raises NotInUse, TitleTaken."""
    if reason.merged_into is None:
        raise NotInUse(_("“%(title)s” is not merged.") % {"title": reason.title})
    reason, into = held_together(reason, reason.merged_into)
    if reason.retired_at is None:
        refuse_taken(reason.title, but=reason)
    reason.merged_into, reason.merged_at, reason.merged_by = None, None, ""
    Mark(by, at).note(reason, Changed.SEPARATED, before=into.title)
    Mark(by, at).note(into, Changed.GAVE_BACK, before=reason.title)
    with alone(reason.title):
        reason.save()
    into.save()
    return reason


def _last(group: ReasonGroup) -> int:
    return Reason.objects.filter(group=group).aggregate(last=Max("place"))["last"] or 0


def _refuse_unused(reason: Reason) -> None:
    if reason.merged_into is not None:
        raise NotInUse(
            _("“%(title)s” is merged into “%(into)s”, so nobody can choose it anyway.")
            % {"title": reason.title, "into": reason.merged_into.title}
        )
    if reason.retired_at is not None:
        raise NotInUse(_("“%(title)s” is retired already.") % {"title": reason.title})


def _refuse_target(reason: Reason) -> None:
    other = Reason.objects.filter(merged_into=reason).order_by("pk").first()
    if other is not None:
        raise ChainOfMerges(
            _("“%(other)s” was merged into “%(title)s”. Take that merge back first, then merge both.")
            % {"other": other.title, "title": reason.title}
        )


def _before_and_after(
    reason: Reason,
    group: ReasonGroup,
    title: str,
    words: str,
    cause_class: CauseClass,
    *,
    is_changeable: bool,
    is_ours: bool,
) -> list[tuple[Changed, object, object]]:
    classes = {choice.value: choice.label for choice in CauseClasses}
    return [
        (Changed.TITLE, reason.title, title),
        (Changed.WORDS, reason.words, words),
        (Changed.GROUP, reason.group.title, group.title),
        (Changed.CAUSE_CLASS, classes[reason.cause_class], classes[cause_class.value]),
        (Changed.CHANGEABLE, _yes(reason.is_changeable), _yes(is_changeable)),
        (Changed.OURS, _yes(reason.is_ours), _yes(is_ours)),
    ]


def _change(reason: Reason, mark: Mark, changes: list[tuple[Changed, object, object]]) -> None:
    for what, before, after in changes:
        if str(before) != str(after):
            mark.note(reason, what, before, after)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
