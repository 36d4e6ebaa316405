"""What was agreed, heard, tried, and is looked after, as tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from regain.foundation.kit.table import Column, Kind
from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.shown.writing import month
from regain.meetings.lossreview.queries.tables.shape import Get, PackTable, day, money, number, share, text
from regain.meetings.lossreview.rules.pack import IssueLine, Pack, Part


@dataclass(frozen=True)
class Said:
    """One thing to know of a pack."""

    title: str
    text: str


@dataclass(frozen=True)
class SharedRow:
    """One part of a mirror."""

    by: str
    title: str
    losses: int
    of_losses: float
    calls: int
    of_calls: float
    distance: float | None


@dataclass(frozen=True)
class IssueRow:
    """An issue, or what falls to none."""

    title: str
    departures: int
    value_lost: Decimal
    line: IssueLine | None = None

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return self.line.owner if self.line else ""

    @property
    def due_on(self) -> date | None:
        """Its day."""
        return self.line.due_on if self.line else None


def about(stored: StoredPack, words: str) -> PackTable:
    """What this pack is."""
    pack = stored.pack
    said = (
        (_("Company"), pack.company),
        (_("Month"), pack.title),
        (_("As of"), words),
        (_("In two sentences"), pack.headline),
        (_("Who counts as gone"), pack.rule_words),
        (_("Departures"), formats.number(pack.losses.departures)),
        (_("Value lost"), formats.money((pack.losses.value_lost, pack.currency))),
        (_("What people did is told as of"), formats.moment(pack.as_at)),
        (_("Facts"), str(pack.facts)),
        (_("Digest (SHA-256)"), stored.digest),
    )
    columns = (text("title", _("About"), first=True), text("text", _("This pack"), first=True))
    return PackTable(
        "about", _("Loss Review: %(month)s") % {"month": pack.title}, columns, [Said(*each) for each in said]
    )


def actions(pack: Pack) -> PackTable:
    """What was agreed before."""
    columns = (
        text("what", _("Action"), first=True),
        text("issue", _("Issue")),
        text("owner", _("Owner")),
        day("due_on", _("Due on")),
        day("first_due_on", _("First due on")),
        share("progress", _("Progress"), lambda row: row.progress / 100),
        text("state", _("State")),
        text("words", _("Last said")),
        text("review", _("Agreed in"), lambda row: month(row.review)),
    )
    return PackTable("actions", _("Actions agreed before"), columns, pack.actions)


def calls(pack: Pack) -> PackTable:
    """The conversations."""
    columns = (
        text("title", _("Customer"), first=True),
        text("customer", _("Id")),
        text("by", _("By")),
        text("is_executive", _("Executive")),
        Column("spoken_at", _("Spoken"), Kind.MOMENT),
        money("value_lost", _("Value lost"), pack.currency),
        text("reasons", _("Reasons"), lambda row: "; ".join(row.reasons)),
        text("is_confirmed", _("Confirmed")),
        text("could_not_say", _("Could not say")),
        number("willingness", _("Willing to return, 0 to 10")),
        text("quotes", _("Quotes"), lambda row: "\n".join(row.quotes)),
        text("wants", _("What they ask for")),
        text("notes", _("Notes")),
    )
    return PackTable("calls", _("Conversations"), columns, pack.calls)


def callers(pack: Pack) -> PackTable:
    """Each executive's calls."""
    columns = (
        text("person", _("Executive"), first=True),
        number("drawn", _("Drawn")),
        number("tried", _("Tried")),
        number("spoken", _("Spoken with")),
        number("on_time", _("On time")),
    )
    return PackTable("callers", _("Who called"), columns, pack.callers)


def mirrors(pack: Pack) -> PackTable:
    """How well the conversations stand for the losses."""
    columns = (
        text("title", _("Part"), first=True),
        text("by", _("Seen")),
        number("losses", _("Departures")),
        share("of_losses", _("Share of the losses")),
        number("calls", _("Conversations")),
        share("of_calls", _("Share of the conversations")),
        share("distance", _("Distance from the losses")),
    )
    rows = [
        SharedRow(mirror.title, part.title, part.losses, part.of_losses, part.calls, part.of_calls, mirror.distance)
        for mirror in pack.mirrors
        for part in mirror.shares
    ]
    return PackTable("mirrors", _("How representative"), columns, rows)


def trials(pack: Pack) -> PackTable:
    """Treated beside control."""
    columns = (
        text("title", _("Cycle"), first=True),
        number("treated", _("Treated")),
        number("treated_returned", _("Treated, came back")),
        number("control", _("Control")),
        number("control_returned", _("Control, came back")),
        share("lift", _("Difference")),
        share("low", _("Likely from")),
        share("high", _("Likely to")),
        text("sentence", _("In words")),
    )
    return PackTable("trials", _("Returns against control"), columns, pack.trials)


def issues(pack: Pack) -> PackTable:
    """Issues by priority, and what falls to none."""
    of = pack.issues
    columns = (
        text("title", _("Issue"), first=True),
        number("rank", _("Rank"), _of_line("rank")),
        text("state", _("State"), _of_line("state")),
        text("owner", _("Owner")),
        day("due_on", _("Due on")),
        number("departures", _("Departures")),
        money("value_lost", _("Value lost"), pack.currency),
        number("departures_year", _("Departures in a year"), _of_line("departures_year")),
        money("value_year", _("Value lost in a year"), pack.currency, _of_line("value_year")),
        share("recurrence", _("Recurrence"), _of_line("recurrence")),
        share("control", _("Up to us"), _of_line("control")),
        number("effort", _("Weeks of work"), _of_line("effort")),
        money("priority", _("Priority"), pack.currency, _of_line("priority")),
        text(
            "judged",
            _("Set by somebody"),
            lambda row: " ".join(each.words for each in row.line.judged) if row.line else "",
        ),
        number("actions_open", _("Open actions"), _of_line("actions_open")),
        text("proof", _("What the fix did"), _of_line("proof")),
    )
    rows = [IssueRow(line.title, line.departures, line.value_lost, line) for line in of.lines]
    rest = [_rest(part) for part in (of.unclaimed, of.untold, of.total)]
    return PackTable("issues", _("Issues by priority"), columns, [*rows, *rest], sums=1)


def health(pack: Pack) -> PackTable:
    """The programme's health."""
    columns = (
        text("title", _("Figure"), first=True),
        text("text", _("Now")),
        text("before_text", _("Before")),
        Column("value", _("Now, as a number"), Kind.NUMBER),
        Column("before", _("Before, as a number"), Kind.NUMBER),
        text("words", _("In words")),
    )
    return PackTable("health", _("Programme health"), columns, pack.health)


def definitions(pack: Pack) -> PackTable:
    """What each figure means."""
    columns = (text("title", _("Figure"), first=True), text("words", _("What it means"), first=True))
    return PackTable("definitions", _("What the figures mean"), columns, pack.definitions)


def _of_line(name: str) -> Get:
    def get(row: IssueRow) -> object:
        return getattr(row.line, name) if row.line else None

    return get


def _rest(part: Part) -> IssueRow:
    return IssueRow(part.title, part.departures, part.value_lost)
