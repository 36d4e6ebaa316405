"""What forms of the guard offer: countries, states, zones, kinds of points, in words."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.models.consent import Channels, Purposes
from regain.knowledge.playbook.models.point import Media, Scopes
from regain.knowledge.playbook.models.screening import Registries
from regain.knowledge.playbook.queries.guard_words import country_in_words
from regain.knowledge.playbook.rules.guard import places

Choices = Sequence[tuple[str, str | Promise]]


def countries() -> Choices:
    """Every country by its name, nothing first."""
    named = sorted(((code, country_in_words(code)) for code in places.countries()), key=lambda each: each[1])
    return [("", _("Not known")), *named]


def states() -> Choices:
    """The states and territories of the United States."""
    return [("", _("Not known, or none")), *((code, code) for code in places.states())]


def scopes() -> Choices:
    """Consumer, business, or not known."""
    return [("", _("Not known")), *Scopes.choices]


def media() -> Choices:
    """Kinds of points."""
    return Media.choices


def channels() -> Choices:
    """Channels one can agree to."""
    return Channels.choices


def purposes() -> Choices:
    """Purposes one can agree to."""
    return Purposes.choices


def registries() -> Choices:
    """Registries numbers are compared with."""
    return Registries.choices
