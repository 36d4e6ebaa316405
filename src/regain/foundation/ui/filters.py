"""Filters: the writing of values, for templates."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from regain.foundation.ui import formats
from regain.foundation.ui.library import register
from regain.foundation.ui.parts import TONES
from regain.foundation.ui.toasts import UNDO

TOAST_TONES = {constants.SUCCESS: "good", constants.WARNING: "warn", constants.ERROR: "bad"}


@register.filter
def money(value: Any, style: str = "auto") -> str:
    """`{{ lost|money }}`; styles: exact, whole, compact, auto."""
    return formats.money(value, style)


@register.filter
def number(value: Decimal | float | None, digits: int | None = None) -> str:
    """`{{ count|number }}`, `{{ mean|number:1 }}`."""
    return formats.number(value, digits)


@register.filter
def compact(value: Decimal | float | None) -> str:
    """`{{ customers|compact }}`: 1.2M."""
    return formats.compact(value)


@register.filter
def percent(value: Decimal | float | None, digits: int = 0) -> str:
    """`{{ share|percent }}` of a share from 0 to 1."""
    return formats.percent(value, digits)


@register.filter
def signed(value: Decimal | float | str) -> str:
    """`{{ change|signed }}`: +12."""
    return formats.signed(value)


@register.filter
def day(value: date | datetime | None, style: str = "medium") -> str:
    """`{{ left_on|day }}`, `{{ month|day:"month" }}`."""
    return formats.day(value, style)


@register.filter
def moment(value: datetime | None, style: str = "medium") -> str:
    """`{{ called_at|moment }}`, `{{ called_at|moment:"time" }}`."""
    return formats.moment(value, style)


@register.filter
def duration(value: timedelta | float | None) -> str:
    """`{{ took|duration }}`: 12 minutes."""
    return formats.duration(value)


@register.filter
def shown(value: object) -> str:
    """`{{ anything|shown }}`: the usual form of any value."""
    return formats.shown(value)


@register.filter
def initials(value: str) -> str:
    """`{{ name|initials }}`."""
    return formats.initials(value)


@register.filter
def toast_tone(message: Message) -> str:
    """Which of the tones a message has."""
    return TOAST_TONES.get(message.level, "info")


@register.filter
def toast_icon(message: Message) -> str:
    """The shape that goes with the tone."""
    return TONES[toast_tone(message)]


@register.filter
def toast_undo(message: Message) -> str:
    """The path that takes the act back, if there is one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
