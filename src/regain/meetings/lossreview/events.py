"""What the Loss Review announces. No event carries what a customer said."""

from dataclasses import dataclass
from datetime import date, datetime

from regain.foundation.kit.spoken import Spoken, gettext_noop

_REVIEW, _ISSUE, _ACTION = "lossreview:review", "lossreview:issue", "lossreview:action"


@dataclass(frozen=True)
class ReviewConvened:
    """The review of a month has its day and its people."""

    review: int
    period: str
    meets_at: datetime

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("The Loss Review of %(period)s meets on %(meets_at)s."),
            {"period": self.period, "meets_at": self.meets_at},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class ReviewMoved:
    """Another time, place or list of people; calendars must follow."""

    review: int
    period: str
    meets_at: datetime

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("The Loss Review of %(period)s changed. It meets on %(meets_at)s."),
            {"period": self.period, "meets_at": self.meets_at},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class ReviewCalledOff:
    """It does not take place."""

    review: int
    period: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("The Loss Review of %(period)s is called off."),
            {"period": self.period},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class PackRequested:
    """The numbers of a review are to be made, and frozen when asked."""

    review: int
    period: str
    asked_by: str
    freezes: bool


@dataclass(frozen=True)
class PackFrozen:
    """The numbers of a review stand."""

    review: int
    period: str
    digest: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("The pack of the %(period)s Loss Review is frozen; its numbers stand."),
            {"period": self.period},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class ReviewAdjourned:
    """The meeting is over."""

    review: int
    period: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("The Loss Review of %(period)s is over."),
            {"period": self.period},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class MinutesSent:
    """The record of a review went to its people."""

    review: int
    period: str
    people: int
    decisions: int
    actions: int

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop(
                "The minutes of the %(period)s Loss Review went out: decisions %(decisions)s, actions %(actions)s."
            ),
            {"period": self.period, "decisions": self.decisions, "actions": self.actions},
            _REVIEW,
            (self.period,),
        )


@dataclass(frozen=True)
class IssueRaised:
    """A cause of departures is looked after."""

    issue: int
    title: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("An issue was raised: %(title)s."),
            {"title": self.title},
            _ISSUE,
            (self.issue,),
        )


@dataclass(frozen=True)
class IssueAssigned:
    """One person answers for an issue, by a day."""

    issue: int
    title: str
    owner: str
    due_on: date

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("%(owner)s answers for “%(title)s” until %(due_on)s."),
            {"owner": self.owner, "title": self.title, "due_on": self.due_on},
            _ISSUE,
            (self.issue,),
        )


@dataclass(frozen=True)
class IssueFixed:
    """Something changed for customers; its effect is measured from that day."""

    issue: int
    title: str
    fixed_on: date
    change: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("“%(title)s” is fixed since %(fixed_on)s; its effect is measured from then."),
            {"title": self.title, "fixed_on": self.fixed_on},
            _ISSUE,
            (self.issue,),
        )


@dataclass(frozen=True)
class IssueClosed:
    """The fix is proven."""

    issue: int
    title: str
    sentence: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("“%(title)s” is closed. %(sentence)s"),
            {"title": self.title, "sentence": self.sentence},
            _ISSUE,
            (self.issue,),
        )


@dataclass(frozen=True)
class IssueReopened:
    """The reason came back, or somebody says the fix does not hold."""

    issue: int
    title: str
    sentence: str

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("“%(title)s” is open again. %(sentence)s"),
            {"title": self.title, "sentence": self.sentence},
            _ISSUE,
            (self.issue,),
        )


@dataclass(frozen=True)
class ActionAgreed:
    """One person does something by a day."""

    action: int
    what: str
    owner: str
    due_on: date

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("%(owner)s does by %(due_on)s: %(what)s."),
            {"owner": self.owner, "due_on": self.due_on, "what": self.what},
            _ACTION,
            (self.action,),
        )


@dataclass(frozen=True)
class ActionDone:
    """An action is done."""

    action: int
    what: str
    owner: str
    in_time: bool

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken(
            gettext_noop("%(owner)s has done: %(what)s."),
            {"owner": self.owner, "what": self.what},
            _ACTION,
            (self.action,),
        )
