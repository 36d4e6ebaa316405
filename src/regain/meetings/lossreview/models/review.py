"""Review: the meeting about one month; Seat: who is invited and who came; Item: one point of its agenda."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Review(models.Model):
    """Convened, held, adjourned; or called off. Its days are those of the month it looks at."""

    period = models.CharField(max_length=7)
    from_on = models.DateField()
    until_on = models.DateField()
    """The day after the last."""
    meets_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    freeze_at = models.DateTimeField()
    """When the pack is frozen, unless somebody does it earlier."""
    convened_at = models.DateTimeField()
    convened_by = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField(default=0)
    """Counts the changes people's calendars must follow."""
    began_at = models.DateTimeField(null=True, blank=True)
    began_by = models.CharField(max_length=200, blank=True)
    adjourned_at = models.DateTimeField(null=True, blank=True)
    adjourned_by = models.CharField(max_length=200, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.TextField(blank=True)
    weighing_from = models.DateTimeField(null=True, blank=True)
    """Since when people may weigh the issues, each for themselves."""
    weighing_shown_at = models.DateTimeField(null=True, blank=True)
    """When the weights were opened to all; from then on nobody may weigh."""
    beat = models.PositiveIntegerField(default=0)
    """Counts everything that happens in the meeting, so that open screens know when to look again."""

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"], condition=Q(called_off_at__isnull=True), name="one_review_a_month"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="review_has_days"),
            models.CheckConstraint(
                condition=Q(adjourned_at__isnull=True) | Q(began_at__isnull=False), name="adjourned_review_began"
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | ~Q(called_off_because=""), name="called_off_review_says_why"
            ),
            models.CheckConstraint(
                condition=Q(weighing_shown_at__isnull=True) | Q(weighing_from__isnull=False),
                name="weights_are_opened_after_weighing",
            ),
        ]
        indexes = [models.Index(fields=["meets_at"], name="review_by_day")]

    def __str__(self) -> str:
        return self.period

    @property
    def ends_at(self) -> datetime:
        """When it is planned to be over."""
        return self.meets_at + timedelta(minutes=self.minutes)

    @property
    def is_going_on(self) -> bool:
        """Whether people sit together right now."""
        return self.began_at is not None and self.adjourned_at is None


class Seat(models.Model):
    """One person at one review. Present, excused or neither yet; whoever was not invited and came has a seat, too."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_seats")
    invited_at = models.DateTimeField(null=True, blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)
    """Taken off the list again; the calendar entry is struck out."""
    present_at = models.DateTimeField(null=True, blank=True)
    absent_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    """Why absent, or what they look after."""
    minutes_sent_at = models.DateTimeField(null=True, blank=True)
    """When the minutes went to them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="one_seat_a_person"),
            models.CheckConstraint(
                condition=Q(present_at__isnull=True) | Q(absent_at__isnull=True), name="present_or_absent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.person_id}"


class Item(models.Model):
    """One point of the agenda: which part of the pack it looks at, for how long, and what was said."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20)
    """A `rules.agenda.Section`, or empty for something of its own."""
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    since = models.DateTimeField(null=True, blank=True)
    """Since when it is on the screen; one item of a review at most."""
    seconds = models.PositiveIntegerField(default=0)
    """Spent on it before `since`."""
    done_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    """Of the notes."""

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["review", "place"], name="one_item_a_place"),
            models.UniqueConstraint(fields=["review"], condition=Q(since__isnull=False), name="one_item_on_the_screen"),
            models.CheckConstraint(condition=~Q(title=""), name="item_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
