"""Files beside an issue or an action: added, taken away, brought back."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.models import Action, Attachment, Issue
from regain.meetings.lossreview.queries.attachments import BROUGHT_BACK_WITHIN, beside, to_forget
from regain.meetings.lossreview.rules.files import LARGEST, MOST, clean_name
from regain.meetings.lossreview.rules.story import Move


class NoFile(Invalid):
    """Nothing arrived, or more than fits."""


class NothingToAttachTo(Invalid):
    """A file belongs to one issue or one action."""


class TooMany(Conflict):
    """There is no room for another file."""


class FileIsGone(Conflict):
    """It was taken away already, or too long ago to bring back."""


@verb("lossreview.attach", allow=policy.may_attach)
def attach(
    *, by: Actor, at: datetime, file_name: str, body: bytes, issue: Issue | None = None, action: Action | None = None
) -> Attachment:
    """Put a file beside an issue or an action. Raises NoFile, NothingToAttachTo, TooMany."""
    about = _locked(issue, action)
    if not isinstance(by, Person):
        raise NothingToAttachTo(_("Files are added by people."))
    if not 0 < len(body) <= LARGEST:
        raise NoFile(_("Choose a file that is not empty and has at most 10 MB."))
    if beside(issue=issue, action=action).count() >= MOST:
        raise TooMany(_("There are 20 files here already. Take one away first."))
    row = Attachment.objects.create(
        issue=issue,
        action=action,
        name=clean_name(file_name),
        size=len(body),
        body=body,
        added_at=at,
        added_by=by,
    )
    tell(about, Move.ATTACHED, row.name, by, at)
    return row


@verb("lossreview.detach", allow=policy.may_detach)
def detach(*, by: Actor, at: datetime, attachment: Attachment) -> Attachment:
    """Take a file away; for two weeks it can be brought back, then it is forgotten. Raises FileIsGone."""
    if not Attachment.objects.filter(pk=attachment.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise FileIsGone(_("“%(name)s” was taken away already.") % {"name": attachment.name})
    attachment.refresh_from_db(fields=["withdrawn_at"])
    tell(_about(attachment), Move.DETACHED, attachment.name, by, at)
    return attachment


@verb("lossreview.attach_again", allow=policy.may_detach)
def attach_again(*, by: Actor, at: datetime, attachment: Attachment) -> Attachment:
    """Bring a file back. Raises FileIsGone, TooMany."""
    about = _locked(attachment.issue, attachment.action)
    kept = Attachment.objects.filter(pk=attachment.pk, withdrawn_at__gt=at - BROUGHT_BACK_WITHIN)
    if beside(issue=attachment.issue, action=attachment.action).count() >= MOST:
        raise TooMany(_("There are 20 files here already. Take one away first."))
    if not kept.update(withdrawn_at=None):
        raise FileIsGone(_("“%(name)s” is no longer kept. Add it again.") % {"name": attachment.name})
    attachment.refresh_from_db(fields=["withdrawn_at"])
    tell(about, Move.ATTACHED, attachment.name, by, at)
    return attachment


@verb("lossreview.forget_files", allow=policy.is_the_system)
def forget_files(*, by: Actor, at: datetime) -> int:
    """What was taken away two weeks ago is no longer kept; its name stays in the story. Returns how many."""
    return to_forget(at=at).update(body=b"")


def _locked(issue: Issue | None, action: Action | None) -> Issue | Action:
    if (issue is None) == (action is None):
        raise NothingToAttachTo(_("A file belongs to an issue or to an action: choose one."))
    if issue is not None:
        return Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    Action.objects.select_for_update(no_key=True).get(pk=action.pk if action else 0)
    return Action.objects.select_related("issue").get(pk=action.pk if action else 0)


def _about(attachment: Attachment) -> Issue | Action:
    about = attachment.issue or attachment.action
    if about is None:
        raise NothingToAttachTo(_("A file belongs to an issue or to an action: choose one."))
    return about
