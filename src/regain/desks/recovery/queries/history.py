"""What hangs on a case, line by line: calls, what was asked for, promised, offered and sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.models import Case, Proposal, Requirement, Support
from regain.desks.recovery.queries.letters import STANDINGS, TONES, standing_of
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money

SHOWN: Final = 5
"""Earlier versions of the notes on the page."""

PROPOSALS: Final[dict[str, tuple[str | Promise, str]]] = {
    "written": (gettext_lazy("Written, not sent"), "warn"),
    "sent": (gettext_lazy("With the customer"), "busy"),
    "accepted": (gettext_lazy("Accepted"), "good"),
    "declined": (gettext_lazy("Declined"), "quiet"),
    "expired": (gettext_lazy("Its day is over"), "quiet"),
    "withdrawn": (gettext_lazy("Withdrawn"), "quiet"),
}


@dataclass(frozen=True)
class CallLine:
    """One attempt."""

    id: int
    href: str
    """Empty while somebody else is in it."""
    kind: str
    outcome: str
    caller: str
    began_at: datetime
    ended_at: datetime | None
    asked_at: datetime | None
    verified_at: datetime | None
    quotes: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody is in it."""
        return self.ended_at is None


@dataclass(frozen=True)
class RequirementLine:
    """What they asked for, and what became of it."""

    id: int
    words: str
    said_at: datetime
    noted_by: str
    need: str
    need_id: int | None
    change: str
    is_met: bool
    told_at: datetime | None
    told_how: str
    asked_again_at: datetime | None
    is_withdrawn: bool
    withdrawn_because: str


@dataclass(frozen=True)
class SupportLine:
    """Help that was promised."""

    id: int
    what: str
    owner: str
    due_at: datetime
    is_open: bool
    is_late: bool
    done_at: datetime | None
    done_words: str
    dropped_because: str
    may_finish: bool


@dataclass(frozen=True)
class ProposalLine:
    """An offer in writing."""

    id: int
    words: str
    cost: Money
    until_on: date
    state: str
    state_title: str
    tone: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    answered_at: datetime | None
    letter_href: str
    """The letter it is written in, once there is one."""


@dataclass(frozen=True)
class LetterLine:
    """A letter or an e-mail, with what the guard said."""

    id: int
    href: str
    about: str
    how: str
    state: str
    state_title: str
    tone: str
    sentence: str
    subject: str
    at: datetime
    by: str
    sent_at: datetime | None
    held_until: datetime | None


@dataclass(frozen=True)
class TouchLine:
    """A slow contact, ahead or over."""

    id: int
    number: int
    due_at: datetime
    how: str
    how_title: str
    words: str
    is_ahead: bool
    is_due: bool
    made_at: datetime | None
    made_by: str
    skipped_at: datetime | None
    skipped_because: str
    answered_at: datetime | None


@dataclass(frozen=True)
class LinkLine:
    """The newest way back."""

    id: int
    made_at: datetime
    made_by: str
    until: datetime
    is_open: bool
    opened_at: datetime | None
    used_at: datetime | None
    said: str
    call_me_at: str


@dataclass(frozen=True)
class Earlier:
    """One version that was replaced."""

    text: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class Written:
    """The notes as they are now, and the versions just before."""

    text: str
    version: int
    saved_at: datetime | None
    saved_by: str
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Kept:
    """Everything that hangs on a case."""

    calls: tuple[CallLine, ...]
    requirements: tuple[RequirementLine, ...]
    support: tuple[SupportLine, ...]
    proposals: tuple[ProposalLine, ...]
    letters: tuple[LetterLine, ...]
    touches: tuple[TouchLine, ...]
    link: LinkLine | None

    @property
    def ahead(self) -> TouchLine | None:
        """The slow contact that comes next."""
        return next((touch for touch in self.touches if touch.is_ahead), None)


def kept(case: Case, *, by: Actor, at: datetime) -> Kept:
    """Everything that hangs on a case, one question for each kind."""
    return Kept(
        calls=calls_of(case, by=by),
        requirements=requirements_of(case),
        support=support_of(case, by=by, at=at),
        proposals=proposals_of(case, at=at),
        letters=letters_of(case),
        touches=touches_of(case),
        link=link_of(case, at),
    )


def calls_of(case: Case, *, by: Actor) -> tuple[CallLine, ...]:
    """Every attempt, newest first."""
    rows = case.calls.select_related("caller").prefetch_related("quotes")
    return tuple(
        CallLine(
            id=row.pk,
            href=reverse("recovery:call", args=[row.pk]) if row.ended_at or policy.is_them(by, row.caller_id) else "",
            kind=row.get_kind_display(),
            outcome=row.get_outcome_display() if row.outcome else _("Right now"),
            caller=row.caller.name,
            began_at=row.began_at,
            ended_at=row.ended_at,
            asked_at=row.asked_at,
            verified_at=row.verified_at,
            quotes=tuple(quote.text for quote in row.quotes.all() if quote.withdrawn_at is None),
        )
        for row in rows
    )


def requirements_of(case: Case) -> tuple[RequirementLine, ...]:
    """What they asked for, oldest first."""
    return tuple(_requirement(row) for row in case.requirements.select_related("need").order_by("said_at", "pk"))


def support_of(case: Case, *, by: Actor, at: datetime) -> tuple[SupportLine, ...]:
    """Help that was promised, what is open first."""
    rows = case.support.select_related("owner").order_by("done_at", "dropped_at", "due_at", "pk")
    lines = [_support(row, by=by, at=at) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.is_open))


def proposals_of(case: Case, *, at: datetime) -> tuple[ProposalLine, ...]:
    """Offers in writing, newest first."""
    today = at.astimezone(settings.COMPANY.tz).date()
    return tuple(_proposal(row, today) for row in case.proposals.prefetch_related("letters"))


def letters_of(case: Case) -> tuple[LetterLine, ...]:
    """What went out in writing, newest first."""
    return tuple(
        LetterLine(
            id=row.pk,
            href=reverse("recovery:letter", args=[row.pk]),
            about=row.get_about_display(),
            how=row.get_how_display(),
            state=standing_of(row).value,
            state_title=str(STANDINGS[standing_of(row)]),
            tone=TONES[standing_of(row)],
            sentence=row.dropped_because or row.sentence,
            subject=row.subject,
            at=row.prepared_at,
            by=row.prepared_by,
            sent_at=row.sent_at,
            held_until=row.held_until,
        )
        for row in case.letters.all()
    )


def touches_of(case: Case) -> tuple[TouchLine, ...]:
    """Slow contacts, the one ahead first."""
    return tuple(
        TouchLine(
            id=row.pk,
            number=row.number,
            due_at=row.due_at,
            how=row.how,
            how_title=row.get_how_display(),
            words=row.words,
            is_ahead=row.made_at is None and row.skipped_at is None,
            is_due=row.raised_at is not None,
            made_at=row.made_at,
            made_by=row.made_by or row.skipped_by,
            skipped_at=row.skipped_at,
            skipped_because=row.skipped_because,
            answered_at=row.answered_at,
        )
        for row in case.touches.all()
    )


def link_of(case: Case, at: datetime) -> LinkLine | None:
    """The newest way back."""
    row = case.links.order_by("-made_at", "-pk").first()
    if row is None:
        return None
    return LinkLine(
        id=row.pk,
        made_at=row.made_at,
        made_by=row.made_by,
        until=row.until,
        is_open=row.withdrawn_at is None and row.used_at is None and row.until > at,
        opened_at=row.opened_at,
        used_at=row.used_at,
        said=row.said,
        call_me_at=row.call_me_at,
    )


def written(case: Case) -> Written:
    """The notes, and the version an edit begins from."""
    rows = list(case.notes.select_related("saved_by")[: SHOWN + 1])
    if not rows:
        return Written("", 0, None, "")
    now, *before = rows
    earlier = tuple(Earlier(row.text, row.saved_at, row.saved_by.name) for row in before)
    return Written(now.text, now.version, now.saved_at, now.saved_by.name, earlier)


def _requirement(row: Requirement) -> RequirementLine:
    need = row.need
    return RequirementLine(
        id=row.pk,
        words=row.words,
        said_at=row.said_at,
        noted_by=row.noted_by,
        need=need.title if need else "",
        need_id=row.need_id,
        change=need.change if need else "",
        is_met=row.met_at is not None or (need is not None and need.met_at is not None),
        told_at=row.told_at,
        told_how=row.told_how,
        asked_again_at=row.asked_again_at,
        is_withdrawn=row.withdrawn_at is not None,
        withdrawn_because=row.withdrawn_because,
    )


def _support(row: Support, *, by: Actor, at: datetime) -> SupportLine:
    is_open = row.done_at is None and row.dropped_at is None
    return SupportLine(
        id=row.pk,
        what=row.what,
        owner=row.owner.name,
        due_at=row.due_at,
        is_open=is_open,
        is_late=is_open and row.due_at < at,
        done_at=row.done_at,
        done_words=row.done_words,
        dropped_because=row.dropped_because,
        may_finish=is_open and policy.may_help(by=by, support=row),
    )


def _proposal(row: Proposal, today: date) -> ProposalLine:
    moments = (
        (row.withdrawn_at, "withdrawn"),
        (row.accepted_at, "accepted"),
        (row.declined_at, "declined"),
    )
    ended = next((state for at, state in moments if at), None)
    state = ended or ("expired" if row.until_on < today else "sent" if row.sent_at else "written")
    title, tone = PROPOSALS[state]
    return ProposalLine(
        id=row.pk,
        words=row.words,
        cost=Money(row.cost, row.currency),
        until_on=row.until_on,
        state=state,
        state_title=str(title),
        tone=tone,
        made_at=row.made_at,
        made_by=row.made_by,
        sent_at=row.sent_at,
        answered_at=row.accepted_at or row.declined_at,
        letter_href=next(
            (reverse("recovery:letter", args=[each.pk]) for each in row.letters.all() if each.dropped_at is None), ""
        ),
    )
