"""Wording: what is said at one step of a call, or written in one letter; every version is kept."""

from django.db import models
from django.db.models import Q

from regain.knowledge.playbook.rules import wording as rules


class Wording(models.Model):
    """One version of the words of one step or letter. The newest one is in use; version 1 is as Regain shipped it."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in rules.Kind])
    step = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=rules.LONGEST_TITLE)
    purpose = models.CharField(max_length=rules.LONGEST_PURPOSE)
    words = models.TextField(max_length=rules.LONGEST_WORDS)
    listen_for = models.TextField(max_length=rules.LONGEST_HINTS, blank=True)
    avoid = models.TextField(max_length=rules.LONGEST_HINTS, blank=True)
    why = models.CharField(max_length=rules.LONGEST_WHY, blank=True)
    """Why it was changed, in the words of who changed it."""
    back_to = models.PositiveIntegerField(null=True, blank=True)
    """The earlier version whose words these are, where somebody went back to one."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "step", "version"], name="wording_version_is_written_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="wording_versions_count_from_one"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="wording_says_something"),
            models.CheckConstraint(
                condition=Q(back_to=None) | Q(back_to__lt=models.F("version")), name="wording_goes_back_to_earlier"
            ),
            models.CheckConstraint(
                condition=~Q(kind=rules.Kind.LETTER.value) | Q(listen_for="", avoid=""), name="letter_has_no_hints"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.step} {self.version}"

    @property
    def text(self) -> rules.Text:
        """Its words."""
        return rules.Text(self.title, self.purpose, self.words, self.listen_for, self.avoid)
