"""Whether the facts of a pack's month were corrected since it was made."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.lost import Asked, lost
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.pack.facts import packs_folder
from regain.meetings.lossreview.queries.packs import stored


def changed_since(review: Review) -> str:
    """What the same pack would say of the losses if it were made from the facts of today; empty where the same.

    Cost: a pass over the purchase days of those who left, unless no facts came in since; for the background.
    """
    kept = stored(review)
    lake = warehouse.lake_on()
    if kept is None or kept.pack.facts == lake.current().facts:
        return ""
    pack = kept.pack
    asked = Asked(rule_named(pack.rule), pack.as_of, pack.from_on, pack.until_on)
    packs_folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".looking-", dir=packs_folder()) as folder:
        now = lost(asked, lake=lake, folder=Path(folder))
    if (len(now), now.value_in_cents) == (pack.losses.departures, pack.losses.value_lost):
        return ""
    return _(
        "The facts of %(month)s were corrected since: they now count %(left)s departures and %(value)s lost, not"
        " %(before_left)s and %(before)s."
    ) % {
        "month": pack.title,
        "left": formats.number(len(now)),
        "value": formats.money((now.value_in_cents, pack.currency)),
        "before_left": formats.number(pack.losses.departures),
        "before": formats.money((pack.losses.value_lost, pack.currency)),
    }
