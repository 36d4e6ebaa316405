"""One reason with its history, and the catalogue to be put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import Words
from regain.foundation.kit.money import CENT, Money
from regain.knowledge.playbook.models import Cause, Reason, ReasonChange, ReasonGroup
from regain.knowledge.playbook.models.reason import Changed
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.queries.reasons import CLASS_MEANINGS, CLASSES, GroupOfReasons, catalogue, state_of
from regain.knowledge.playbook.queries.revenue import COUNTED, ReasonCost, cost_of, family
from regain.knowledge.playbook.rules.causes import CauseClass, Standing

SHOWN: Final = 20
HISTORY: Final = 50
ICONS: Final[Mapping[str, str]] = {
    Changed.ADDED: "circle-plus",
    Changed.RETIRED: "ban",
    Changed.RESTORED: "arrow-back-up",
    Changed.MERGED: "git-branch",
    Changed.TOOK_IN: "git-branch",
    Changed.SEPARATED: "arrow-back-up",
    Changed.GAVE_BACK: "arrow-back-up",
}


@dataclass(frozen=True)
class Happening:
    """A line of a reason's history."""

    title: Words
    icon: str
    at: datetime
    by: str
    before: str
    after: str


@dataclass(frozen=True)
class Leaver:
    """A departure that counts under the reason."""

    customer: str
    href: str
    left_on: date
    value: Money | None
    share: float


@dataclass(frozen=True)
class ReasonPage:
    """One reason: what it is, what it cost, who left for it, what became of it."""

    id: int
    title: str
    words: str
    group_id: int
    group: str
    cause_class: str
    class_title: Words
    class_meaning: Words
    is_changeable: bool
    is_ours: bool
    state: str
    version: int
    retired_at: datetime | None
    merged_into: tuple[int, str] | None
    merged: tuple[tuple[int, str], ...]
    targets: tuple[GroupOfReasons, ...]
    cost: ReasonCost | None
    currency: str
    standings: tuple[tuple[str, int], ...]
    leavers: tuple[Leaver, ...]
    more_leavers: int
    history: tuple[Happening, ...]
    may_edit: bool

    @property
    def value(self) -> Money | None:
        """What was lost."""
        return Money(self.cost.value, self.currency) if self.cost else None


@dataclass(frozen=True)
class ArrangedReason:
    """A reason among those of its group."""

    id: int
    title: str
    class_title: Words
    up: int
    down: int
    """The places above and below; 0 where there is none."""


@dataclass(frozen=True)
class ArrangedGroup:
    """A group among the others."""

    id: int
    title: str
    up: int
    down: int
    reasons: tuple[ArrangedReason, ...]


@dataclass(frozen=True)
class ArrangePage:
    """The catalogue as the guided call shows it, to be put in order."""

    groups: tuple[ArrangedGroup, ...]


def reason_page(*, by: Actor, reason: Reason) -> ReasonPage:
    """One reason. A merged one shows what was said under its own name."""
    cost, currency = cost_of(reason), str(settings.COMPANY.currency)
    leavers, more = _leavers(reason, currency, departures=cost.departures if cost else 0)
    may_edit = by.may(policy.EDIT)
    return ReasonPage(
        id=reason.pk,
        title=reason.title,
        words=reason.words,
        group_id=reason.group_id,
        group=reason.group.title,
        cause_class=reason.cause_class,
        class_title=CLASSES[reason.cause_class],
        class_meaning=CLASS_MEANINGS[CauseClass(reason.cause_class)],
        is_changeable=reason.is_changeable,
        is_ours=reason.is_ours,
        state=state_of(reason),
        version=reason.version,
        retired_at=reason.retired_at,
        merged_into=(reason.merged_into.pk, reason.merged_into.title) if reason.merged_into else None,
        merged=tuple(reason.merged.order_by("title").values_list("pk", "title")),
        targets=_targets(reason) if may_edit else (),
        cost=cost,
        currency=currency,
        standings=_standings(reason),
        leavers=leavers,
        more_leavers=more,
        history=tuple(_happening(row) for row in reason.changes.all()[:HISTORY]),
        may_edit=may_edit,
    )


def arrange_page() -> ArrangePage:
    """Every group with its reasons in use, each with the places next to it."""
    groups = list(ReasonGroup.objects.order_by("place", "pk"))
    in_use = {group.id: group.reasons for group in catalogue().groups}
    return ArrangePage(
        tuple(
            ArrangedGroup(
                id=group.pk,
                title=group.title,
                up=place - 1,
                down=_below(place, groups),
                reasons=tuple(
                    ArrangedReason(
                        id=each.id,
                        title=each.title,
                        class_title=CLASSES[each.cause_class],
                        up=number - 1,
                        down=_below(number, in_use[group.pk]),
                    )
                    for number, each in enumerate(in_use.get(group.pk, ()), start=1)
                ),
            )
            for place, group in enumerate(groups, start=1)
        )
    )


def groups() -> tuple[tuple[int, str], ...]:
    """Every group, in order."""
    return tuple(ReasonGroup.objects.order_by("place", "pk").values_list("pk", "title"))


def _below(place: int, items: Sequence[object]) -> int:
    return place + 1 if place < len(items) else 0


def _targets(reason: Reason) -> tuple[GroupOfReasons, ...]:
    """What the reason may be merged into."""
    found = []
    for group in catalogue().groups:
        others = tuple(each for each in group.reasons if each.id != reason.pk)
        if others:
            found.append(GroupOfReasons(group.id, group.title, others))
    return tuple(found)


def _standings(reason: Reason) -> tuple[tuple[str, int], ...]:
    """In how many departures it is stated, diagnosed, confirmed now."""
    rows = Cause.objects.filter(reason__in=family(reason), telling__superseded_at=None)
    counts = dict(
        rows.values("telling__standing")
        .annotate(many=Count("telling", distinct=True))
        .values_list("telling__standing", "many")
    )
    titles = {Standing.STATED: _("Stated"), Standing.DIAGNOSED: _("Diagnosed"), Standing.CONFIRMED: _("Confirmed")}
    return tuple((title, counts.get(standing.value, 0)) for standing, title in titles.items())


def _leavers(reason: Reason, currency: str, *, departures: int) -> tuple[tuple[Leaver, ...], int]:
    """Who left for it, the largest loss first, and how many more there are."""
    rows = Cause.objects.filter(COUNTED, reason__in=family(reason)).values(
        customer=F("telling__departure__customer"),
        left_on=F("telling__departure__left_on"),
        currency=F("telling__departure__currency"),
    )
    summed = rows.annotate(worth=Sum("value"), share=Sum("weight"))
    ranked = summed.order_by(F("worth").desc(nulls_last=True), "customer", "left_on")
    found = tuple(_leaver(row, currency) for row in ranked[:SHOWN])
    return found, max(departures - len(found), 0)


def _leaver(row: Mapping[str, Any], currency: str) -> Leaver:
    worth = row["worth"]
    return Leaver(
        customer=row["customer"],
        href=reverse("valuation:customer", args=[row["customer"]]),
        left_on=row["left_on"],
        value=Money(worth.quantize(CENT), row["currency"] or currency) if worth is not None else None,
        share=float(row["share"]),
    )


def _happening(row: ReasonChange) -> Happening:
    return Happening(
        title=Changed(row.what).label,
        icon=ICONS.get(row.what, "pencil"),
        at=row.at,
        by=row.by_name,
        before=row.before,
        after=row.after,
    )
