"""What people do about imports: one on its way in, and mappings kept for the next time."""

from django.db import models
from django.db.models import Q

from regain.knowledge.warehouse.rules.catalogue import KINDS


class Import(models.Model):
    """One file or table on its way in: what was chosen, how it is to be read, and its number once it was ordered.

    What became of it is kept by the lake and the import's own folder; this row says who wanted it, and holds what
    was prepared, so that nothing is lost on the way back.
    """

    kind = models.CharField(max_length=20, choices=[(kind.name, kind.title) for kind in KINDS.values()])
    label = models.CharField(max_length=200)
    """The file's name, or what a table is to be called."""
    place = models.CharField(max_length=32)
    """The folder of the upload, or of the database's address."""
    table = models.TextField(blank=True)
    """A table's name or a SELECT; empty for a file."""
    mapping = models.TextField(blank=True)
    replaces = models.CharField(max_length=12, default="auto")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    begun_by_name = models.CharField(max_length=200)
    trial = models.JSONField(null=True, blank=True)
    """What a dry run with this mapping found."""
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.CharField(max_length=80, blank=True)
    ordered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True, ordered_at__isnull=True)
                | Q(number__isnull=False, ordered_at__isnull=False),
                name="an_ordered_import_has_its_number",
            ),
        ]
        indexes = [models.Index(fields=["-begun_at"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.label}" + (f", import {self.number}" if self.number else "")


class SavedMapping(models.Model):
    """Which column means what in files of one kind, and how they are written, kept under a name."""

    kind = models.CharField(max_length=20, choices=[(kind.name, kind.title) for kind in KINDS.values()])
    name = models.CharField(max_length=80)
    mapping = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)
    saved_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="a_saved_mapping_has_its_own_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"
