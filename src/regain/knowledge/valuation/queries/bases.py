"""What values are counted on, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.filters import Words
from regain.foundation.ui import formats
from regain.knowledge.valuation.rules.costs import Basis

BASES: Final[dict[str, Words]] = {
    Basis.COSTS.value: gettext_lazy("Own costs"),
    Basis.MARGIN.value: gettext_lazy("By margin"),
    Basis.SERVICE.value: gettext_lazy("Less cost to serve"),
    Basis.REVENUE.value: gettext_lazy("Revenue"),
}
MEANINGS: Final[dict[str, Words]] = {
    Basis.COSTS.value: gettext_lazy(
        "Values are contribution: revenue less the product cost in the sales, less cost to serve."
    ),
    Basis.MARGIN.value: gettext_lazy(
        "Values are contribution: revenue times the company's margin, less cost to serve where known."
    ),
    Basis.SERVICE.value: gettext_lazy("Values are revenue less cost to serve: no product cost is known."),
    Basis.REVENUE.value: gettext_lazy("Values are revenue: no cost is known and the company's margin is not set."),
}


def counted_on(basis: str) -> str:
    """A basis in a word or two, for beside a figure."""
    words = {
        Basis.COSTS.value: _("contribution"),
        Basis.MARGIN.value: _("contribution, by margin"),
        Basis.SERVICE.value: _("revenue less cost to serve"),
        Basis.REVENUE.value: _("revenue"),
    }
    return words.get(basis, "")


def left_in_words(bases: Mapping[str, int]) -> str:
    """What is left of revenue is called: contribution, where any product cost is known."""
    known = {name for name in BASES if bases.get(name)}
    if known == {Basis.REVENUE.value}:
        return _("Revenue")
    return _("Left after cost to serve") if known <= {Basis.SERVICE.value, Basis.REVENUE.value} else _("Contribution")


def basis_in_words(bases: Mapping[str, int]) -> str:
    """On what the values of everybody rest, in one sentence."""
    known = [name for name in BASES if bases.get(name)]
    if len(known) == 1:
        return str(MEANINGS[known[0]])
    parts = [f"{str(BASES[name]).lower()} ({formats.number(bases[name])})" for name in known]
    return _("What values are counted on, and for how many: %(parts)s.") % {"parts": ", ".join(parts)} if known else ""


def bases_in_words(bases: Mapping[str, int]) -> tuple[tuple[str, str, int], ...]:
    """Each basis in use: its word, what it means, and of how many customers."""
    return tuple((str(BASES[name]), str(MEANINGS[name]), bases[name]) for name in BASES if bases.get(name))
