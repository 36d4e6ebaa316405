"""The customers behind the figures of a pack: everybody who left in the month, as the pack counted them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.queries.words import segment_in_words
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import MOST_CHOICES, By, Choice, Filter, Words
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Crumb
from regain.knowledge.valuation.queries.lost_list import LostRows
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.pack import book
from regain.meetings.lossreview.queries.pack.reasons import COULD_NOT_SAY, NOT_ASKED
from regain.meetings.lossreview.queries.packs import StoredPack, stored
from regain.meetings.lossreview.rules.pack import Pack

RANGE, DAYS = Filter(By.RANGE), Filter(By.DATES)
NONE: Final = "none"
BACK: Final[Mapping[str, Words]] = {"yes": gettext_lazy("Back"), "no": gettext_lazy("Still gone")}
STANDINGS: Final[Mapping[str, str | Promise]] = {
    "counted": gettext_lazy("Reason"),
    "stated": gettext_lazy("Stated"),
    "diagnosed": gettext_lazy("As understood"),
    "confirmed": gettext_lazy("Confirmed"),
}


@dataclass(frozen=True)
class LeftPage:
    """The list behind a pack."""

    period: str
    title: str
    purpose: str
    spec: TableSpec
    rows: LostRows
    up: tuple[Crumb, ...]


class ListIsGone(NotFound):
    """The numbers are there, the list they were counted from is not."""


def left_page(*, review: Review) -> LeftPage:
    """The list of a review's pack. Raises NotFound without a pack, ListIsGone where only the numbers are left."""
    kept = stored(review)
    if kept is None:
        raise NotFound(_("There is no pack for this month yet, so there is nobody to list."))
    path = book.path_of(kept.digest)
    if not path.exists():
        raise ListIsGone(
            _("The list behind this pack is missing; its numbers stand. Restore the folder “packs” from the backup.")
        )
    return LeftPage(
        period=review.period,
        title=_("Who left in %(month)s") % {"month": kept.pack.title},
        purpose=_purpose(kept),
        spec=spec(kept.pack),
        rows=LostRows(path, kept.pack.currency),
        up=(Crumb(_("Review of %(month)s") % {"month": kept.pack.title}, review_href(review)),),
    )


def review_href(review: Review) -> str:
    """The page of a review."""
    return reverse("lossreview:review", args=[review.period])


def spec(pack: Pack) -> TableSpec:
    """The list's columns, with what each can be narrowed to in this month."""
    titles = {str(line.reason): line.title for table in pack.reasons for line in table.lines}
    issues = {str(line.id): line.title for line in pack.issues.lines} | {NONE: _("No issue")}
    told = titles | {COULD_NOT_SAY: _("Could not say"), NOT_ASKED: _("Nobody asked")}
    countries = [Choice(part.name or "-", part.title) for part in pack.losses.countries[:MOST_CHOICES]]
    segments = [Choice(part.name, part.title) for part in pack.losses.segments]
    hidden: dict[str, Any] = {"default_shown": False, "priority": 3}
    columns = (
        Column("who", _("Customer"), link="href", priority=1),
        Column("customer", _("Id"), link="href", **hidden),
        Column("name", _("Name"), **hidden),
        Column("country", _("Country"), filter=Filter(By.CHOICE, countries), value=_country, **hidden),
        Column("spent_year", _("Value lost"), Kind.MONEY, filter=RANGE, digits=2),
        Column("segment", _("Segment"), filter=Filter(By.CHOICE, segments), value=_segment, priority=3),
        Column("last_day", _("Last purchase"), Kind.DATE, filter=DAYS, priority=3),
        Column("left_on", _("Left on"), Kind.DATE, filter=DAYS),
        Column("back", _("Now"), Kind.STATUS, filter=Filter(By.CHOICE), states=BACK, tones={"yes": "good"}),
        Column("back_on", _("Back on"), Kind.DATE, filter=DAYS, **hidden),
        *(_reasons(name, told) for name in STANDINGS),
        Column(
            "issues",
            _("Issue"),
            filter=Filter(By.CHOICE, _choices(issues)),
            sortable=False,
            value=_read("issues", issues),
            **hidden,
        ),
        Column("purchase_days", _("Purchase days"), Kind.NUMBER, filter=RANGE, **hidden),
        Column("lives", _("Lives"), Kind.NUMBER, filter=RANGE, **hidden),
    )
    return TableSpec(
        name="behind",
        columns=columns,
        default_sort="-spent_year",
        caption=_("Customers who left"),
        searchable=True,
        search_hint=_("Id or name"),
        key="customer",
    )


def _purpose(kept: StoredPack) -> str:
    told = {"day": formats.day(kept.pack.as_of, "long"), "rule": kept.pack.rule_words}
    if kept.is_frozen:
        return _("As the frozen pack counts them, known at the start of %(day)s. Gone means: %(rule)s.") % told
    return _("As the pack counts them, known at the start of %(day)s. Gone means: %(rule)s.") % told


def _reasons(name: str, told: Mapping[str, str]) -> Column:
    is_shown = name == "counted"
    said = {value: title for value, title in told.items() if value != NOT_ASKED}
    return Column(
        name,
        STANDINGS[name],
        filter=Filter(By.CHOICE, _choices(told)),
        sortable=False,
        default_shown=is_shown,
        priority=2 if is_shown else 3,
        value=_read(name, said),
    )


def _choices(titles: Mapping[str, str]) -> Sequence[Choice]:
    """The last ones are the general ones, so they stay where there are too many."""
    return tuple(Choice(value, title) for value, title in list(titles.items())[-MOST_CHOICES:])


def _read(name: str, titles: Mapping[str, str]) -> Callable[[Any], object]:
    """The words of a cell that holds numbers."""
    return lambda row: ", ".join(titles[word] for word in (row.get(name) or "").split() if word in titles)


def _segment(row: Mapping[str, Any]) -> str:
    return segment_in_words(str(row.get("segment") or ""))


def _country(row: Mapping[str, Any]) -> str:
    return "" if row.get("country") == "-" else str(row.get("country") or "")
