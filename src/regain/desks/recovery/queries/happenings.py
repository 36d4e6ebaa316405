"""A case as one story, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.history import Kept, TouchLine


@dataclass(frozen=True)
class Happening:
    """One thing of the story."""

    at: datetime
    title: str
    icon: str
    tone: str
    detail: str = ""
    by: str = ""
    href: str = ""


def happenings(case: Case, all_of_it: Kept) -> tuple[Happening, ...]:
    """Everything as one story, newest first."""
    found = [Happening(case.opened_at, _("Case opened"), "folder", "info", by=case.opened_by)]
    found += [
        Happening(
            call.began_at,
            f"{call.kind}: {call.outcome}",
            "phone-call",
            "good" if call.verified_at else "quiet",
            " ".join(f"“{quote}”" for quote in call.quotes),
            call.caller,
            call.href,
        )
        for call in all_of_it.calls
    ]
    for row in all_of_it.requirements:
        found.append(Happening(row.said_at, _("Asked for something"), "quote", "info", row.words, row.noted_by))
        if row.told_at:
            found.append(Happening(row.told_at, _("Heard what we changed"), "speakerphone", "good", row.change))
    found += [
        Happening(line.done_at, _("Help given"), "lifebuoy", "good", line.what, line.owner)
        for line in all_of_it.support
        if line.done_at and not line.dropped_because
    ]
    for offer in all_of_it.proposals:
        found.append(Happening(offer.made_at, _("Proposal written"), "file-text", "info", offer.words, offer.made_by))
        if offer.answered_at:
            found.append(Happening(offer.answered_at, _("Proposal answered"), "mail", offer.tone, offer.state_title))
    found += [
        Happening(letter.sent_at, letter.about, "send", "quiet", letter.subject, letter.by, letter.href)
        for letter in all_of_it.letters
        if letter.sent_at
    ]
    found += [_touched(touch) for touch in all_of_it.touches if touch.made_at and touch.how == "call"]
    link = all_of_it.link
    if link is not None and link.used_at:
        found.append(Happening(link.used_at, _("Used their way back"), "door-enter", "good", link.said))
    if case.parked_at is not None:
        found.append(Happening(case.parked_at, _("We are patient"), "hourglass", "quiet", case.parked_words))
    if case.ended_at is not None:
        title = _("Case ended: %(ending)s") % {"ending": case.get_ending_display()}
        found.append(Happening(case.ended_at, title, "flag", "quiet", case.ended_words, case.ended_by))
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _touched(touch: TouchLine) -> Happening:
    return Happening(touch.made_at or touch.due_at, _("Stayed in touch"), "ear", "quiet", touch.words, touch.made_by)
