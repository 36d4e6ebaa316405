"""The meeting as one person sees it at their table."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Minutes, Remark, Review
from regain.meetings.lossreview.queries.meeting.happened import Happened, happened
from regain.meetings.lossreview.queries.meeting.people import Face, faces, may_join
from regain.meetings.lossreview.queries.meeting.points import Point, points
from regain.meetings.lossreview.queries.meeting.weights import Weights, weights
from regain.meetings.lossreview.queries.order import attendees
from regain.meetings.lossreview.queries.packs import stored
from regain.meetings.lossreview.queries.recorded import recorded
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.queries.shown import ShownPack, shown
from regain.meetings.lossreview.rules.agenda import Section
from regain.meetings.lossreview.rules.record import Block, blocks

FROM_PACK = frozenset({Section.LOSSES, Section.CALLS, Section.RESULTS, Section.ISSUES})


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: where it is, and what this person looks at."""

    person: str
    """Who looks."""
    period: str
    title: str
    place: str
    stage: str
    """before, on, over or off."""
    beat: str
    now: datetime
    meets_at: datetime
    minutes: int
    seconds: int
    """Since it began."""
    began_at: datetime | None
    chair: str
    called_off_because: str
    points: tuple[Point, ...]
    seen: Point | None
    """The point this person looks at."""
    on: Point | None
    """The point the meeting is at."""
    follows: bool
    people: tuple[Face, ...]
    guests: tuple[tuple[int, str], ...]
    """Who else may come in, for those who run the meeting."""
    is_here: bool
    may_run: bool
    may_attend: bool
    may_decide: bool
    may_work: bool
    """Raise issues, and say who answers for them."""
    weights: Weights
    happened: Happened
    owners: tuple[tuple[int, str], ...]
    record: tuple[Block, ...]
    """The minutes as they stand now; only at the end."""
    pack: ShownPack | None
    has_pack: bool
    is_frozen: bool
    may_resume: bool
    """Whether it may be taken up again: until its minutes are approved."""
    previous: str
    """The month before whose minutes are there to read."""

    @property
    def section(self) -> str:
        """The part of the pack it looks at."""
        return self.seen.section if self.seen else ""

    @property
    def looks(self) -> str:
        """The point somebody looks at by themselves; empty for whoever follows."""
        return "" if self.follows or self.seen is None else str(self.seen.id)

    @property
    def here(self) -> int:
        """How many sit at the table."""
        return sum(face.state == "present" for face in self.people)

    @property
    def before(self) -> Point | None:
        """The point before the one on the screen."""
        return self._beside(-1)

    @property
    def after(self) -> Point | None:
        """The point after it."""
        return self._beside(1)

    def _beside(self, step: int) -> Point | None:
        numbers = [point.id for point in self.points]
        place = numbers.index(self.on.id) + step if self.on and self.on.id in numbers else -1
        return self.points[place] if 0 <= place < len(self.points) else None


def beat_of(review: Review) -> str:
    """Differs whenever something happened in the meeting, or to an issue or an action anywhere."""
    return f"{review.beat}.{Remark.objects.aggregate(last=Max('pk'))['last'] or 0}"


def meeting_page(
    *, by: Actor, at: datetime, review: Review, looks: int | None = None, with_pack: bool = True
) -> MeetingPage:
    """The page, following the meeting unless this person looks at another point of the agenda."""
    found = points(review, at=at)
    on = next((point for point in found if point.since is not None), None)
    chosen = next((point for point in found if point.id == looks), None)
    seen = chosen or on or (found[0] if found else None)
    kept, section = stored(review), seen.section if seen else ""
    may_run, may_decide = policy.may_run(by=by, review=review), policy.may_decide(by=by, review=review)
    people = faces(review, by=by, may_run=may_run)
    is_here = any(face.is_oneself and face.state == "present" for face in people)
    return MeetingPage(
        person=by.key,
        period=review.period,
        title=title_of(review.period),
        place=review.place,
        stage=_stage(review),
        beat=beat_of(review),
        now=at,
        meets_at=review.meets_at,
        minutes=review.minutes,
        seconds=int(((review.adjourned_at or at) - review.began_at).total_seconds()) if review.began_at else 0,
        began_at=review.began_at,
        chair=review.chair.name if review.chair else "",
        called_off_because=review.called_off_because,
        points=found,
        seen=seen,
        on=on,
        follows=chosen is None or chosen == on,
        people=people,
        guests=may_join(review) if may_run else (),
        is_here=is_here,
        may_run=may_run,
        may_attend=policy.may_attend(by=by, review=review),
        may_decide=may_decide,
        may_work=may_decide and by.may(policy.WORK),
        weights=weights(review, person=by.pk if isinstance(by, Person) else None),
        happened=happened(review, by=by, at=at, since=on.since if on else None),
        owners=tuple((person.pk, person.name) for person in attendees()) if may_decide else (),
        record=blocks(recorded(review, at=at)) if section == Section.CLOSE and review.began_at else (),
        pack=shown(by=by, stored=kept) if kept and with_pack and section in FROM_PACK else None,
        has_pack=kept is not None,
        is_frozen=kept is not None and kept.is_frozen,
        may_resume=may_run and review.adjourned_at is not None and not _is_approved(review),
        previous=previous_minutes(review),
    )


def previous_minutes(review: Review) -> str:
    """The month of the last review before this one that has minutes; empty without one."""
    earlier = Minutes.objects.filter(review__from_on__lt=review.from_on, review__called_off_at=None)
    return earlier.order_by("-review__from_on").values_list("review__period", flat=True).first() or ""


def meeting_href(period: str, looks: str = "") -> str:
    """The meeting, at the point somebody looks at by themselves."""
    href = reverse("lossreview:meeting", args=[period])
    return f"{href}?looks={looks}" if looks else href


def _is_approved(review: Review) -> bool:
    return Minutes.objects.filter(review=review, approved_at__isnull=False).exists()


def _stage(review: Review) -> str:
    if review.called_off_at is not None:
        return "off"
    if review.adjourned_at is not None:
        return "over"
    return "on" if review.began_at is not None else "before"
