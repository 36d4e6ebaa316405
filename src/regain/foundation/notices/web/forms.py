"""What people type into this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regain.foundation.notices.queries.chat import STYLES
from regain.foundation.notices.queries.subscribable import event_names
from regain.foundation.notices.rules.chat import Style


class EndpointForm(forms.Form):
    """Where a program listens, and to what."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("What people here call it."))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where deliveries are sent, beginning with https."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event to be told.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (event.name, f"{event.name} — {event.title}") for event in event_names()
        ]

    def told(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        typed = self.cleaned_data
        return {"title": typed["title"], "url": typed["address"], "events": typed["events"]}


class ChatForm(EndpointForm):
    """Which room is told, and what. The address is never shown again; left empty, it stays."""

    style = forms.ChoiceField(label=_("Chat"), widget=forms.RadioSelect)

    def __init__(self, *args: object, keeps_address: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        spoken = sorted(event_names(), key=lambda event: not event.speaks)
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (event.name, f"{event.name} — {event.title}") for event in spoken
        ]
        self.fields["events"].initial = [event.name for event in spoken if event.speaks]
        self.fields["style"].choices = [(style.value, words) for style, words in STYLES.items()]  # type: ignore[attr-defined]
        address = self.fields["address"]
        address.label, address.required = _("Address of the incoming webhook"), not keeps_address
        address.help_text = (
            _("It is secret and not shown. Leave it empty to keep it.")
            if keeps_address
            else _("The chat makes it. Whoever knows it may write there, so it is shown to nobody again.")
        )
        self.order_fields(["title", "style", "address", "events"])

    def told(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        return {**super().told(), "style": Style(self.cleaned_data["style"])}
