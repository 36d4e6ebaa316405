"""The pack as a deck: what the meeting looks at on the wall, with the rest in the speaker's notes."""

from dataclasses import replace
from decimal import Decimal

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.foundation.ui import slides as s
from regain.meetings.lossreview.queries.shown import ShownPack
from regain.meetings.lossreview.queries.shown.calling import ShownCall
from regain.meetings.lossreview.queries.shown.drawings import short
from regain.meetings.lossreview.queries.shown.grids import Cell, Grid, Row
from regain.meetings.lossreview.queries.shown.losing import money
from regain.meetings.lossreview.queries.shown.writing import count, mirrored, sentence, share
from regain.meetings.lossreview.rules.pack import Mirror, Pack

SHARE = "[>=0.1]0%;[=0]0%;0.0%"
BARS = 9
HEALTH = 9
QUOTED = 8
"""Conversations on slides; the others are in the notes."""
WHY, WHERE = 3, 5
"""Columns of a loss; where it was is not shown on a wall."""
COUNT = "#,##0;#,##0"
"""Those who left stand below the line, and are no negative number."""


def deck(seen: ShownPack) -> s.Deck:
    """The slides in the order of the agenda."""
    pack = seen.document
    return s.Deck(
        title=_("Loss Review: %(month)s") % {"month": pack.title},
        company=pack.company,
        language=pack.language,
        made_at=pack.as_at,
        footer=f"{pack.company} · {_('Loss Review')} · {pack.title}",
        in_full=_("In full:"),
        slides=[
            _cover(seen),
            _table(seen.actions, _("What was agreed before"), lead=seen.kept),
            _figures(seen),
            _flows(seen),
            _lost(seen),
            _largest(seen),
            _reasons_drawn(seen),
            _reasons(seen),
            _quotes(seen),
            *_mirrors(seen),
            _table(seen.trials, _("What came back, against control"), notes=_means(pack, "trial")),
            _health(seen),
            _issues(seen),
            _decisions(seen),
            _definitions(seen),
        ],
    )


def _cover(seen: ShownPack) -> s.Cover:
    pack = seen.document
    asked = _("Who counts as gone was asked as of %(day)s.") % {"day": formats.day(pack.as_of)}
    told = _("What people did is told as at %(when)s.") % {"when": formats.moment(pack.as_at)}
    return s.Cover(
        title=_("Loss Review: %(month)s") % {"month": pack.title},
        statement=pack.headline,
        lines=[pack.company, seen.standing, f"{asked} {told}"],
        notes=sentence(pack.rule_words),
    )


def _figures(seen: ShownPack) -> s.Statement:
    numbers = [s.Number(each.label, each.text, f"{each.unit} · {each.words}".strip(" ·")) for each in seen.figures]
    words = {each.name: each.words for each in seen.definitions}
    notes = [f"{each.label}: {words[each.means]}" for each in seen.figures if each.means in words]
    return s.Statement(_("The month in figures"), "", numbers, notes="\n".join(notes))


def _flows(seen: ShownPack) -> s.Chart:
    months = seen.document.months
    return s.Chart(
        title=_("Customers in and out"),
        shape="stacked",
        categories=[short(each) for each in months],
        series=[
            s.Series(_("Returned"), [each.returned for each in months]),
            s.Series(_("Left"), [-each.left for each in months]),
            s.Series(_("New"), [each.new for each in months]),
        ],
        unit=_("Customers"),
        number=COUNT,
        unlabelled=[0],
        lead=_("%(month)s: %(new)s new, %(returned)s returned, %(left)s left.")
        % {
            "month": months[-1].title,
            "new": count(months[-1].new),
            "returned": count(months[-1].returned),
            "left": count(months[-1].left),
        },
        notes=_noted(seen.months),
    )


def _lost(seen: ShownPack) -> s.Chart:
    pack = seen.document
    return s.Chart(
        title=_("Value lost by month"),
        shape="columns",
        categories=[short(each) for each in pack.months],
        series=[s.Series(_("Value lost"), [float(each.value_left) for each in pack.months])],
        unit=_("Value lost a year, %(currency)s") % {"currency": pack.currency},
        number=_number(pack),
        lead=pack.anew,
        notes=_noted(seen.values),
    )


def _largest(seen: ShownPack) -> s.Table:
    grid = seen.largest
    lines = [s.Line([_told(cell) if place == WHY else cell.text for place, cell in _shown(row)]) for row in grid.rows]
    notes = [_noted(grid), _noted(seen.segments), _noted(seen.countries)]
    return s.Table(
        _("The largest losses"),
        _columns(grid)[:WHERE],
        lines,
        nothing=grid.nothing,
        notes="\n\n".join(filter(None, notes)),
    )


def _shown(line: Row) -> list[tuple[int, Cell]]:
    return list(enumerate(line.cells[:WHERE]))


def _told(cell: Cell) -> str:
    """A reason with its standing, on one line."""
    return f"{cell.text} ({cell.detail.lower()})" if cell.detail else cell.text


def _reasons_drawn(seen: ShownPack) -> s.Chart:
    pack = seen.document
    table = pack.reasons[0]
    lines = sorted(table.lines, key=lambda line: -line.value_lost)
    bars = [(line.title, line.value_lost) for line in lines[:BARS]]
    if lines[BARS:]:
        rest = sum((line.value_lost for line in lines[BARS:]), Decimal(0))
        bars.append((_("%(number)s other reasons") % {"number": len(lines[BARS:])}, rest))
    bars += [(part.title, part.value_lost) for part in (table.could_not_say, table.not_asked) if part.departures]
    return s.Chart(
        title=_("Why they left, by value lost"),
        shape="bars",
        categories=[title for title, _value in bars],
        series=[s.Series(_("Value lost"), [float(value) for _title, value in bars])],
        unit=_("Value lost a year, %(currency)s") % {"currency": pack.currency},
        number=_number(pack),
        lead=pack.truth,
        nothing=_("Nobody left this month."),
        notes="\n\n".join(_noted(each.grid) for each in seen.reasons[1:]),
    )


def _reasons(seen: ShownPack) -> s.Table:
    first = seen.reasons[0]
    plain = replace(first.grid, rows=tuple(_plain(row) for row in first.grid.rows), heads=first.grid.heads[:6])
    return _table(plain, _("Why they left: %(how)s") % {"how": first.title}, lead=first.sentence)


def _plain(line: Row) -> Row:
    """A reason without its group and its issue."""
    return replace(line, cells=tuple(replace(cell, detail="") for cell in line.cells[:6]))


def _quotes(seen: ShownPack) -> s.Quotes:
    heard = [call for call in seen.calls if call.quotes]
    quotes = [
        s.Quote(quote, _who(call))
        for call in heard[:QUOTED]
        for quote in (call.quotes[:2] if len(heard) < 5 else call.quotes[:1])
    ]
    notes = "\n\n".join([_noted(seen.callers), *(_call(call) for call in seen.calls)])
    return s.Quotes(
        _("What customers said"),
        quotes,
        nothing=_("Nobody wrote down a customer’s own words this month."),
        notes=notes,
    )


def _who(call: ShownCall) -> str:
    return f"{call.title} · {call.who}"


def _call(call: ShownCall) -> str:
    wants = _("Wants: %(words)s") % {"words": call.wants} if call.wants else ""
    willing = _("Would come back: %(words)s") % {"words": call.willingness} if call.willingness else ""
    quotes = [f"“{quote}”" for quote in call.quotes]
    return "\n".join(line for line in (_who(call), *quotes, call.said, wants, willing, call.notes) if line)


def _mirrors(seen: ShownPack) -> list[s.Chart | s.Columns]:
    """The first mirror drawn, the others told."""
    drawn = [each for each in seen.document.mirrors if each.shares]
    said = [mirrored(each) for each in seen.document.mirrors]
    title = _("How well the calls stand for the losses")
    if not drawn:
        nothing = _("Without a call there is nothing to set beside the losses.")
        return [s.Columns(title, [s.Part("", said or [nothing])])]
    first = drawn[0]
    others = [f"{each.title}: {mirrored(each)}" for each in seen.document.mirrors if each is not first]
    tables = [_compared(each) for each in drawn]
    return [
        s.Chart(
            title=title,
            shape="bars",
            categories=[each.title for each in first.shares],
            series=[
                s.Series(_("Share of the losses"), [each.of_losses for each in first.shares]),
                s.Series(_("Share of the calls"), [each.of_calls for each in first.shares]),
            ],
            unit=_("Share of the value, %(by)s") % {"by": first.title.lower()},
            number=SHARE,
            lead=mirrored(first),
            notes="\n\n".join(filter(None, [*others, *tables, _means(seen.document, "mirror")])),
        )
    ]


def _compared(mirror: Mirror) -> str:
    """A mirror as lines for the notes."""
    rows = [
        _("%(title)s: %(losses)s of the losses (%(left)s left), %(calls)s of the calls (%(called)s called)")
        % {
            "title": each.title,
            "losses": share(each.of_losses),
            "left": count(each.losses),
            "calls": share(each.of_calls),
            "called": count(each.calls),
        }
        for each in mirror.shares
    ]
    return "\n".join([f"{mirror.title}:", *rows])


def _health(seen: ShownPack) -> s.Table:
    """As many figures as a slide holds, those that are known first; all of them in the notes."""
    rows = sorted(zip(seen.document.health, seen.health.rows, strict=True), key=lambda pair: pair[0].value is None)
    shown = replace(seen.health, rows=tuple(row for _line, row in rows[:HEALTH]))
    notes = _noted(seen.health) if len(rows) > HEALTH else ""
    return _table(shown, _("How the programme is doing"), notes=notes)


def _issues(seen: ShownPack) -> s.Table:
    notes = _means(seen.document, "priority")
    return _table(seen.issues, _("What to fix first"), notes=notes)


def _decisions(seen: ShownPack) -> s.Columns:
    """What this review has to settle, as far as the numbers show it."""
    pack = seen.document
    asked = [_("Who answers for “%(issue)s”?") % {"issue": each.title} for each in pack.issues.lines if not each.owner]
    asked += [
        _("By when: “%(issue)s”, %(owner)s?") % {"issue": each.title, "owner": each.owner}
        for each in pack.issues.lines
        if each.owner and each.due_on is None
    ]
    asked += [
        _("What is done about “%(issue)s”? No action is open.") % {"issue": each.title}
        for each in pack.issues.lines
        if each.state == "open" and each.owner and not each.actions_open
    ]
    if pack.issues.unclaimed.departures:
        words = {"value": money(pack.issues.unclaimed.value_lost, pack.currency)}
        asked.append(_("%(value)s has a reason that is nobody’s issue. Raise one?") % words)
    late = [
        _("“%(what)s”, %(owner)s: another day, or drop it?") % {"what": each.what, "owner": each.owner}
        for each in pack.actions
        if each.state == "late"
    ]
    return s.Columns(
        _("Decisions to take"),
        [
            s.Part(_("About issues"), asked or [_("Every issue has an owner, a day and an action.")]),
            s.Part(_("About actions that are late"), late or [_("No action is late.")]),
        ],
    )


def _definitions(seen: ShownPack) -> s.Columns:
    lines = [f"{each.title}: {each.words}" for each in seen.definitions]
    lines.append(f"{_('Who counts as gone')}: {sentence(seen.document.rule_words)}")
    half = -(-len(lines) // 2)
    return s.Columns(_("What the figures mean"), [s.Part("", lines[:half]), s.Part("", lines[half:])])


def _table(grid: Grid, title: str, *, lead: str = "", notes: str = "") -> s.Table:
    lines = [
        s.Line([cell.text for cell in row.cells], [cell.detail for cell in row.cells], row.is_sum, row.is_quiet)
        for row in grid.rows
    ]
    return s.Table(title, _columns(grid), lines, lead=lead, nothing=grid.nothing, notes=notes)


def _columns(grid: Grid) -> list[s.Column]:
    return [s.Column(head.title, head.width, head.is_figure) for head in grid.heads]


def _noted(grid: Grid) -> str:
    """A table as lines for the notes."""
    if not grid.rows:
        return ""
    heads = " | ".join(head.title for head in grid.heads)
    rows = [
        " | ".join(f"{cell.text} ({cell.detail})" if cell.detail else cell.text for cell in row.cells)
        for row in grid.rows
    ]
    return "\n".join([f"{grid.title}:", heads, *rows])


def _number(pack: Pack) -> str:
    symbol = get_currency_symbol(pack.currency, locale=formats.locale())
    leads = formats.money((Decimal(1), pack.currency), "whole").startswith(symbol)
    return f'"{symbol}"#,##0' if leads else f'#,##0 "{symbol}"'


def _means(pack: Pack, *names: str) -> str:
    return "\n".join(f"{each.title}: {each.words}" for each in pack.definitions if each.name in names)
