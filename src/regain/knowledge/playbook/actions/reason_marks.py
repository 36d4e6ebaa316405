"""What the verbs of the catalogue share: a clean title, rows held until the verb ends, a line of history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.playbook.models import Reason, ReasonChange, ReasonGroup
from regain.knowledge.playbook.models.reason import Changed
from regain.knowledge.playbook.rules.catalogue import LONGEST_TITLE, LONGEST_WORDS


class TitleTaken(Conflict):
    """Another entry in use has this name."""


class TitleWrong(Invalid):
    """An entry needs a name that fits."""


@dataclass(frozen=True)
class Mark:
    """Who does it, and when."""

    by: Actor
    at: datetime

    def note(self, reason: Reason, what: Changed, before: object = "", after: object = "") -> None:
        """Write a line of the reason's history, and who changed it last."""
        ReasonChange.objects.create(
            reason=reason,
            what=what,
            before=str(before)[:LONGEST_WORDS],
            after=str(after)[:LONGEST_WORDS],
            at=self.at,
            by=self.by.key,
            by_name=self.by.name,
        )
        reason.version += 1
        reason.changed_at, reason.changed_by_name = self.at, self.by.name


def held(reason: Reason) -> Reason:
    """The reason as it is now, held until the verb ends."""
    return held_together(reason)[0]


def held_together(*reasons: Reason) -> list[Reason]:
    """Several, in the order given. They are locked in one order, so that two verbs never wait for each other."""
    wanted = [reason.pk for reason in reasons]
    found = {row.pk: row for row in Reason.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return [found[pk] for pk in wanted]


def title_from(text: str) -> str:
    """The name without needless space. Raises TitleWrong."""
    title = " ".join(text.split())
    if not title:
        raise TitleWrong(_("It has no name. Give it a short one, such as “Late delivery”."))
    if len(title) > LONGEST_TITLE:
        raise TitleWrong(_("The name has more than %(most)s letters; shorten it.") % {"most": LONGEST_TITLE})
    return title


def words_from(text: str) -> str:
    """The sentence without needless space. Raises TitleWrong."""
    words = " ".join(text.split())
    if len(words) > LONGEST_WORDS:
        raise TitleWrong(_("The explanation has more than %(most)s letters; shorten it.") % {"most": LONGEST_WORDS})
    return words


def refuse_taken(title: str, *, but: Reason | None = None) -> None:
    """Raises TitleTaken if another reason in use has this name."""
    same = Reason.objects.filter(title__iexact=title, retired_at=None, merged_into=None)
    other = same.exclude(pk=but.pk if but else 0).select_related("group").first()
    if other is not None:
        raise TitleTaken(
            _("There is a reason “%(title)s” in “%(group)s” already. Use that one, or choose another name.")
            % {"title": other.title, "group": other.group.title}
        )


def refuse_group_taken(title: str, *, but: ReasonGroup | None = None) -> None:
    """Raises TitleTaken if another group has this name."""
    if ReasonGroup.objects.filter(title__iexact=title).exclude(pk=but.pk if but else 0).exists():
        raise TitleTaken(_("There is a group “%(title)s” already. Choose another name.") % {"title": title})


@contextmanager
def alone(title: str) -> Iterator[None]:
    """Write a name; raises TitleTaken where somebody else gave it to another entry at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as twin:
        sentence = _(
            "Somebody just gave “%(title)s” to another entry. Look at the catalogue, then choose another name."
        )
        raise TitleTaken(sentence % {"title": title}) from twin
