"""Moments in words: on our clock, and beside it on the customer's where they differ."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Case
from regain.foundation.ui import formats


def their_time(when: datetime, zone: str) -> str:
    """`15:30 in Berlin`; empty where their clock shows what ours shows, or is not known."""
    if not zone:
        return ""
    theirs, ours = when.astimezone(ZoneInfo(zone)), timezone.localtime(when)
    if theirs.replace(tzinfo=None) == ours.replace(tzinfo=None):
        return ""
    with timezone.override(ZoneInfo(zone)):
        style = "time" if theirs.date() == ours.date() else "medium"
        shown = formats.moment(when, style)
    return _("%(time)s in %(place)s") % {"time": shown, "place": place(zone)}


def place(zone: str) -> str:
    """`New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def promise(case: Case) -> str:
    """When to call, on both clocks."""
    ours, theirs = formats.moment(case.next_at), their_time(case.next_at, case.next_zone)
    return f"{ours} ({theirs})" if theirs else ours
