"""Where every import stands: what the lake and its folder say, who ordered it, and what its job is doing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.home import Home
from regain.foundation.kit.money import Money
from regain.knowledge.warehouse.intake.job import Job as Order
from regain.knowledge.warehouse.intake.job import load_job
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries.facts import imports, lake
from regain.knowledge.warehouse.queries.finding import OPEN, RUN
from regain.knowledge.warehouse.queries.words import KINDS
from regain.knowledge.warehouse.rules.result import Result, from_dict

OPEN_STATES = frozenset({"waiting", "running"})
TROUBLE = frozenset({"failed", "cut_off"})


@dataclass(frozen=True)
class Standing:
    """One import: what it was, where it stands, and how it ended."""

    number: int
    kind: str
    kind_title: str
    label: str
    at: datetime
    who: str
    state: str
    sentence: str
    result: Result | None
    words: str
    percent: int | None
    place: str
    order: Order

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_STATES

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("warehouse:import", args=[self.number])

    @property
    def lines(self) -> int | None:
        """Lines of the source."""
        return self.result.lines if self.result else None

    @property
    def accepted(self) -> int | None:
        """Lines that count."""
        return self.result.accepted if self.result else None

    @property
    def duplicates(self) -> int | None:
        """Lines that were there already."""
        return self.result.duplicates if self.result else None

    @property
    def rejected(self) -> int | None:
        """Lines that were not taken."""
        return self.result.rejected if self.result else None

    @property
    def net(self) -> Money | None:
        """The money of what was accepted."""
        has_money = self.result is not None and self.kind == "sales"
        return money_of(self.result.net, self.result.currency) if has_money and self.result else None


def standings(home: Home) -> list[Standing]:
    """Every import, newest first."""
    folders = sorted(home.imports.glob("[0-9]*"), reverse=True) if home.imports.is_dir() else []
    landed = {int(record["import"]) for record in lake(home).current().imports}
    rows = {row.number: row for row in Import.objects.filter(number__isnull=False)}
    jobs = {job.arguments.get("import_no"): job for job in Job.objects.filter(name=RUN).order_by("pk")}
    found = []
    for folder in folders:
        number = int(folder.name)
        if (folder / "job.json").exists():
            found.append(_standing(folder, number in landed, rows.get(number), jobs.get(number)))
    return found


def standing(home: Home, number: int) -> Standing:
    """One import. Raises NotFound."""
    folder = imports(home).place(number)
    if not (folder / "job.json").exists():
        raise NotFound(_("There is no import %(number)s.") % {"number": number})
    landed = any(int(record["import"]) == number for record in lake(home).current().imports)
    row = Import.objects.filter(number=number).first()
    job = Job.objects.filter(name=RUN, arguments__import_no=number).order_by("-pk").first()
    return _standing(folder, landed, row, job)


def money_of(amount: Decimal, currency: str) -> Money:
    """An amount in the company's currency."""
    return Money(amount, currency)


def _standing(folder: Path, landed: bool, row: Import | None, job: Job | None) -> Standing:
    order = load_job(folder)
    result = _told(folder / "result.json")
    failed = _told(folder / "failed.json")
    state, sentence = _state(result, failed, job, landed=landed)
    return Standing(
        number=order.no,
        kind=order.mapping.kind,
        kind_title=str(KINDS[order.mapping.kind]),
        label=row.label if row else Path(order.source.path).name or order.source.label,
        at=order.at,
        who=row.ordered_by_name if row else _("Command line"),
        state=state,
        sentence=sentence,
        result=from_dict(result) if result else None,
        words=job.progress_words if job and state == "running" else "",
        percent=job.percent if job and state == "running" else None,
        place=row.place if row else "",
        order=order,
    )


def _state(
    result: Mapping[str, Any] | None, failed: Mapping[str, Any] | None, job: Job | None, *, landed: bool
) -> tuple[str, str]:
    if result:
        return ("done", "") if landed else ("undone", "")
    if job is not None and job.state in OPEN:
        return ("running" if job.state == State.RUNNING else "waiting"), ""
    if failed:
        return "failed", str(failed.get("sentence", ""))
    if job is not None and job.state == State.CANCELLED:
        return "stopped", _("It was stopped on request. Nothing of it is in the lake.")
    if job is not None and job.sentence:
        return "cut_off", job.sentence
    return "cut_off", _("Its process ended before it was done. Nothing of it is in the lake.")


def _told(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told
