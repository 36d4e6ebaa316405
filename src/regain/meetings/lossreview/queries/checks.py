"""What a review still needs before people meet: one line for each step of the month's preparation."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery.queries.callers import Followed
from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Item, Review, Seat
from regain.meetings.lossreview.queries import packs
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.preparing import MAKING, freezes_from, sent_at, turn
from regain.meetings.lossreview.queries.reviews import Known

DONE, MISSING, BUSY, LATER = "good", "warn", "busy", "quiet"


@dataclass(frozen=True)
class Check:
    """One step: `tone` says good, busy, quiet (comes by itself) or warn (somebody has to do something)."""

    name: str
    title: str
    tone: str
    state: str
    words: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class PackState:
    """Where the pack stands."""

    made_at: datetime | None
    frozen_at: datetime | None
    frozen_by: str
    freezes_at: datetime
    sent_at: datetime | None
    is_making: bool
    headline: str
    departures: int | None


def pack_state(review: Review, *, at: datetime) -> PackState:
    """Where the pack of a review stands."""
    kept: StoredPack | None = packs.stored(review)
    frozen = review.packs.filter(thawed_at=None, frozen_at__isnull=False).only("pk").first()
    return PackState(
        made_at=kept.made_at if kept else None,
        frozen_at=kept.frozen_at if kept else None,
        frozen_by=kept.frozen_by if kept else "",
        freezes_at=freezes_from(review),
        sent_at=sent_at(frozen) if frozen else None,
        is_making=turn(MAKING, review, at=at).is_going_on,
        headline=kept.pack.headline if kept else "",
        departures=kept.pack.losses.departures if kept else None,
    )


def checks(
    review: Review, *, facts: Known, calls: Followed, pack: PackState, seats: list[Seat], items: list[Item]
) -> tuple[Check, ...]:
    """Every step in the order they come."""
    return (
        _departures(review, facts, pack),
        _cycle(review, calls),
        _calls(calls),
        _people(review, seats),
        _agenda(review, items),
        _pack(review, pack),
    )


def _departures(review: Review, facts: Known, pack: PackState) -> Check:
    title = _("Departures")
    if facts.last_day is None or facts.last_day < review.from_on:
        words = _("No sales of this month are known. Import them.")
        return Check("departures", title, MISSING, _("unknown"), words)
    if pack.departures is not None:
        words = ngettext("%(count)s customer left.", "%(count)s customers left.", pack.departures)
        return Check("departures", title, DONE, _("known"), words % {"count": formats.number(pack.departures)})
    words = _("Sales are known until %(day)s.") % {"day": formats.day(facts.last_day)}
    return Check("departures", title, DONE, _("known"), words)


def _cycle(review: Review, calls: Followed) -> Check:
    title = _("Rescue cycle")
    drafts = [each for each in calls.cycles if not each.is_approved]
    approved = [each for each in calls.cycles if each.is_approved]
    if approved:
        named = ", ".join(each.title for each in approved)
        words = _("Customers to call were drawn: %(cycles)s.") % {"cycles": named}
        return Check("cycle", title, DONE, _("approved"), words, approved[-1].href, _("See the cycle"))
    if drafts:
        words = _("Nobody is called before it is approved.")
        return Check("cycle", title, MISSING, _("a draft"), words, drafts[-1].href, _("Approve it"))
    words = _("Nobody drew customers for the executives to call.")
    return Check("cycle", title, MISSING, _("missing"), words, reverse("recovery:cycles"), _("Draft it"))


def _calls(calls: Followed) -> Check:
    title = _("Executive calls")
    if not calls.of:
        return Check("calls", title, LATER, _("none"), _("They come with the cycle."))
    counted = {"made": formats.number(calls.made), "of": formats.number(calls.of)}
    state = _("%(made)s of %(of)s made") % counted
    reached = _("In %(count)s of them somebody was reached.") % {"count": formats.number(calls.reached)}
    if not calls.made:
        reached = _("Nobody was called yet.")
    late = sum(each.late for each in calls.callers)
    if not calls.to_make:
        return Check("calls", title, DONE, state, reached)
    if late:
        words = ngettext("%(count)s is late.", "%(count)s are late.", late) % {"count": formats.number(late)}
        return Check("calls", title, MISSING, state, words)
    return Check("calls", title, BUSY, state, reached)


def _people(review: Review, seats: list[Seat]) -> Check:
    title = _("People")
    state = ngettext("%(count)s invited", "%(count)s invited", len(seats)) % {"count": formats.number(len(seats))}
    if not seats:
        return Check("people", title, MISSING, _("nobody invited"), _("Invite somebody."))
    if review.chair is None:
        return Check("people", title, MISSING, state, _("Nobody is in the chair."))
    return Check("people", title, DONE, state, _("%(name)s is in the chair.") % {"name": review.chair.name})


def _agenda(review: Review, items: list[Item]) -> Check:
    title = _("Agenda")
    minutes = sum(item.minutes for item in items)
    state = ngettext("%(count)s point", "%(count)s points", len(items)) % {"count": formats.number(len(items))}
    if not items:
        return Check("agenda", title, MISSING, _("empty"), _("Add a point."))
    told = {"minutes": formats.number(minutes), "of": formats.number(review.minutes)}
    if minutes > review.minutes:
        return Check("agenda", title, MISSING, state, _("They take %(minutes)s minutes, and there are %(of)s.") % told)
    return Check("agenda", title, DONE, state, _("%(minutes)s of %(of)s minutes.") % told)


def _pack(review: Review, pack: PackState) -> Check:
    title, href = _("Pack"), reverse("lossreview:pack", args=[review.period])
    if pack.frozen_at is not None:
        sent = _("Sent on %(when)s.") % {"when": formats.moment(pack.sent_at)}
        words = sent if pack.sent_at else _("Its mail is on the way.")
        return Check("pack", title, DONE, _("frozen"), words, href, _("Read it"))
    when = _("It is frozen and sent on %(day)s.") % {"day": formats.day(pack.freezes_at, "full")}
    if pack.is_making:
        return Check("pack", title, BUSY, _("being made"), when)
    if pack.made_at is not None:
        return Check("pack", title, LATER, _("a first look"), when, href, _("Look at it"))
    return Check("pack", title, LATER, _("not made yet"), when)
