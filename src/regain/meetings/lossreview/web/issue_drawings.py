"""An issue's months as charts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from regain.foundation.ui.charts import Bar, Drawing, Measure, Unit, columns
from regain.meetings.lossreview.queries.issue_page import IssuePage


@dataclass(frozen=True)
class Drawings:
    """What an issue did to us, month by month."""

    departures: Drawing
    value: Drawing


def drawings(page: IssuePage) -> Drawings:
    """Departures and value lost in each of the twelve months."""
    nothing = _("Nobody named it in these twelve months.")
    is_empty = not any(month.departures for month in page.worth.months)
    months = () if is_empty else page.worth.months
    return Drawings(
        departures=columns(
            _("Departures in which it was named"),
            Measure(_("Departures")),
            [Bar(month.title, month.departures) for month in months],
            nothing=nothing,
        ),
        value=columns(
            _("Value lost to it"),
            Measure(_("Revenue of a year, by month of departure"), Unit.MONEY, page.currency),
            [Bar(month.title, month.value) for month in months],
            nothing=nothing,
        ),
    )
