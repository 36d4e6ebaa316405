"""ReasonGroup, Reason, ReasonChange: the catalogue of why customers leave, and what became of each entry."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.rules.catalogue import LONGEST_TITLE, LONGEST_WORDS
from regain.knowledge.playbook.rules.causes import CauseClass

LONGEST_NAME = 200
LONGEST_KEY = 80


class CauseClasses(models.TextChoices):
    """The classes in words."""

    PUSHED_ON_PURPOSE = CauseClass.PUSHED_ON_PURPOSE.value, _("Pushed on purpose")
    PUSHED = CauseClass.PUSHED.value, _("Pushed by us")
    PULLED = CauseClass.PULLED.value, _("Pulled")
    BOUGHT = CauseClass.BOUGHT.value, _("Bought")
    MOVED = CauseClass.MOVED.value, _("Moved")


class Changed(models.TextChoices):
    """What may change about a reason, in words."""

    ADDED = "added", _("Added")
    TITLE = "title", _("Name")
    WORDS = "words", _("What it means")
    GROUP = "group", _("Group")
    CAUSE_CLASS = "cause_class", _("Cause class")
    CHANGEABLE = "is_changeable", _("Can change")
    OURS = "is_ours", _("Up to us")
    RETIRED = "retired", _("Retired")
    RESTORED = "restored", _("Brought back")
    MERGED = "merged", _("Merged into")
    TOOK_IN = "took_in", _("Took in")
    SEPARATED = "separated", _("Taken out of")
    GAVE_BACK = "gave_back", _("Gave back")


class ReasonGroup(models.Model):
    """The first level of the catalogue."""

    title = models.CharField(max_length=LONGEST_TITLE)
    place = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("title"), name="one_reason_group_a_title"),
            models.CheckConstraint(condition=~Q(title=""), name="reason_group_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Reason(models.Model):
    """The second level. Never deleted: retired, or merged into another, which then counts what is said under it."""

    group = models.ForeignKey(ReasonGroup, models.PROTECT, related_name="reasons")
    key = models.CharField(max_length=LONGEST_KEY, blank=True)
    """The name of a shipped reason; empty for one of the company's own."""
    title = models.CharField(max_length=LONGEST_TITLE)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    """What it means, in a sentence."""
    cause_class = models.CharField(max_length=20, choices=CauseClasses)
    is_changeable = models.BooleanField()
    """Whether the cause can change or could have been prevented."""
    is_ours = models.BooleanField()
    """Whether it is up to us."""
    place = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    """Counts the changes, so that nobody writes over what they have not seen."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=LONGEST_KEY)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=LONGEST_NAME)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=LONGEST_KEY, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.CharField(max_length=LONGEST_KEY, blank=True)

    class Meta:
        ordering = ["group__place", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("title"),
                condition=Q(retired_at__isnull=True, merged_into__isnull=True),
                name="one_reason_in_use_a_title",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_reason_a_key"),
            models.CheckConstraint(condition=~Q(title=""), name="reason_has_a_title"),
            models.CheckConstraint(condition=Q(cause_class__in=CauseClasses.values), name="cause_class_is_known"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by="") | (Q(retired_at__isnull=False) & ~Q(retired_by="")),
                name="retired_reason_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_at__isnull=True, merged_by="")
                | (Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_by="")),
                name="merged_reason_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="no_reason_is_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_use(self) -> bool:
        """Whether it may be chosen."""
        return self.retired_at is None and self.merged_into_id is None


class ReasonChange(models.Model):
    """One line of a reason's history: what it was, what it became, by whom."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=20, choices=Changed)
    before = models.CharField(max_length=LONGEST_WORDS, blank=True)
    after = models.CharField(max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=LONGEST_KEY)
    by_name = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(by=""), name="change_of_a_reason_names_who")]

    def __str__(self) -> str:
        return f"{self.reason_id} {self.what}: {self.before} → {self.after}"
