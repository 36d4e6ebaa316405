"""The pages on the way to an import: choose, say which column is what, try."""

from collections import Counter
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.jobs.models import State
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.home import Home
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Crumb, Step
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.intake.glance import Seen
from regain.knowledge.warehouse.models import Import, SavedMapping
from regain.knowledge.warehouse.queries.facts import is_open, lake
from regain.knowledge.warehouse.queries.finding import OPEN, try_job
from regain.knowledge.warehouse.queries.listed import DraftRow, MappingRow, draft_view, drafts
from regain.knowledge.warehouse.queries.results import ResultView, view_of
from regain.knowledge.warehouse.queries.words import ICONS, KINDS, PURPOSES, Words
from regain.knowledge.warehouse.rules.catalogue import Field, kind_named
from regain.knowledge.warehouse.rules.guess import DATES, reads, signature
from regain.knowledge.warehouse.rules.mapping import Format, from_toml
from regain.knowledge.warehouse.rules.result import from_dict
from regain.knowledge.warehouse.rules.uploads import ENDINGS, MOST_BYTES

SHOWN_LINES: Final = 5
EXAMPLE: Final = 28
STEPS: Final = ("choose", "columns", "trial", "import")


@dataclass(frozen=True)
class KindChoice:
    """A kind of file, what it is for, and the columns it cannot do without."""

    name: str
    title: Words
    purpose: Words
    icon: str
    needs: str
    is_chosen: bool


@dataclass(frozen=True)
class ChoosePage:
    """What to bring."""

    kinds: tuple[KindChoice, ...]
    endings: str
    most_gb: int
    may_read_databases: bool
    is_first: bool
    drafts: tuple[DraftRow, ...]
    steps: tuple[Step, ...]
    up: tuple[Crumb, ...]


@dataclass(frozen=True)
class ColumnView:
    """A column of the source: its place from 1, its name, an example, and what it means so far."""

    place: int
    name: str
    example: str
    meaning: str
    is_guess: bool


@dataclass(frozen=True)
class FieldView:
    """A field, and the column that holds it (0: none)."""

    name: str
    label: str
    hint: str
    is_required: bool
    place: int
    is_guess: bool
    example: str


@dataclass(frozen=True)
class ReadRow:
    """A line as it would be read."""

    line: int
    cells: tuple[str, ...]
    problem: str


@dataclass(frozen=True)
class ColumnsPage:
    """Which column means what, and how the first lines would be read."""

    draft: DraftRow
    seen: str
    columns: tuple[ColumnView, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    main: tuple[FieldView, ...]
    optional: tuple[FieldView, ...]
    alternatives: str
    headings: tuple[str, ...]
    read: tuple[ReadRow, ...]
    good: int
    problems: tuple[tuple[str, int], ...]
    missing: str
    absent: tuple[str, ...]
    refusal: str
    fits: tuple[str, ...]
    """Date formats in which every one of the first dates can be read."""
    saved: tuple[MappingRow, ...]
    is_open: bool
    steps: tuple[Step, ...]
    up: tuple[Crumb, ...]

    @property
    def has_optional(self) -> bool:
        """Whether a column is chosen for something that is not required."""
        return any(field.place for field in self.optional)


@dataclass(frozen=True)
class TrialPage:
    """A dry run: going on, refused, or what it found."""

    draft: DraftRow
    result: ResultView | None
    refusal: str
    is_running: bool
    percent: int | None
    words: str
    can_import: bool
    is_open: bool
    currency: str
    zone: str
    steps: tuple[Step, ...]
    up: tuple[Crumb, ...]


def steps(current: str, draft_id: int | None = None) -> tuple[Step, ...]:
    """The way, and where one is on it."""
    titles = {
        "choose": _("Choose a file"),
        "columns": _("Say which column is what"),
        "trial": _("Try it"),
        "import": _("Import"),
    }
    at = STEPS.index(current)
    hrefs = {
        "choose": reverse("warehouse:choice"),
        "columns": reverse("warehouse:columns", args=[draft_id]) if draft_id else "",
    }
    return tuple(
        Step(
            titles[name],
            "done" if place < at else "current" if place == at else "ahead",
            hrefs.get(name, "") if place < at else "",
        )
        for place, name in enumerate(STEPS)
    )


def up() -> tuple[Crumb, ...]:
    """Above every page of an import."""
    return (Crumb(_("Imports"), reverse("warehouse:imports")),)


def choose_page(*, by: Actor, home: Home, kind: str) -> ChoosePage:
    """What to bring; `kind` is chosen beforehand."""
    return ChoosePage(
        kinds=tuple(
            KindChoice(
                name=name,
                title=title,
                purpose=PURPOSES[name],
                icon=ICONS[name],
                needs=needs_of(name),
                is_chosen=name == (kind if kind in KINDS else "sales"),
            )
            for name, title in KINDS.items()
        ),
        endings=",".join([*ENDINGS, ".gz"]),
        most_gb=MOST_BYTES // 1024**3,
        may_read_databases=policy.may_read_databases(by=by),
        is_first=not lake(home).current().imports,
        drafts=drafts(by),
        steps=steps("choose"),
        up=up(),
    )


def needs_of(kind: str) -> str:
    """The columns a kind cannot do without, in words."""
    found = kind_named(kind)
    words = [field.label for field in found.fields if field.required]
    words += [" or ".join(" × ".join(found.field(name).label for name in group) for group in found.one_of)]
    return ", ".join(word for word in words if word)


def columns_page(*, home: Home, draft: Import, seen: Seen, refusal: str = "") -> ColumnsPage:
    """Lay out what was seen of a file."""
    kind = kind_named(draft.kind)
    by_place = {place: name for name, place in seen.columns.items()}
    examples = _examples(seen)
    labels = {field.name: _capital(field.label) for field in kind.fields}
    fields = [_field(field, seen, examples) for field in kind.fields]
    in_groups = {name for group in kind.one_of for name in group}
    main = {*in_groups, *(field.name for field in kind.fields if field.required), "sale_id"}
    mapped = [field.name for field in kind.fields if field.name in seen.columns]
    problems = Counter(problem for _line, _values, problem in seen.read if problem)
    return ColumnsPage(
        draft=draft_view(draft),
        seen=signature(seen.names),
        columns=tuple(
            ColumnView(
                place=place,
                name=name or _("column %(place)s") % {"place": place},
                example=examples.get(place, ""),
                meaning=labels.get(by_place.get(place, ""), ""),
                is_guess=by_place.get(place, "") in seen.guessed,
            )
            for place, name in enumerate(seen.names, start=1)
        ),
        lines=tuple((line, tuple(cells)) for line, cells in seen.lines[:SHOWN_LINES]),
        main=tuple(view for view in fields if view.name in main),
        optional=tuple(view for view in fields if view.name not in main),
        alternatives=_alternatives(draft.kind),
        headings=() if seen.missing else tuple(labels[name] for name in mapped),
        read=tuple(
            ReadRow(line, tuple(_shown(kind.field(name), values.get(name, "")) for name in mapped), problem)
            for line, values, problem in seen.read
        ),
        good=sum(not problem for _line, _values, problem in seen.read),
        problems=tuple(problems.most_common()),
        missing=", ".join(seen.missing),
        absent=tuple(seen.absent),
        refusal=refusal or seen.refusal,
        fits=_fitting(kind.fields, seen),
        saved=saved_mappings(draft.kind),
        is_open=is_open(home),
        steps=steps("columns", draft.pk),
        up=up(),
    )


def trial_page(*, home: Home, draft: Import) -> TrialPage:
    """How far a dry run is, or what it found."""
    job = try_job(draft)
    running = draft.trial is None and job is not None and job.state in OPEN
    told: dict[str, Any] = draft.trial or {}
    result = view_of(from_dict(told)) if told else None
    form = from_toml(draft.mapping).format if draft.mapping else Format()
    refusal = job.sentence if job and not told and job.state in {State.FAILED, State.CANCELLED} else ""
    return TrialPage(
        draft=draft_view(draft),
        result=result,
        refusal=refusal,
        is_running=running,
        percent=job.percent if job and running else None,
        words=job.progress_words if job and running else "",
        can_import=result is not None and (result.accepted > 0 or bool(result.changes)),
        is_open=is_open(home),
        currency=form.currency,
        zone=form.zone,
        steps=steps("trial", draft.pk),
        up=up(),
    )


def editions(*, home: Home, kind: str) -> tuple[tuple[str, str], ...]:
    """The imports a new file of sales may be said to replace, newest first."""
    records = [record for record in lake(home).current().imports if record["kind"] == kind == "sales"]
    words = _("It corrects import %(number)s (%(source)s), which it replaces")
    return tuple(
        (str(record["import"]), words % {"number": record["import"], "source": record["source"]})
        for record in reversed(records[-20:])
    )


def saved_mappings(kind: str = "") -> tuple[MappingRow, ...]:
    """The mappings kept, of one kind or all."""
    rows = SavedMapping.objects.order_by("kind", "name")
    return tuple(_mapping(row) for row in (rows.filter(kind=kind) if kind else rows))


def _mapping(row: SavedMapping) -> MappingRow:
    kind = kind_named(row.kind)
    mapping = from_toml(row.mapping)
    columns = [(_capital(kind.field(name).label), str(column)) for name, column in mapping.columns.items()]
    return MappingRow(
        id=row.pk,
        kind=row.kind,
        kind_title=str(KINDS[row.kind]),
        name=row.name,
        columns=tuple(columns),
        saved_at=row.saved_at,
        saved_by=row.saved_by_name,
    )


def _field(field: Field, seen: Seen, examples: Table[int, str]) -> FieldView:
    place = seen.columns.get(field.name, 0)
    hints = {
        "sale_id": _("The invoice or order number: with it, a corrected file replaces what it corrects."),
        "choice": _("One of: %(words)s.") % {"words": ", ".join(filter(None, field.choices))},
        "rate": _("What one unit of it is worth in the company's currency."),
    }
    return FieldView(
        name=field.name,
        label=_capital(field.label),
        hint=hints.get(field.name, hints["choice"] if field.choices else ""),
        is_required=field.required,
        place=place,
        is_guess=field.name in seen.guessed,
        example=examples.get(place, ""),
    )


def _examples(seen: Seen) -> dict[int, str]:
    found: dict[int, str] = {}
    for _line, cells in seen.lines:
        for place, value in enumerate(cells, start=1):
            if value and place not in found:
                found[place] = value if len(value) <= EXAMPLE else f"{value[:EXAMPLE]}…"
    return found


def _shown(field: Field, value: str) -> str:
    """A value as it was understood: a month by its name, thousands apart, so that a wrong reading shows."""
    if not value:
        return ""
    if field.type in {"money", "price", "quantity"}:
        return formats.number(Decimal(value), max(len(value.partition(".")[2]), 0 if field.type == "quantity" else 2))
    if field.type == "date":
        return formats.day(date.fromisoformat(value))
    if field.type == "moment":
        day, _space, time = value.partition(" ")
        shown = formats.day(date.fromisoformat(day))
        return shown if time in {"", "00:00"} else f"{shown}, {time}"
    return value


def _alternatives(kind: str) -> str:
    if kind != "sales":
        return ""
    return _("An amount a line, or a unit price and a quantity: one of the two is needed.")


def _fitting(fields: tuple[Field, ...], seen: Seen) -> tuple[str, ...]:
    """Which of the usual date formats every one of the first dates is written in."""
    mapped = [field.name for field in fields if field.type in {"date", "moment"} and field.name in seen.columns]
    cells = [line[seen.columns[name] - 1].strip() for name in mapped for _number, line in seen.lines]
    values = {value for value in cells if value}
    return tuple(dates for dates in DATES if values and all(reads(dates, value) for value in values))


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
