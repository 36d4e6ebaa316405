"""The month prepares itself: a review is convened, calls are followed up, the pack is frozen, people are reminded."""

import logging
from datetime import datetime
from typing import Final

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Refused
from regain.knowledge.warehouse.events import FactsImported, ImportUndone
from regain.meetings.lossreview.actions.convening import ConvenedAlready, convene_review
from regain.meetings.lossreview.actions.following_up import follow_up
from regain.meetings.lossreview.actions.packing import PackIsFrozen, request_pack
from regain.meetings.lossreview.actions.sending import remind_of_review, tell_of_stuck_pack
from regain.meetings.lossreview.events import ReviewConvened
from regain.meetings.lossreview.jobs.sending import send_frozen
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries import calls, preparing
from regain.meetings.lossreview.queries.planned import is_frozen
from regain.meetings.lossreview.queries.reviews import review_of

log = logging.getLogger("regain.lossreview")

BY: Final = System("reviews")


@task()
def convene_last_month() -> dict[str, str]:
    """Convene the review of the newest whole month."""
    return {"period": convene_at(clock.now())}


@task()
def prepare_reviews() -> dict[str, int]:
    """Look after every review that is to take place."""
    return {"reviews": prepare_at(clock.now())}


def convene_at(at: datetime) -> str:
    """Convene what is to be convened at this moment: the month, or nothing. Of two workers one does."""
    month = preparing.month_to_convene(at=at)
    if month is None:
        return ""
    try:
        return convene_review(by=BY, at=at, period=month.text).period
    except ConvenedAlready:
        return ""


def prepare_at(at: datetime) -> int:
    """Do whatever each review needs by this moment; one that is stuck holds up no other. Returns how many there are."""
    rows = preparing.to_prepare(at=at)
    for row in rows:
        try:
            _prepare(row, at=at)
        except Refused:
            log.exception("The review of %s could not be prepared", row.period)
    return len(rows)


def make_first_pack(event: ReviewConvened) -> None:
    """Let people see the first numbers at once."""
    request_pack(by=BY, at=clock.now(), review=review_of(event.review))


def renew_packs(event: FactsImported | ImportUndone) -> None:
    """New facts make first looks old: have them made anew, and with them the balance a frozen pack stands on."""
    at = clock.now()
    for row in preparing.to_prepare(at=at):
        if not is_frozen(row) and preparing.turn(preparing.MAKING, row, at=at).may_begin:
            request_pack(by=BY, at=at, review=row)


def _prepare(row: Review, *, at: datetime) -> None:
    if calls.due(row, at=at):
        follow_up(by=BY, at=at, review=row)
    if preparing.is_to_freeze(row, at=at):
        _freeze(row, at=at)
    elif preparing.is_to_send(row) and preparing.turn(preparing.SENDING, row, at=at).may_begin:
        send_frozen.enqueue(review=row.pk)
    people = preparing.to_remind(row, at=at)
    if people:
        remind_of_review(by=BY, at=at, review=row, people=people)


def _freeze(row: Review, *, at: datetime) -> None:
    """Have it made and frozen, unless that is under way or failed just now; then the chair is told."""
    turn = preparing.turn(preparing.MAKING, row, at=at)
    if turn.failed_because and preparing.is_untold(row):
        tell_of_stuck_pack(by=BY, at=at, review=row, because=turn.failed_because)
    if turn.may_begin:
        try:
            request_pack(by=BY, at=at, review=row, freezes=True)
        except PackIsFrozen:
            log.info("The pack of %s was frozen meanwhile", row.period)
