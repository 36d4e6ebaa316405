"""What a chat room is told of an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.spoken import Spoken
from regain.foundation.notices.queries.words import absolute
from regain.foundation.notices.rules import chat
from regain.foundation.notices.rules.chat import Style
from regain.foundation.ui import formats

STYLES: Final[Mapping[Style, str | Promise]] = {
    Style.TEXT: gettext_lazy("Slack, Mattermost, Google Chat, Rocket.Chat"),
    Style.CARD: gettext_lazy("Microsoft Teams, through a workflow"),
}
"""The products a chat room may belong to."""


@dataclass(frozen=True)
class Line:
    """One sentence and where it leads; the address is empty where nobody said where this installation is."""

    words: str
    link: str = ""
    link_words: str = ""

    def message(self, style: Style) -> str:
        """The body for a product."""
        return chat.message(style, words=self.words, link=self.link, link_words=self.link_words)


def line_of(event: object, *, name: str, data: Mapping[str, Any]) -> Line:
    """An event in the company's language and on its clock: as it says itself, otherwise by its name and fields."""
    spoken = getattr(event, "spoken", None)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.COMPANY.tz):
        if not isinstance(spoken, Spoken):
            return Line(chat.fallback(name, data))
        values = {key: formats.shown(value) for key, value in spoken.values.items()}
        href = reverse(spoken.route, args=spoken.args) if spoken.route else ""
        return Line(_(spoken.words) % values, absolute(href), _("Open in Regain"))


def trial_line(*, who: str) -> Line:
    """What is sent to see whether it arrives."""
    with translation.override(settings.LANGUAGE_CODE):
        return Line(_("Regain can write here. %(name)s sent this to see whether it arrives.") % {"name": who})
