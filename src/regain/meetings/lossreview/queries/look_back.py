"""Looking back over a quarter or a year: the frozen packs of its months together, and what became of what was decided.

The numbers are those the meetings saw. A month without a frozen pack is a gap with a name, never nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.period import period as read_period
from regain.foundation.ui import formats
from regain.foundation.ui.charts import Drawing
from regain.meetings.lossreview.models import Pack as Row
from regain.meetings.lossreview.queries.became import closed, decided, done
from regain.meetings.lossreview.queries.packs import decode
from regain.meetings.lossreview.queries.reviews import visible
from regain.meetings.lossreview.queries.shown import drawings, losing, working
from regain.meetings.lossreview.queries.shown.grids import Figure, Grid
from regain.meetings.lossreview.queries.shown.writing import count, customers
from regain.meetings.lossreview.rules.look_back import Over, over, spans, together
from regain.meetings.lossreview.rules.pack import Pack


@dataclass(frozen=True)
class Choice:
    """A quarter or a year with a frozen pack."""

    value: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Source:
    """A month and the pack its numbers come from; a gap has none."""

    title: str
    period: str
    is_gap: bool
    digest: str = ""


@dataclass(frozen=True)
class LookBack:
    """A quarter or a year as its meetings saw it, and what became of it by now. `pack` is none without any month."""

    over: Over
    title: str
    choices: tuple[Choice, ...]
    sources: tuple[Source, ...]
    pack: Pack | None
    decisions: Grid
    actions: Grid
    kept: str
    closed: Grid

    @property
    def gaps(self) -> tuple[str, ...]:
        """The months without a frozen pack."""
        return tuple(each.title for each in self.sources if each.is_gap)


@dataclass(frozen=True)
class Shown:
    """The figures of a look back as text, tables and charts."""

    figures: tuple[Figure, ...]
    months: Grid
    values: Grid
    reasons: Grid
    segments: Grid
    countries: Grid
    largest: Grid
    trials: Grid
    callers: Grid
    flows: Drawing
    lost: Drawing
    why: Drawing
    lift: Drawing | None


def look_back(*, by: Actor, at: datetime, asked: str = "") -> LookBack:
    """A quarter or a year, the newest with a frozen pack unless one is named. Raises Invalid."""
    known = _frozen(by)
    offered = spans(month for month, _digest in known)
    newest = next((each for each in offered if "Q" in each), "")
    span = over(asked or newest or f"{at:%Y}")
    digests = dict(known)
    agreed = done(by, span.months, at=at)
    packs = _packs(by, [month for month in span.months if month in digests])
    return LookBack(
        over=span,
        title=title_of(span.text),
        choices=tuple(Choice(each, title_of(each), each == span.text) for each in offered),
        sources=tuple(
            Source(_month(month), month, month not in digests, digests.get(month, "")) for month in span.months
        ),
        pack=together(packs, span, title=title_of(span.text), headline=_headline(packs, span)) if packs else None,
        decisions=decided(by, span.months),
        actions=agreed.grid,
        kept=agreed.sentence,
        closed=closed(by, from_on=span.from_on, until_on=span.until_on),
    )


def shown(seen: LookBack, *, wide: bool = True) -> Shown:
    """Its figures as the page and paper show them. Raises NotFound where no month has a frozen pack."""
    pack = whole(seen)
    return Shown(
        figures=_figures(pack),
        months=losing.by_count(pack),
        values=losing.by_value(pack),
        reasons=losing.reasons(pack.reasons[0], pack),
        segments=losing.parts("segments", _("By segment"), _("Segment"), pack.losses.segments, pack),
        countries=losing.parts("countries", _("By country"), _("Country"), pack.losses.countries, pack),
        largest=losing.largest(pack),
        trials=working.trials(pack),
        callers=working.callers(pack),
        flows=drawings.flows(pack, wide=wide),
        lost=drawings.lost(pack, wide=wide),
        why=drawings.reasons(pack),
        lift=drawings.trials(pack),
    )


def whole(seen: LookBack) -> Pack:
    """The sum of its packs. Raises NotFound where there is none."""
    if seen.pack is None:
        raise NotFound(
            _("No pack of %(time)s is frozen yet, so there is nothing to look back on. Freeze the pack of one month.")
            % {"time": seen.title}
        )
    return seen.pack


def title_of(text: str) -> str:
    """`Q3 2011`, or the year."""
    year, _dash, quarter = text.partition("-")
    return _("%(quarter)s %(year)s") % {"quarter": quarter, "year": year} if quarter else year


def _frozen(by: Actor) -> list[tuple[str, str]]:
    """Month and digest of every frozen pack this actor may see."""
    return list(_rows(by).values_list("review__period", "digest"))


def _rows(by: Actor) -> QuerySet[Row]:
    rows = Row.objects.filter(frozen_at__isnull=False, thawed_at=None, review__called_off_at=None)
    return rows.filter(review__in=visible(by).values("pk")).order_by("review__from_on")


def _packs(by: Actor, months: Sequence[str]) -> list[Pack]:
    found = _rows(by).filter(review__period__in=months).values_list("document", flat=True)
    return [decode(document) for document in found]


def _month(month: str) -> str:
    return formats.day(read_period(month).from_on, "month")


def _headline(packs: Sequence[Pack], span: Over) -> str:
    told = {
        "time": title_of(span.text),
        "left": customers(sum(each.losses.departures for each in packs)),
        "value": losing.money(sum((each.losses.value_lost for each in packs), Decimal(0)), packs[-1].currency),
        "packs": len(packs),
        "months": len(span.months),
    }
    if len(packs) < len(span.months):
        return _("In %(packs)s of the %(months)s months of %(time)s, %(left)s left: %(value)s a year.") % told
    return _("In %(time)s %(left)s left: %(value)s a year.") % told


def _figures(pack: Pack) -> tuple[Figure, ...]:
    new, back = sum(each.new for each in pack.months), sum(each.returned for each in pack.months)
    value_in = sum((each.value_new + each.value_returned for each in pack.months), Decimal(0))
    left = sum(each.left for each in pack.months)
    start, end = pack.months[0].start, pack.months[-1].end
    ended = {"start": count(start), "end": count(end)}
    worth = _("worth %(worth)s a year") % {"worth": losing.money(value_in, pack.currency)}
    return (
        Figure(_("Left"), count(left), _("customers")),
        Figure(_("Value lost"), losing.money(pack.losses.value_lost, pack.currency), _("a year")),
        Figure(_("New and returned"), count(new + back), _("customers"), worth),
        Figure(
            _("Net"),
            formats.signed(new + back - left),
            _("customers"),
            _("from %(start)s to %(end)s") % ended if start + new + back - left == end else "",
        ),
    )
