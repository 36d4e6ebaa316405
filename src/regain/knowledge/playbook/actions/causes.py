"""Writing down why a customer left, and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.events import CausesRecorded
from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.queries.lost import value_lost
from regain.knowledge.playbook.rules.causes import MOST_CAUSES, STRONGEST_FIRST, Answer, Standing, are_weights
from regain.knowledge.playbook.rules.revenue import shares

LONGEST_SOURCE = 200


class CausesWrong(Invalid):
    """What was said cannot be kept like this."""


class NothingSaid(NotFound):
    """There is nothing to take back."""


@verb("playbook.causes_recorded", allow=policy.may_record)
def record_causes(
    *,
    by: Actor,
    at: datetime,
    customer: str,
    left_on: date,
    standing: Standing,
    weights: Mapping[int, Decimal],
    could_not_say: bool = False,
    source: str = "",
) -> Telling:
    """Keep what one standing says of a departure: reasons by id with weights that sum to one, or could not say.

    It takes the place of what that standing said before, which stays in the history; the same again changes
    nothing. Raises CausesWrong.
    """
    reasons = _reasons(customer, weights, could_not_say=could_not_say)
    departure = _departure(customer, left_on)
    now = departure.tellings.filter(standing=Standing(standing), superseded_at=None).first()
    answer = Answer.COULD_NOT_SAY if could_not_say else Answer.ASKED
    if now is not None and now.answer == answer and dict(now.causes.values_list("reason_id", "weight")) == weights:
        return now
    _refuse_retired(reasons, now)
    if now is not None:
        _supersede(now, by, at)
    telling = Telling.objects.create(
        departure=departure,
        standing=Standing(standing).value,
        answer=answer.value,
        source=" ".join(source.split())[:LONGEST_SOURCE],
        said_at=at,
        said_by=by.key,
        said_by_name=by.name,
    )
    parts = shares(departure.value_lost, weights) if departure.value_lost is not None and weights else {}
    Cause.objects.bulk_create(
        Cause(telling=telling, reason_id=pk, weight=weight, value=parts.get(pk)) for pk, weight in weights.items()
    )
    _count(departure)
    announce(CausesRecorded(customer=customer, left_on=left_on, standing=telling.standing))
    return telling


@verb("playbook.causes_withdrawn", allow=policy.may_record)
def withdraw_causes(*, by: Actor, at: datetime, customer: str, left_on: date, standing: Standing) -> Telling:
    """Take back what a standing says, as if nobody had asked; it stays in the history. Raises NothingSaid."""
    departure = Departure.objects.select_for_update().filter(customer=customer, left_on=left_on).first()
    now = departure.tellings.filter(standing=Standing(standing), superseded_at=None).first() if departure else None
    if departure is None or now is None:
        raise NothingSaid(_("Nothing is written down there that could be taken back."))
    _supersede(now, by, at)
    _count(departure)
    announce(CausesRecorded(customer=customer, left_on=left_on, standing=now.standing))
    return now


def _reasons(customer: str, weights: Mapping[int, Decimal], *, could_not_say: bool) -> list[Reason]:
    """The reasons named. Raises CausesWrong."""
    if not customer:
        raise CausesWrong(_("It is not said which customer left. Name one."))
    if could_not_say and weights:
        raise CausesWrong(_("Either they could not say, or there are reasons; not both."))
    if could_not_say:
        return []
    if not weights:
        raise CausesWrong(_("No reason is chosen. Choose at least one, or say that they could not say."))
    if len(weights) > MOST_CAUSES:
        raise CausesWrong(
            _("More than %(most)s reasons tell nothing apart. Keep the main ones.") % {"most": MOST_CAUSES}
        )
    if not are_weights(weights):
        raise CausesWrong(
            _("The weights of the reasons must be above 0, have at most four decimals, and add up to exactly 1.")
        )
    found = list(Reason.objects.filter(pk__in=weights))
    unknown = sorted(set(weights) - {reason.pk for reason in found})
    if unknown:
        raise CausesWrong(
            _("The catalogue has no reason with the number %(number)s. Choose one that is there.")
            % {"number": unknown[0]}
        )
    return found


def _refuse_retired(reasons: list[Reason], now: Telling | None) -> None:
    """A retired reason stays where it was said, but nobody chooses it anew. A merged one counts as its target."""
    kept = set(now.causes.values_list("reason_id", flat=True)) if now else set()
    for reason in reasons:
        if reason.retired_at is not None and reason.merged_into_id is None and reason.pk not in kept:
            raise CausesWrong(
                _("“%(title)s” was retired from the catalogue. Choose another reason.") % {"title": reason.title}
            )


def _departure(customer: str, left_on: date) -> Departure:
    """The departure, held until the verb ends; its value is looked up as long as it is not known."""
    made, is_new = Departure.objects.get_or_create(customer=customer, left_on=left_on)
    row = Departure.objects.select_for_update().get(pk=made.pk)
    if is_new or row.value_lost is None:
        lost = value_lost(customer=customer, left_on=left_on)
        if lost is not None:
            row.value_lost, row.currency = lost.amount, lost.currency
            row.save(update_fields=["value_lost", "currency"])
            _share_out(row)
    return row


def _share_out(departure: Departure) -> None:
    """Give every cause its part of a value that was not known when it was said."""
    for telling in departure.tellings.filter(superseded_at=None, answer=Answer.ASKED):
        causes = list(telling.causes.order_by("pk"))
        parts = shares(departure.value_lost or Decimal(0), {cause.pk: cause.weight for cause in causes})
        for cause in causes:
            cause.value = parts[cause.pk]
        Cause.objects.bulk_update(causes, ["value"])


def _supersede(telling: Telling, by: Actor, at: datetime) -> None:
    telling.superseded_at, telling.superseded_by = at, by.key
    telling.save(update_fields=["superseded_at", "superseded_by"])


def _count(departure: Departure) -> None:
    """Point at what reports count: the strongest standing with causes, else one that could not say."""
    now = {row.standing: row for row in departure.tellings.filter(superseded_at=None)}
    ranked = [now[standing] for standing in STRONGEST_FIRST if standing in now]
    ranked.sort(key=lambda row: row.answer != Answer.ASKED)
    departure.counted = ranked[0] if ranked else None
    departure.save(update_fields=["counted"])
