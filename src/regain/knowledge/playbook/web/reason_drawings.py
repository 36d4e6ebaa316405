"""Why customers leave, as charts."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.foundation.ui.charts import Bar, Drawing, Measure, Unit, ranked
from regain.knowledge.playbook.queries.revenue import Revenue
from regain.knowledge.playbook.queries.truth import Truth

SHOWN = 8


def costs(revenue: Revenue) -> Drawing:
    """The reasons that cost most, the others together, and what has no reason, in the open."""
    worth = [each for each in revenue.reasons if each.value > 0]
    bars = [Bar(each.title, each.value, note=_departures(each.departures)) for each in worth[:SHOWN]]
    rest = worth[SHOWN:]
    if rest:
        others = sum((each.value for each in rest), Decimal(0))
        title = ngettext("%(count)s other reason", "%(count)s other reasons", len(rest)) % {"count": len(rest)}
        bars.append(Bar(title, others, quiet=True))
    if revenue.could_not_say.departures:
        note = _departures(revenue.could_not_say.departures)
        bars.append(Bar(_("Could not say"), revenue.could_not_say.value, note=note, quiet=True))
    return ranked(
        _("What it cost"),
        Measure(_("Value lost"), Unit.MONEY, revenue.currency),
        bars if worth else [],
        purpose=_("Revenue of a year of those who left, split by the weights of their reasons"),
        wide=True,
        nothing=_("What each reason cost appears here once customers were asked why they left."),
    )


def confusions(truth: Truth) -> Drawing:
    """What was said, and what was meant instead."""
    other = [pair for pair in truth.pairs if not pair.is_same]
    bars = [Bar(f"{pair.stated} → {pair.confirmed}", pair.departures) for pair in other[:SHOWN]]
    return ranked(
        _("Said one thing, meant another"),
        Measure(_("Departures")),
        bars,
        purpose=_("Main reason stated on leaving → main reason confirmed later"),
        wide=True,
        nothing=_("Nobody on record confirmed another reason than the one they gave."),
    )


def _departures(count: int) -> str:
    words = ngettext("%(count)s departure", "%(count)s departures", count)
    return words % {"count": formats.number(count)}
