"""What an import did, or a dry run would do, as a page shows it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound, Refused
from regain.foundation.kit.home import Home
from regain.foundation.kit.money import Money
from regain.foundation.ui.parts import Crumb
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.intake.uploads import file_at
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries.facts import imports, lake
from regain.knowledge.warehouse.queries.finding import import_row
from regain.knowledge.warehouse.queries.standing import Standing, money_of, standing
from regain.knowledge.warehouse.rules.result import Result

HEAVY = 0.05
"""A share of rejected lines above which something about the columns is probably wrong."""


@dataclass(frozen=True)
class ReasonRow:
    """Why lines were rejected, how many, and a few of them."""

    sentence: str
    count: int
    share: float
    examples: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Line number and what stood in its columns."""


@dataclass(frozen=True)
class ResultView:
    """lines = accepted + duplicates + rejected, and what that means."""

    lines: int
    accepted: int
    duplicates: int
    rejected: int
    reasons: tuple[ReasonRow, ...]
    changes: tuple[str, ...]
    """What it takes back of earlier imports, in words."""
    net: Money | None
    purchases: Money | None
    refunds: Money | None
    duplicates_net: Money | None
    first_day: date | None
    last_day: date | None

    @property
    def rejected_share(self) -> float:
        """Rejected lines of all."""
        return self.rejected / self.lines if self.lines else 0.0

    @property
    def is_heavy(self) -> bool:
        """Whether so much was rejected that the columns are the likely cause."""
        return self.rejected_share > HEAVY

    @property
    def changes_nothing(self) -> bool:
        """Whether every good line was there already."""
        return self.accepted == 0 and not self.changes


@dataclass(frozen=True)
class ImportPage:
    """One import: running, failed, cut off, done or undone."""

    row: Standing
    result: ResultView | None
    is_last: bool
    can_undo: bool
    can_begin_again: bool
    has_originals: bool
    up: tuple[Crumb, ...]


def import_page(*, by: Actor, home: Home, number: int, up: tuple[Crumb, ...] = ()) -> ImportPage:
    """One import by number. Raises NotFound."""
    row = standing(home, number)
    records = lake(home).current().imports
    is_last = bool(records) and int(records[-1]["import"]) == number
    return ImportPage(
        row=row,
        result=view_of(row.result) if row.result else None,
        is_last=is_last,
        can_undo=is_last and _is_kept(home, int(records[-1]["before"])),
        can_begin_again=_can_begin_again(by, home, import_row(number)),
        has_originals=(imports(home).place(number) / "rejected.txt").exists(),
        up=up,
    )


def view_of(result: Result) -> ResultView:
    """A result in the order a page tells it."""
    has_money = result.kind == "sales"
    reasons = [
        ReasonRow(
            sentence=sentence,
            count=count,
            share=count / result.lines if result.lines else 0.0,
            examples=tuple((int(line), tuple(cells)) for line, *cells in result.examples.get(sentence, [])),
        )
        for sentence, count in result.reasons.items()
    ]

    def money(amount: Any) -> Money | None:
        return money_of(amount, result.currency) if has_money else None

    return ResultView(
        lines=result.lines,
        accepted=result.accepted,
        duplicates=result.duplicates,
        rejected=result.rejected,
        reasons=tuple(reasons),
        changes=changes_of(result),
        net=money(result.net),
        purchases=money(result.purchases),
        refunds=money(result.refunds),
        duplicates_net=money(result.duplicates_net) if result.duplicates else None,
        first_day=date.fromisoformat(result.first_day[:10]) if result.first_day else None,
        last_day=date.fromisoformat(result.last_day[:10]) if result.last_day else None,
    )


def changes_of(result: Result) -> tuple[str, ...]:
    """What an import takes back of earlier ones, and what it goes on with."""
    said = []
    if result.replaced and result.kind == "sales":
        said.append(
            ngettext(
                "%(n)s line of an earlier import is replaced by its corrected form.",
                "%(n)s lines of earlier imports are replaced by their corrected form.",
                result.replaced,
            )
            % {"n": f"{result.replaced:,}"}
        )
    elif result.replaced:
        said.append(
            ngettext(
                "%(n)s earlier entry is replaced by a newer one.",
                "%(n)s earlier entries are replaced by newer ones.",
                result.replaced,
            )
            % {"n": f"{result.replaced:,}"}
        )
    if result.withdrawn:
        said.append(
            ngettext(
                "%(n)s line of the earlier edition of this file is withdrawn: the file does not contain it any more.",
                "%(n)s lines of the earlier edition of this file are withdrawn: the file does not contain them any"
                " more.",
                result.withdrawn,
            )
            % {"n": f"{result.withdrawn:,}"}
        )
    if result.continued:
        said.append(
            ngettext(
                "%(n)s sale begun in an earlier file is continued.",
                "%(n)s sales begun in an earlier file are continued.",
                result.continued,
            )
            % {"n": f"{result.continued:,}"}
        )
    return tuple(said)


def rejected_file(home: Home, number: int, *, original: bool = False) -> Path:
    """The rejected lines of an import, with their reasons or as they were. Raises NotFound when there are none."""
    standing(home, number)
    path = imports(home).place(number) / ("rejected.txt" if original else "rejected.csv")
    if not path.exists():
        raise NotFound(_("Import %(number)s has no rejected lines.") % {"number": number})
    return path


def _is_kept(home: Home, snapshot: int) -> bool:
    try:
        lake(home).snapshot(snapshot)
    except NotFound:
        return False
    return True


def _can_begin_again(by: Actor, home: Home, row: Import | None) -> bool:
    if row is None or not policy.may_prepare(by=by, draft=row) or row.table:
        return False
    try:
        file_at(home.imports, row.place, row.label)
    except Refused:
        return False
    return True
