"""Job: one piece of work to do later, who leases it, how far it is, how it ended. Slot: a turn of what comes round."""

from django.db import models
from django.db.models import F, Q


def in_words(name: str) -> str:
    """A task's dotted name as people read it."""
    return name.rsplit(".", 1)[-1].replace("_", " ").capitalize()


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """A task to run, at least once: when its lease is not renewed, another worker begins it again."""

    name = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    run_after = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_at_most = models.PositiveSmallIntegerField(default=3)
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    progress_words = models.CharField(max_length=200, blank=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    answer = models.JSONField(null=True, blank=True)
    sentence = models.TextField(blank=True)
    """Why it failed, for people."""
    trace = models.TextField(blank=True)
    """Why it failed, for engineers; never shown on a screen."""

    class Meta:
        indexes = [
            models.Index(
                F("priority").desc(),
                F("run_after"),
                name="job_next",
                condition=Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["-asked_at"], name="job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def title(self) -> str:
        """The task's name in words."""
        return in_words(self.name)

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; none while unknown."""
        return min(100, 100 * self.progress_done // self.progress_total) if self.progress_total else None


class Slot(models.Model):
    """One turn of a task that comes round. Whichever worker writes it down first enqueues the task."""

    name = models.CharField(max_length=200)
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "starts_at"], name="work_comes_round_once_a_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at:%Y-%m-%d %H:%M}"
