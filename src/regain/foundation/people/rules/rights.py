"""Which rights a set of roles gives, and which changes of roles are refused."""

from collections.abc import Collection, Mapping

from regain.foundation.kit.roles import Role


def rights(*, roles: Collection[Role], catalogue: Mapping[str, frozenset[Role]]) -> frozenset[str]:
    """The names of all permissions that at least one of the roles gives."""
    held = frozenset(roles)
    return frozenset(name for name, holders in catalogue.items() if holders & held)


def raises_oneself(*, own: bool, held: Collection[Role], wanted: Collection[Role]) -> bool:
    """Whether somebody would give themselves a role they do not hold."""
    return own and not set(wanted) <= set(held)


def leaves_no_administrator(*, administrators: Collection[int], losing: int) -> bool:
    """Whether nobody would be left to administer if this one were lost."""
    return losing in administrators and len(set(administrators)) == 1
