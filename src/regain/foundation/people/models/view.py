"""SavedView: a list as somebody filtered and sorted it, under a name."""

from django.db import models


class SavedView(models.Model):
    """The query string of a list. Without an owner it is shared with everybody who sees the list."""

    owner = models.ForeignKey("people.Person", models.CASCADE, null=True, blank=True, related_name="views")
    made_by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "list_name", "title"], name="one_view_of_a_title_per_owner"),
            models.UniqueConstraint(
                fields=["list_name", "title"],
                condition=models.Q(owner=None),
                name="one_shared_view_of_a_title",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="view_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
