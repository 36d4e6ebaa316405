"""Calling: one conversation as people read it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from regain.meetings.lossreview.queries.shown.losing import money
from regain.meetings.lossreview.queries.shown.writing import day
from regain.meetings.lossreview.rules.pack import CallLine


@dataclass(frozen=True)
class ShownCall:
    """Who spoke with whom, and what was heard."""

    title: str
    href: str
    by: str
    day: str
    lost: str
    said: str
    """Why they left, and how sure we are of it."""
    is_confirmed: bool
    quotes: tuple[str, ...]
    notes: str
    wants: str
    willingness: str

    @property
    def who(self) -> str:
        """`Ada Marlow, 4 Oct 2011 · £9,841 a year lost`."""
        return _("%(by)s, %(day)s · %(lost)s a year lost") % {"by": self.by, "day": self.day, "lost": self.lost}


def shown_call(line: CallLine, currency: str, *, href: str) -> ShownCall:
    """One conversation."""
    willing = "" if line.willingness is None else _("%(number)s of 10") % {"number": line.willingness}
    return ShownCall(
        title=line.title,
        href=href,
        by=line.by,
        day=day(line.spoken_at),
        lost=money(line.value_lost, currency),
        said=_said(line),
        is_confirmed=line.is_confirmed,
        quotes=line.quotes,
        notes=line.notes,
        wants=line.wants,
        willingness=willing,
    )


def _said(line: CallLine) -> str:
    if not line.reasons:
        return _("They could not say why.") if line.could_not_say else ""
    told = "; ".join(line.reasons)
    return (
        _("Confirmed: %(reasons)s") % {"reasons": told}
        if line.is_confirmed
        else (_("As understood: %(reasons)s") % {"reasons": told})
    )
