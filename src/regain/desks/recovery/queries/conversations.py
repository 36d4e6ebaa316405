"""How many conversations were held, month by month."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from regain.desks.recovery.models import Call
from regain.desks.recovery.rules.calls import Outcome


def conversations(*, from_on: date, until_on: date) -> Mapping[str, int]:
    """Calls in which a customer was spoken with, by the month they began in (`2011-09`)."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (from_on, until_on))
    rows = Call.objects.filter(outcome=Outcome.SPOKE, began_at__gte=begins, began_at__lt=ends)
    by_month = rows.order_by().annotate(month=TruncMonth("began_at")).values_list("month").annotate(many=Count("pk"))
    return {f"{month:%Y-%m}": many for month, many in by_month}
