"""The rows that verbs of the catalogue are asked about."""

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.knowledge.playbook.models import Reason, ReasonGroup


class NoSuchReason(NotFound):
    """The catalogue has no such entry."""


def reason_row(pk: int) -> Reason:
    """One reason with its group. Raises NoSuchReason."""
    found = Reason.objects.select_related("group", "merged_into").filter(pk=pk).first()
    if found is None:
        raise NoSuchReason(_("The catalogue has no reason with the number %(number)s.") % {"number": pk})
    return found


def group_row(pk: int) -> ReasonGroup:
    """One group. Raises NoSuchReason."""
    found = ReasonGroup.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchReason(_("The catalogue has no group with the number %(number)s.") % {"number": pk})
    return found


def catalogue_is_empty() -> bool:
    """Whether nothing was ever put into the catalogue."""
    return not Reason.objects.exists() and not ReasonGroup.objects.exists()
