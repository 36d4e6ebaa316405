"""What things are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "sales": _("Sales"),
        "customers": _("Customers"),
        "products": _("Products"),
        "contracts": _("Contracts"),
        "contacts": _("Contacts"),
        "rates": _("Exchange rates"),
    }
)

PURPOSES: Mapping[str, Words] = MappingProxyType(
    {
        "sales": _("Every purchase and refund: who, when, how much. Begin here; nearly everything is found in them."),
        "customers": _("Names, countries, telephone numbers and time zones, so that a number becomes somebody."),
        "products": _("What the product numbers in your sales stand for."),
        "contracts": _("Subscriptions, policies or accounts with a start and an end."),
        "contacts": _("Calls, complaints and visits with their minutes or cost, so that cost to serve is known."),
        "rates": _("Exchange rates by day, for sales in other currencies than your own."),
    }
)

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "sales": "receipt",
        "customers": "users",
        "products": "box",
        "contracts": "file-text",
        "contacts": "message-circle",
        "rates": "cash",
    }
)

STATES: Mapping[str, Words] = MappingProxyType(
    {
        "waiting": _("Waiting"),
        "running": _("Running"),
        "done": _("Imported"),
        "failed": _("Failed"),
        "stopped": _("Stopped"),
        "cut_off": _("Cut off"),
        "undone": _("Undone"),
    }
)

TONES: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "busy",
        "running": "busy",
        "done": "good",
        "failed": "bad",
        "stopped": "quiet",
        "cut_off": "warn",
        "undone": "quiet",
    }
)
