"""Point: a number or an address of a customer. Party: who the customer is before the law."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Scope


class Media(models.TextChoices):
    """What kind of point, in words."""

    PHONE = Medium.PHONE.value, _("Telephone number")
    EMAIL = Medium.EMAIL.value, _("E-mail address")
    POST = Medium.POST.value, _("Postal address")


class Scopes(models.TextChoices):
    """What a customer is, in words."""

    CONSUMER = Scope.CONSUMER.value, _("Consumer")
    BUSINESS = Scope.BUSINESS.value, _("Business")


class Point(models.Model):
    """A point that was typed at work, or one of the facts that turned out to be wrong."""

    customer = models.TextField()
    medium = models.CharField(max_length=8, choices=Media)
    fingerprint = models.CharField(max_length=64)
    value = models.CharField(max_length=500)
    normal = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=3, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    is_of_facts = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    wrong_at = models.DateTimeField(null=True, blank=True)
    wrong_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "fingerprint"], name="a_point_is_a_customers_once"),
            models.CheckConstraint(condition=~Q(value=""), name="point_has_a_value"),
            models.CheckConstraint(condition=Q(wrong_at=None) | ~Q(wrong_by=""), name="wrong_point_says_by_whom"),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="point_by_fingerprint")]

    def __str__(self) -> str:
        return f"{self.medium} {self.fingerprint[:8]}"


class Party(models.Model):
    """What the law asks about one customer, as far as somebody said; acts on one customer wait for each other here."""

    customer = models.TextField(unique=True)
    scope = models.CharField(max_length=8, choices=Scopes, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=3, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(customer=""), name="party_is_a_customer"),
            models.CheckConstraint(condition=Q(region="") | ~Q(country=""), name="region_lies_in_a_country"),
        ]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.customer
