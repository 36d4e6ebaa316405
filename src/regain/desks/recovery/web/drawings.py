"""How well the calls mirror the losses, as charts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.cycle import CyclePage
from regain.foundation.ui.charts import Dot, Drawing, Measure, Unit, comparison
from regain.knowledge.valuation.rules.mirror import Mirror

SHOWN = 6


@dataclass(frozen=True)
class Drawings:
    """The charts of a cycle."""

    by_segment: Drawing
    by_country: Drawing | None
    """Only where there is more than one country."""


def drawings(page: CyclePage) -> Drawings:
    """The calls against the losses, by segment and by country."""
    countries = [share for share in page.by_country.shares if share.of_losses > 0]
    return Drawings(
        by_segment=_mirror(_("By segment"), page.by_segment, words.segment_in_words),
        by_country=_mirror(_("By country"), page.by_country, _country) if len(countries) > 1 else None,
    )


def _country(name: str) -> str:
    return name or _("No country")


def _mirror(title: str, seen: Mirror, called: Callable[[str], str]) -> Drawing:
    dots = [Dot(called(share.name), share.stood_for, reference=share.of_losses) for share in seen.shares[:SHOWN]]
    rest = seen.shares[SHOWN:]
    if rest:
        dots.append(
            Dot(
                _("All others"),
                sum(share.stood_for for share in rest),
                reference=sum(share.of_losses for share in rest),
            )
        )
    return comparison(
        title, Measure(_("Share the calls stand for"), Unit.SHARE), dots, reference=_("Share of the value lost")
    )
