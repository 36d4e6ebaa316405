"""Scenario: a written practice call. Changing one writes a new version, so that old practice keeps its own."""

from django.db import models
from django.db.models import Q

from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training.rules import sheet as rules


class Scenario(models.Model):
    """One version of one scenario; the one nothing replaced is current."""

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=rules.LONGEST_TITLE)
    trade = models.CharField(max_length=rules.LONGEST_TITLE, blank=True)
    facts = models.TextField()
    who = models.TextField()
    opens = models.TextField()
    behind = models.TextField()
    answers = models.JSONField(default=dict)
    good = models.JSONField(default=list)
    fails = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="scenario_version_is_written_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(replaced_at__isnull=True), name="one_current_version_a_scenario"
            ),
            models.CheckConstraint(condition=~Q(key="") & ~Q(title=""), name="scenario_has_a_key_and_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def sheet(self) -> rules.Sheet:
        """What is written."""
        return rules.Sheet(
            title=self.title,
            trade=self.trade,
            facts=self.facts,
            who=self.who,
            opens=self.opens,
            behind=self.behind,
            answers={Step(step): words for step, words in self.answers.items()},
            good=tuple(self.good),
            fails=tuple(self.fails),
            steps=tuple(step for step in Step if step in self.steps),
        )
