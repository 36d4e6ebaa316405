"""A customer's numbers and their clocks, as the playbook knows them."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

from regain.knowledge.playbook.queries.points import Point, points
from regain.knowledge.playbook.rules.guard import Channel


def numbers(customer: str) -> tuple[Point, ...]:
    """Telephone numbers, those known to be wrong last."""
    found = [point for point in points(customer=customer) if point.channel is Channel.CALL]
    return tuple(sorted(found, key=lambda point: point.is_wrong))


def clock_of(found: tuple[Point, ...], *, point: str = "") -> tzinfo:
    """The clock of the number dialled, or of the first whose clock is known; ours where nobody knows."""
    zones = [each.zone for each in found if each.zone and (not point or each.id == point)]
    return ZoneInfo(zones[0]) if zones else timezone.get_default_timezone()


def has_number(found: tuple[Point, ...], *, is_wrong: bool = False) -> bool:
    """Whether a number is left to dial; one that nobody wrote down counts until it turns out to be wrong."""
    return any(not each.is_wrong for each in found) if found else not is_wrong
