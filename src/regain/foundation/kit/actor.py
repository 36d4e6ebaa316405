"""Who acts. A verb takes `by=`: a person who signed in, or the system on behalf of one."""

from dataclasses import dataclass, field
from typing import Protocol


class Actor(Protocol):
    """Anybody who can be held to account in the audit trail."""

    @property
    def key(self) -> str:
        """A stable text id, e.g. `person:12` or `system:worker`."""

    @property
    def name(self) -> str:
        """The name people know them by."""

    def may(self, permission: str) -> bool:
        """Whether this actor holds the permission."""


@dataclass(frozen=True)
class System:
    """A process of the installation itself: the command line, the worker, the installer.

    Whoever can start these processes owns the files they work on, so permissions do not bind them;
    the audit trail still names them.
    """

    part: str
    held: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def key(self) -> str:
        """`system:` and the part's name."""
        return f"system:{self.part}"

    @property
    def name(self) -> str:
        """The part in plain words."""
        return f"Regain ({self.part})"

    def may(self, permission: str) -> bool:
        """Always true: see the class."""
        return True
