"""The pages of the wording: a whole call or all letters, one step with its versions, two versions side by side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import Words
from regain.foundation.ui.parts import Crumb, Tab
from regain.knowledge.playbook.models.wording import Wording
from regain.knowledge.playbook.policy import wording as policy
from regain.knowledge.playbook.queries.wording import InUse, Which, all_in_use, any_kind, in_use, version_text, which
from regain.knowledge.playbook.queries.wording_words import KINDS, NAMES, parts_of
from regain.knowledge.playbook.rules.comparing import Piece, compare
from regain.knowledge.playbook.rules.wording import SHIPPED, Kind, Text, lines


@dataclass(frozen=True)
class StepCard:
    """One step of a call, or one letter, to be read."""

    step: str
    title: str
    purpose: str
    words: str
    say: tuple[str, ...]
    listen_for: tuple[str, ...]
    avoid: tuple[str, ...]
    version: int
    changed_at: datetime | None
    changed_by: str
    href: str


@dataclass(frozen=True)
class WordingPage:
    """All the words of one kind."""

    kind: Kind
    title: Words
    tabs: tuple[Tab, ...]
    steps: tuple[StepCard, ...]
    may_edit: bool

    @property
    def is_letters(self) -> bool:
        """Whether these are letters."""
        return self.kind is Kind.LETTER


@dataclass(frozen=True)
class VersionRow:
    """One version in the history."""

    version: int
    title: str
    at: datetime | None
    by: str
    why: str
    href: str
    is_in_use: bool


@dataclass(frozen=True)
class Changed:
    """One part of a text, with what two versions have and have not in common."""

    title: Words
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class StepPage:
    """One step or letter, to be changed."""

    kind: Kind
    step: str
    title: str
    version: int
    text: Text
    parts: dict[str, Words]
    names: tuple[tuple[str, Words, bool], ...]
    """Each name in braces, what it stands for, and whether it must be there."""
    history: tuple[VersionRow, ...]
    may_edit: bool
    theirs: tuple[Changed, ...] = ()
    """What differs from the words in use, when somebody else was faster."""

    @property
    def is_letter(self) -> bool:
        """Whether this is a letter."""
        return self.kind is Kind.LETTER

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The pages above."""
        return (Crumb(_("Wording"), _address(self.kind)),)


@dataclass(frozen=True)
class VersionPage:
    """One version beside another."""

    kind: Kind
    step: str
    title: str
    row: VersionRow
    other: VersionRow
    in_use: int
    changes: tuple[Changed, ...]
    choices: tuple[VersionRow, ...]
    may_go_back: bool

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return any(len(part.pieces) > 1 or part.pieces[0].mark != "same" for part in self.changes if part.pieces)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The pages above."""
        here = reverse("playbook:wording_step", args=[self.kind, self.step])
        return (Crumb(_("Wording"), _address(self.kind)), Crumb(self.title, here))


def wording_page(*, by: Actor, kind: str) -> WordingPage:
    """Everything said on a call of this kind, or every letter. Raises NotFound."""
    chosen = any_kind(kind)
    return WordingPage(
        kind=chosen,
        title=KINDS[chosen],
        tabs=tuple(Tab(str(title), _address(each), current=each is chosen) for each, title in KINDS.items()),
        steps=tuple(_card(found) for found in all_in_use(chosen)),
        may_edit=policy.may_edit(by=by),
    )


def step_page(*, by: Actor, kind: str, step: str, attempt: Text | None = None, seen: int | None = None) -> StepPage:
    """One step or letter; with what somebody tried to save, what differs from the words in use. Raises NotFound."""
    one = which(kind, step)
    now = in_use(one)
    names = SHIPPED[one].names
    faster = attempt is not None and seen != now.version
    return StepPage(
        kind=now.kind,
        step=step,
        title=now.text.title,
        version=now.version,
        text=now.text,
        parts=parts_of(now.kind),
        names=tuple((name, NAMES[name], name in names.must) for name in NAMES if name in names.must | names.may),
        history=_history(one, now),
        may_edit=policy.may_edit(by=by),
        theirs=_changes(now.text, attempt.trimmed(), now.kind) if attempt is not None and faster else (),
    )


def version_page(*, by: Actor, kind: str, step: str, version: int, beside: int | None) -> VersionPage:
    """One version with what changed since another, the one before unless said. Raises NotFound."""
    one = which(kind, step)
    now = in_use(one)
    history = {row.version: row for row in _history(one, now)}
    text = version_text(one, version)
    other = beside if beside in history else max(version - 1, 1)
    return VersionPage(
        kind=now.kind,
        step=step,
        title=now.text.title,
        row=history[version],
        other=history[other],
        in_use=now.version,
        changes=_changes(version_text(one, other), text, now.kind),
        choices=tuple(row for row in history.values() if row.version != version),
        may_go_back=policy.may_edit(by=by) and text != now.text,
    )


def version_document(*, kind: str, step: str) -> dict[str, Any]:
    """The words in use and every version, for programs. Raises NotFound."""
    one = which(kind, step)
    now = in_use(one)
    return in_use_document(now) | {
        "versions": [
            {"version": row.version, "made_at": row.at, "made_by": row.by, "why": row.why} for row in _history(one, now)
        ]
    }


def in_use_document(now: InUse) -> dict[str, Any]:
    """The words in use of one step or letter, for programs."""
    names = SHIPPED[now.kind, now.step].names
    return {
        "kind": now.kind.value,
        "step": now.step,
        "version": now.version,
        **now.text.parts,
        "may_name": sorted(names.may | names.must),
        "must_name": sorted(names.must),
        "changed_at": now.changed_at,
        "changed_by": now.changed_by,
    }


def _address(kind: Kind) -> str:
    return reverse("playbook:wording", args=[kind.value])


def _card(found: InUse) -> StepCard:
    text = found.text
    return StepCard(
        step=found.step,
        title=text.title,
        purpose=text.purpose,
        words=text.words,
        say=lines(text.words),
        listen_for=lines(text.listen_for),
        avoid=lines(text.avoid),
        version=found.version,
        changed_at=found.changed_at,
        changed_by=found.changed_by,
        href=reverse("playbook:wording_step", args=[found.kind.value, found.step]),
    )


def _history(one: Which, now: InUse) -> tuple[VersionRow, ...]:
    kind, step = one
    rows = Wording.objects.filter(kind=kind, step=step).order_by("-version").defer("words", "listen_for", "avoid")
    kept = [_row(one, now, row) for row in rows]
    return tuple(kept) or (_shipped_row(one, now),)


def _row(one: Which, now: InUse, row: Wording) -> VersionRow:
    if row.version == 1:
        return _shipped_row(one, now)
    why = row.why if row.back_to is None else _("Back to version %(version)s") % {"version": row.back_to}
    return VersionRow(
        version=row.version,
        title=_("Version %(version)s") % {"version": row.version},
        at=row.made_at,
        by=row.made_by_name,
        why=why,
        href=_version_address(one, row.version),
        is_in_use=row.version == now.version,
    )


def _shipped_row(one: Which, now: InUse) -> VersionRow:
    return VersionRow(
        version=1,
        title=_("Version 1, as shipped"),
        at=None,
        by="",
        why="",
        href=_version_address(one, 1),
        is_in_use=now.version == 1,
    )


def _version_address(one: Which, version: int) -> str:
    kind, step = one
    return reverse("playbook:wording_version", args=[kind.value, step, version])


def _changes(older: Text, newer: Text, kind: Kind) -> tuple[Changed, ...]:
    before, after = older.parts, newer.parts
    return tuple(Changed(title, compare(before[part], after[part])) for part, title in parts_of(kind).items())
