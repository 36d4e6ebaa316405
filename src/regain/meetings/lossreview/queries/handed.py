"""What customers asked for and an issue answers: whom the recovery desk tells once it is fixed."""

from dataclasses import dataclass

from regain.desks.recovery.queries.needs import NeedLine, needs_of
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.falling import falls_to


@dataclass(frozen=True)
class Handed:
    """The needs an issue answers, and how many of their customers wait to be told, or were."""

    needs: tuple[NeedLine, ...] = ()

    @property
    def customers(self) -> int:
        """Customers who asked; one who asked for two things counts for each."""
        return sum(line.customers for line in self.needs)

    @property
    def to_tell(self) -> int:
        """Those on the recovery desk's list."""
        return sum(line.to_tell for line in self.needs)

    @property
    def told(self) -> int:
        """Those who heard of it."""
        return sum(line.told for line in self.needs)


def handed(row: Issue) -> Handed:
    """Who asked for what this issue answers."""
    return Handed(needs_of(keys_of(row)))


def keys_of(row: Issue) -> tuple[str, ...]:
    """What other rooms know the issue by: its own key, and those of issues merged into it."""
    return tuple(Issue(pk=pk).key for pk in falls_to().family(row.pk))
