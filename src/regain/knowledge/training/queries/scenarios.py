"""Scenarios: those that come with Regain, and what people made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training.models import Practice, Scenario
from regain.knowledge.training.queries import words
from regain.knowledge.training.rules.sheet import Sheet, shipped

IN_USE, RETIRED = "in_use", "retired"

SCENARIOS = TableSpec(
    name="scenarios",
    caption=lazy("Scenarios"),
    searchable=False,
    default_sort="title",
    key="key",
    columns=(
        Column("title", lazy("Customer"), priority=1, link="href"),
        Column("trade", lazy("Trade")),
        Column("practised", lazy("Practised"), Kind.NUMBER),
        Column("passed", lazy("Passed"), Kind.NUMBER),
        Column("version", lazy("Version"), Kind.NUMBER, priority=3),
        Column(
            "standing",
            lazy("Standing"),
            Kind.STATUS,
            filter=Filter(By.CHOICE),
            states={IN_USE: lazy("In use"), RETIRED: lazy("Retired")},
            tones={IN_USE: "good", RETIRED: "quiet"},
        ),
    ),
)


@dataclass(frozen=True)
class Current:
    """A scenario as it is now; `row` is none while nobody used or changed what came with Regain."""

    key: str
    version: int
    sheet: Sheet
    row: Scenario | None

    @property
    def is_retired(self) -> bool:
        """Whether nobody begins it any more."""
        return self.row is not None and self.row.retired_at is not None


@dataclass(frozen=True)
class ScenarioRow:
    """One line of the list."""

    key: str
    title: str
    trade: str
    practised: int
    passed: int
    version: int
    standing: str
    href: str


@dataclass(frozen=True)
class StepLine:
    """A step, whether it is scored, and how the customer answers it."""

    name: str
    title: str
    is_scored: bool
    answer: str


@dataclass(frozen=True)
class Version:
    """A line of a scenario's history."""

    number: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class ScenarioPage:
    """One scenario, as those who write them see it."""

    key: str
    sheet: Sheet
    steps: tuple[StepLine, ...]
    version: int
    versions: tuple[Version, ...]
    is_retired: bool
    is_new: bool

    @property
    def good(self) -> str:
        """What a good call does, one thing a line."""
        return "\n".join(self.sheet.good)

    @property
    def fails(self) -> str:
        """What fails it, one thing a line."""
        return "\n".join(self.sheet.fails)


@dataclass(frozen=True)
class Choice:
    """A scenario to choose, and how often this person has had it."""

    key: str
    title: str
    trade: str
    times: int


def current() -> Mapping[str, Current]:
    """Every scenario by its key, as it is now."""
    ours = {key: Current(key, 1, sheet, None) for key, sheet in shipped().items()}
    rows = Scenario.objects.filter(replaced_at=None)
    return ours | {row.key: Current(row.key, row.version, row.sheet, row) for row in rows}


def scenario(key: str) -> Current:
    """One of them. Raises NotFound."""
    found = current().get(key)
    if found is None:
        raise NotFound(_("There is no such scenario."))
    return found


def choices(caller: Person) -> tuple[Choice, ...]:
    """What somebody could practise, what they had least often first."""
    had = Practice.objects.filter(caller=caller.pk, called_off_at=None).values("scenario__key")
    counted = {
        each["scenario__key"]: (each["times"], str(each["last"]))
        for each in had.annotate(times=Count("pk"), last=Max("begun_at"))
    }
    open_now = [each for each in current().values() if not each.is_retired]
    open_now.sort(key=lambda each: (*counted.get(each.key, (0, "")), each.sheet.title))
    return tuple(
        Choice(each.key, each.sheet.title, each.sheet.trade, counted.get(each.key, (0, ""))[0]) for each in open_now
    )


def scenario_rows() -> MemoryRows[ScenarioRow]:
    """The list."""
    done = Practice.objects.exclude(scored_at=None).values("scenario__key")
    counted = {
        each["scenario__key"]: (each["all"], each["good"])
        for each in done.annotate(all=Count("pk"), good=Count("pk", filter=Q(passed=True)))
    }
    return MemoryRows(
        [
            ScenarioRow(
                key=each.key,
                title=each.sheet.title,
                trade=each.sheet.trade,
                practised=counted.get(each.key, (0, 0))[0],
                passed=counted.get(each.key, (0, 0))[1],
                version=each.version,
                standing=RETIRED if each.is_retired else IN_USE,
                href=reverse("training:scenario", args=[each.key]),
            )
            for each in current().values()
        ]
    )


def scenario_page(key: str) -> ScenarioPage:
    """One scenario with everything on it. Raises NotFound."""
    found = scenario(key)
    history = Scenario.objects.filter(key=key).order_by("-version")
    return ScenarioPage(
        key=key,
        sheet=found.sheet,
        steps=step_lines(found.sheet),
        version=found.version,
        versions=tuple(Version(row.version, row.made_at, row.made_by) for row in history),
        is_retired=found.is_retired,
        is_new=False,
    )


def new_page(sheet: Sheet, *, key: str = "", version: int = 1) -> ScenarioPage:
    """A scenario that is being written, as it was filled in."""
    return ScenarioPage(key, sheet, step_lines(sheet), version, (), is_retired=False, is_new=not key)


def step_lines(sheet: Sheet) -> tuple[StepLine, ...]:
    """All nine steps."""
    return tuple(
        StepLine(step.value, str(words.STEPS[step]), step in sheet.steps, sheet.answers.get(step, "")) for step in Step
    )
