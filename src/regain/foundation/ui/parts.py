"""Small frozen values that pages hand to components."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TONES: Final[Mapping[str, str]] = {
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "circle-x",
    "info": "info-circle",
    "busy": "hourglass",
    "quiet": "circle-dashed",
}
"""Each tone has its own shape as well as its colour, so nobody depends on seeing colour."""


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing; each is a page of its own."""

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a longer task. `state` is done, current, ahead or stuck."""

    label: str
    state: str = "ahead"
    href: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Crumb:
    """One page above this one."""

    label: str
    href: str


@dataclass(frozen=True)
class Pill:
    """A saved view: a name for a query string."""

    label: str
    href: str
    current: bool = False
    remove: str = ""
    """Where a POST forgets this view, for those who may."""
    shared: bool = False
