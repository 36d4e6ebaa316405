"""Days of a filter, as the database compares moments: from midnight to midnight in the company's zone."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from regain.foundation.kit.filters import Dates


def in_days(column: str, wanted: Dates) -> Q:
    """The rows whose moment lies in the wanted days, both included."""
    zone = timezone.get_current_timezone()
    within = Q()
    if wanted.first:
        within &= Q(**{f"{column}__gte": datetime.combine(wanted.first, time.min, zone)})
    if wanted.last:
        within &= Q(**{f"{column}__lt": datetime.combine(wanted.last + timedelta(days=1), time.min, zone)})
    return within
