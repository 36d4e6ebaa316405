"""What happened in a meeting, as the text of its minutes: in the company's language, on its clock."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Action, Issue, Item, Remark, Review, Seat
from regain.meetings.lossreview.queries.actions_before import lines_before
from regain.meetings.lossreview.queries.candidates import tallied
from regain.meetings.lossreview.queries.order import next_meetings, standing
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.clocks import in_minutes, spent
from regain.meetings.lossreview.rules.pack import ActionLine
from regain.meetings.lossreview.rules.record import item, section
from regain.meetings.lossreview.rules.story import Move


def recorded(review: Review, *, at: datetime) -> str:
    """The minutes of this review as they are at a moment; during the meeting they grow."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.COMPANY.tz):
        items = list(review.items.all())
        parts = [
            section(_("Loss Review of %(month)s") % {"month": title_of(review.period)}, _when(review)),
            section(_("Who was there"), _present(review)),
            section(_("Who was not there"), _missing(review)),
            section(_("Decisions"), _decisions(review)),
            section(_("Actions"), _agreed(review)),
            section(_("Who answers for what"), _owners(review, at)),
            section(_("Issues, in this order"), _ranking(review)),
            section(_("What became of earlier actions"), _earlier(review, at)),
            *(section(_title(each, at), _said(each)) for each in items),
            _silent(review, items),
            section(_("Next meeting"), [next_meeting(review)]),
        ]
        return "\n\n".join(part for part in parts if part)


def next_meeting(review: Review) -> str:
    """When the people meet again: as convened, or as the standing order has it."""
    after = Review.objects.filter(from_on__gt=review.from_on, called_off_at=None).order_by("from_on").first()
    if after is not None:
        when = formats.moment(after.meets_at)
        where = f", {after.place}" if after.place else ""
        return _("%(when)s%(where)s, about %(month)s") % {
            "when": when, "where": where, "month": title_of(after.period)
        }  # fmt: skip
    order = standing()
    if order.paused_at is not None:
        return _("No day is set.")
    day = next_meetings(order.usual, at=review.meets_at + timedelta(days=1), count=1)[0]
    return _("%(day)s, by the standing order") % {"day": formats.day(day, "full")}


def _when(review: Review) -> Iterator[str]:
    began, ended = review.began_at, review.adjourned_at
    if began is None:
        yield formats.moment(review.meets_at)
    elif ended is None:
        yield _("%(day)s, since %(began)s") % {
            "day": formats.day(began, "full"), "began": formats.moment(began, "time")
        }  # fmt: skip
    else:
        yield _("%(day)s, %(began)s to %(ended)s") % {
            "day": formats.day(began, "full"), "began": formats.moment(began, "time"),
            "ended": formats.moment(ended, "time"),
        }  # fmt: skip
    if review.place:
        yield _("Where: %(place)s") % {"place": review.place}


def _present(review: Review) -> Iterator[str]:
    for seat in _seats(review).filter(present_at__isnull=False):
        roles = [_("in the chair")] if review.chair_id == seat.person_id else []
        yield item(", ".join([seat.person.name, *roles, *([seat.words] if seat.words else [])]))


def _missing(review: Review) -> Iterator[str]:
    for seat in _seats(review).filter(present_at=None):
        yield item(f"{seat.person.name} ({seat.words})" if seat.words else seat.person.name)


def _seats(review: Review) -> QuerySet[Seat]:
    return review.seats.filter(left_out_at=None).select_related("person").order_by("person__name", "pk")


def _earlier(review: Review, at: datetime) -> Iterator[str]:
    lines = lines_before(review_from_on=review.from_on, at=at)
    return (item(_standing(line)) for line in lines)


def _standing(line: ActionLine) -> str:
    named = {"what": line.what, "owner": line.owner, "day": formats.day(line.due_on)}
    told = {
        "done": _("Done: %(what)s (%(owner)s)"),
        "dropped": _("Dropped: %(what)s (%(owner)s)"),
        "late": _("Late: %(what)s (%(owner)s, by %(day)s)"),
    }.get(line.state, _("Open: %(what)s (%(owner)s, by %(day)s)")) % named
    return f"{told}. {line.words}" if line.words else told


def _title(each: Item, at: datetime) -> str:
    seconds = spent(seconds=each.seconds, since=each.since, at=at)
    if not seconds:
        return each.title
    many = in_minutes(seconds)
    lasted = ngettext("%(count)s minute", "%(count)s minutes", many) % {"count": many}
    return _("%(title)s (%(lasted)s)") % {"title": each.title, "lasted": lasted}


def _said(each: Item) -> Iterator[str]:
    return (line for line in each.notes.splitlines() if line.strip())


def _silent(review: Review, items: Sequence[Item]) -> str:
    """The points that left nothing to read: those that were reached in one line, the others in another."""
    reached: list[str] = []
    ahead: list[str] = []
    for each in items:
        if not each.notes.strip():
            (reached if each.since or each.seconds or each.done_at else ahead).append(each.title)
    if review.adjourned_at is None:
        ahead = []
    told = [_("Nothing was noted at: %(points)s.") % {"points": ", ".join(reached)}] if reached else []
    told += [_("Not reached: %(points)s.") % {"points": ", ".join(ahead)}] if ahead else []
    return section(_("Other points"), told)


def _ranking(review: Review) -> Iterator[str]:
    points = {each.issue: each for each in tallied(review)}
    for rank in review.ranks.select_related("issue"):
        given = points.get(rank.issue_id)
        many = given.points if given else 0
        told = ngettext("%(count)s point", "%(count)s points", many) % {"count": many}
        words = f"{rank.place}. {rank.issue.title}" + (f", {told}" if given else "")
        yield f"{words}. {rank.because}" if rank.because else words


def _owners(review: Review, at: datetime) -> Iterator[str]:
    """Whoever was made to answer for an issue in this meeting, and every issue it ranked."""
    until = review.adjourned_at or at
    moved = Remark.objects.filter(move=Move.OWNED, at__gte=review.began_at or until, at__lte=until)
    wanted = Q(pk__in=moved.values("issue")) | Q(ranks__review=review)
    found = (
        Issue.objects.filter(wanted, owner__isnull=False).distinct().select_related("owner").order_by("due_on", "pk")
    )
    for issue in found:
        yield item(
            _("%(title)s: %(owner)s, by %(day)s")
            % {"title": issue.title, "owner": issue.owner, "day": formats.day(issue.due_on)}
        )


def _decisions(review: Review) -> Iterator[str]:
    for each in review.resolutions.filter(withdrawn_at=None).select_related("issue"):
        yield item(f"{each.text} ({each.issue.title})" if each.issue else each.text)


def _agreed(review: Review) -> Iterator[str]:
    for row in Action.objects.filter(review=review).select_related("owner", "issue").order_by("due_on", "pk"):
        yield item(in_a_line(row))


def in_a_line(row: Action) -> str:
    """Who does what, by when, for which issue."""
    words = _("%(owner)s, by %(day)s: %(what)s") % {
        "owner": row.owner.name, "day": formats.day(row.due_on), "what": row.what
    }  # fmt: skip
    return f"{words} ({row.issue.title})" if row.issue else words
