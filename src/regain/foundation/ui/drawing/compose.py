"""From a spec and its figures to a drawing with its table."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from regain.foundation.ui.drawing.engine import svg
from regain.foundation.ui.drawing.figure import Drawing, Key, Measure, Words

NARROW: Final = 340
HALF: Final = 560
FULL: Final = 1000

Spec = dict[str, Any]
Build = Callable[[int], Spec]
"""Makes the spec for a width: a narrow drawing is drawn anew, not shrunk until nobody can read it."""


def drawing(
    title: Words,
    purpose: Words,
    build: Build | None,
    measure: Measure,
    *,
    wide: bool,
    nothing: Words,
    headings: Sequence[Words],
    rows: Sequence[Sequence[str]],
    keys: Sequence[Key] = (),
) -> Drawing:
    """The figure with both drawings and its table; where there is nothing to draw, a sentence instead."""
    empty = SafeString("")
    told = str(purpose) or ", ".join(str(heading) for heading in headings)
    if build is None:
        return Drawing(
            title, purpose, empty, empty, (), headings, (), nothing or gettext("There is nothing to draw yet.")
        )
    large = svg(
        build(FULL if wide else HALF),
        measure.locale,
        title=str(title),
        description=told,
        size="full" if wide else "half",
    )
    small = svg(build(NARROW), measure.locale, title=str(title), description=told, size="narrow")
    return Drawing(title, purpose, large, small, keys, headings, rows)
