"""The roles of the mission: what a person comes here for. A person may hold several."""

from enum import StrEnum


class Role(StrEnum):
    """One reason to sign in. What each may do is said by the permissions of the rooms."""

    EXECUTIVE = "executive"
    RETENTION_MANAGER = "retention_manager"
    RECOVERY_CALLER = "recovery_caller"
    SAVE_AGENT = "save_agent"
    FRONTLINE_MANAGER = "frontline_manager"
    TRUST_MEMBER = "trust_member"
    OWNER = "owner"
    ADMINISTRATOR = "administrator"

    @property
    def title(self) -> str:  # type: ignore[override] # a role's own title, not str.title
        """The role in plain words."""
        return self.value.replace("_", " ").capitalize()


EVERYONE = frozenset(Role)
"""Any signed-in person."""
