"""The pack of a review: have it made, keep it, freeze it, and make another where it was frozen too early."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.meetings.lossreview import models, policy
from regain.meetings.lossreview.actions.sitting import beat, held, not_over
from regain.meetings.lossreview.events import PackFrozen, PackRequested
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.packs import digest, encode, row_of
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.pack import Pack

LONGEST_WORDS = 1_000


class PackIsFrozen(Conflict):
    """People prepare by these numbers; they do not change under them."""


class NoPackYet(Conflict):
    """There is nothing to freeze, or to thaw."""


class HasBegun(Conflict):
    """People look at these numbers already."""


class ReasonMissing(Invalid):
    """Other numbers than those people read need a reason."""


class AnotherMonth(Conflict):
    """The numbers are not of the month the review looks at."""


@verb("lossreview.request_pack", allow=policy.may_prepare)
def request_pack(*, by: Actor, at: datetime, review: Review, freezes: bool = False) -> Review:
    """Have the numbers made in the background, and frozen when they are. Raises CalledOff, IsOver, PackIsFrozen."""
    row = not_over(held(review))
    _refuse_frozen(row)
    announce(PackRequested(review=row.pk, period=row.period, asked_by=by.key, freezes=freezes))
    return row


@verb("lossreview.keep_pack", allow=policy.may_prepare)
def keep_pack(*, by: Actor, at: datetime, review: Review, made: Pack, freezes: bool = False) -> models.Pack:
    """Keep the numbers; those made before and not frozen go. Once the meeting began they are frozen at once.

    Raises CalledOff, IsOver, PackIsFrozen, AnotherMonth.
    """
    row = not_over(held(review))
    _refuse_frozen(row)
    if made.period != row.period:
        raise AnotherMonth(
            _("These numbers are of %(made)s, and the review looks at %(month)s. Make them again.")
            % {"made": made.title, "month": title_of(row.period)}
        )
    models.Pack.objects.filter(review=row, thawed_at=None).delete()
    document = encode(made)
    stands = freezes or row.began_at is not None
    kept = models.Pack.objects.create(
        review=row,
        made_at=at,
        made_by=by.name,
        as_of=made.as_of,
        facts=made.facts,
        document=document,
        digest=digest(document),
        frozen_at=at if stands else None,
        frozen_by=by.name if stands else "",
    )
    if stands:
        announce(PackFrozen(review=row.pk, period=row.period, digest=kept.digest))
    beat(row)
    return kept


@verb("lossreview.freeze_pack", allow=policy.may_prepare)
def freeze_pack(*, by: Actor, at: datetime, review: Review) -> models.Pack:
    """Let the numbers stand as they are. Raises CalledOff, IsOver, NoPackYet, PackIsFrozen."""
    row = not_over(held(review))
    _refuse_frozen(row)
    kept = frozen(row, _counting(row), by, at)
    beat(row)
    return kept


@verb("lossreview.thaw_pack", allow=policy.may_prepare)
def thaw_pack(*, by: Actor, at: datetime, review: Review, because: str) -> models.Pack:
    """Frozen too early: it is kept with the reason, and another is made. Only before the meeting began.

    Raises CalledOff, HasBegun, NoPackYet, ReasonMissing.
    """
    row = held(review)
    if row.began_at is not None:
        raise HasBegun(
            _("The meeting about %(month)s has begun with these numbers; they stand.") % {"month": title_of(row.period)}
        )
    reason = " ".join(because.split())[:LONGEST_WORDS]
    if not reason:
        raise ReasonMissing(_("Say why other numbers are needed; people may have read these."))
    kept = _counting(row)
    if kept.frozen_at is None:
        raise NoPackYet(_("The pack of %(month)s is not frozen. Have it made again.") % {"month": title_of(row.period)})
    kept.thawed_at, kept.thawed_because = at, reason
    kept.save(update_fields=["thawed_at", "thawed_because"])
    announce(PackRequested(review=row.pk, period=row.period, asked_by=by.key, freezes=False))
    beat(row)
    return kept


def frozen(row: Review, kept: models.Pack, by: Actor, at: datetime) -> models.Pack:
    """The numbers, which stand from here on."""
    kept.frozen_at, kept.frozen_by = at, by.name
    kept.save(update_fields=["frozen_at", "frozen_by"])
    announce(PackFrozen(review=row.pk, period=row.period, digest=kept.digest))
    return kept


def _counting(row: Review) -> models.Pack:
    """The pack that counts now. Raises NoPackYet."""
    kept = row_of(row)
    if kept is None:
        raise NoPackYet(_("There is no pack for %(month)s yet. Have it made first.") % {"month": title_of(row.period)})
    return kept


def _refuse_frozen(row: Review) -> None:
    kept = row_of(row)
    if kept is not None and kept.frozen_at is not None:
        raise PackIsFrozen(
            _("The pack of %(month)s was frozen by %(name)s. Thaw it with a reason to have another made.")
            % {"month": title_of(row.period), "name": kept.frozen_by}
        )
