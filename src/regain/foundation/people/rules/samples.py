"""The sample people of a demo installation: one for each role, and everybody knows their password."""

from dataclasses import dataclass

from regain.foundation.kit.roles import Role

PASSWORD = "sample people only"  # noqa: S105  # nothing is behind it
"""Not a secret. It opens nothing outside a demo: sample people cannot sign in anywhere else."""


@dataclass(frozen=True)
class Sample:
    """One sample person."""

    first_name: str
    role: Role

    @property
    def name(self) -> str:
        """The name, which says that it is a sample wherever it is shown."""
        return f"{self.first_name} (sample)"

    @property
    def email(self) -> str:
        """An address no mail can ever reach (RFC 2606)."""
        return f"{self.first_name.lower()}@sample.invalid"


SAMPLES = (
    Sample("Olive", Role.OWNER),
    Sample("Dev", Role.RETENTION_MANAGER),
    Sample("Ada", Role.EXECUTIVE),
    Sample("Ben", Role.RECOVERY_CALLER),
    Sample("Cora", Role.SAVE_AGENT),
    Sample("Fay", Role.FRONTLINE_MANAGER),
    Sample("Tom", Role.TRUST_MEMBER),
    Sample("Nia", Role.ADMINISTRATOR),
)
