"""Every table of a pack as columns and rows: for spreadsheets, files and programs. The page shows the same figures."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.kit.book import Sheet
from regain.foundation.kit.errors import NotFound
from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.tables import losing, working
from regain.meetings.lossreview.queries.tables.shape import PackTable
from regain.meetings.lossreview.rules.pack import Pack

TABLES: Final[dict[str, Callable[[Pack], PackTable]]] = {
    "actions": working.actions,
    "months": losing.months,
    "values": losing.values,
    "largest": losing.largest,
    "segments": losing.segments,
    "countries": losing.countries,
    "reasons": partial(losing.reasons, standing="counted"),
    "reasons-stated": partial(losing.reasons, standing="stated"),
    "reasons-diagnosed": partial(losing.reasons, standing="diagnosed"),
    "reasons-confirmed": partial(losing.reasons, standing="confirmed"),
    "calls": working.calls,
    "callers": working.callers,
    "mirrors": working.mirrors,
    "trials": working.trials,
    "issues": working.issues,
    "health": working.health,
    "definitions": working.definitions,
}
"""In the order of the agenda; the name is part of a file's address."""


def table(name: str, pack: Pack) -> PackTable:
    """One table. Raises NotFound."""
    made = TABLES.get(name)
    if made is None:
        raise NotFound(_("The pack has no such table. Choose one of: %(names)s.") % {"names": ", ".join(TABLES)})
    return made(pack)


def files(pack: Pack) -> tuple[tuple[str, str], ...]:
    """The name and title of every table."""
    return tuple((name, make(pack).title) for name, make in TABLES.items())


def sheets(stored: StoredPack) -> Sequence[Sheet]:
    """The whole pack as sheets: what it is, then every table."""
    pack = stored.pack
    words = as_of(stored)
    made = [(each.sheet(words, pack.currency)) for each in (make(pack) for make in TABLES.values())]
    return [working.about(stored, words).sheet("", pack.currency), *made]


def as_of(stored: StoredPack) -> str:
    """As of when everything is told, and whether it may still change."""
    pack = stored.pack
    told = _("%(title)s as of %(day)s, amounts in %(currency)s.") % {
        "title": pack.title,
        "day": formats.day(pack.as_of),
        "currency": pack.currency,
    }
    if stored.frozen_at is None:
        return " ".join((told, _("Not frozen yet.")))
    frozen = _("Frozen on %(when)s by %(who)s.")
    return " ".join((told, frozen % {"when": formats.moment(stored.frozen_at), "who": stored.frozen_by}))
