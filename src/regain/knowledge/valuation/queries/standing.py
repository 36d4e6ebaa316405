"""How the values stand: as of when, by which rule, and whether newer facts wait to be valued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from regain.foundation.jobs.queries import JobRow, newest_jobs
from regain.foundation.kit.actor import Actor
from regain.foundation.ui import formats
from regain.knowledge.ledger.queries.returns import measured
from regain.knowledge.ledger.rules import Rule
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.bases import MEANINGS, basis_in_words
from regain.knowledge.valuation.queries.costing import cost_table
from regain.knowledge.valuation.rules.costs import Basis
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.lake.store import Lake
from regain_value import MeasuredUplift

TABLE = "values"
JOB = "Value everybody"
"""The title of the job that values everybody, as the jobs room writes it."""


@dataclass(frozen=True)
class Standing:
    """The values as they are now, for the person who looks."""

    has_facts: bool
    is_valued: bool
    is_behind: bool
    as_of: date | None
    rule: str
    rule_words: str
    customers: int
    currency: str
    is_on_revenue: bool
    may_value: bool
    may_import: bool
    may_export: bool
    job: JobRow | None = None
    bases: Mapping[str, int] = field(default_factory=dict)
    """What values are counted on, and for how many customers."""

    @property
    def is_busy(self) -> bool:
        """Whether everybody is being valued at this moment."""
        return self.job is not None and self.job.is_open

    @property
    def imports(self) -> str:
        """Where sales come in, for those who may import; nothing while that page is not there."""
        try:
            return reverse("warehouse:imports") if self.may_import else ""
        except NoReverseMatch:
            return ""

    @property
    def words(self) -> str:
        """As of when and by which rule, in one sentence."""
        if not self.is_valued:
            return _("Nobody is valued yet.")
        return _("As of the start of %(day)s. Gone means: %(rule)s.") % {
            "day": formats.day(self.as_of, "long"),
            "rule": self.rule_words,
        }

    @property
    def warning(self) -> str:
        """What is to be done about the values, if anything."""
        if self.is_valued and self.is_behind:
            return _("New facts came in after these values were computed; they still show %(day)s.") % {
                "day": formats.day(self.as_of, "long")
            }
        if self.has_facts and not self.is_valued:
            return _("Sales are here, but nobody has been valued yet.")
        return ""

    @property
    def basis(self) -> str:
        """What value means here."""
        if self.bases:
            return basis_in_words(self.bases)
        if self.is_on_revenue:
            return str(MEANINGS[Basis.REVENUE])
        return str(MEANINGS[Basis.MARGIN])


def standing(*, by: Actor, lake: Lake | None = None) -> Standing:
    """How the values stand now. Values that do not say what they are counted on are of an earlier release: none yet."""
    snapshot = (lake or warehouse.lake()).current()
    about = snapshot.about(TABLE)
    rule = company_rule(about.get("rule"))
    valuing = by.may("valuation.compute")
    return Standing(
        has_facts=snapshot.has("days") or snapshot.has("contracts"),
        is_valued=TABLE in snapshot.tables and "bases" in about,
        is_behind=TABLE in snapshot.tables and about.get("facts") != snapshot.facts,
        as_of=date.fromisoformat(about["as_of"]) if "as_of" in about else None,
        rule=str(rule),
        rule_words=rule.sentence,
        customers=snapshot.tables[TABLE].rows if TABLE in snapshot.tables else 0,
        currency=settings.COMPANY.currency,
        is_on_revenue=settings.COMPANY.margin is None,
        may_value=valuing,
        may_import=by.may("warehouse.import"),
        may_export=by.may("valuation.export_customers"),
        job=_job() if valuing else None,
        bases=about.get("bases", {}),
    )


def valued_at(snapshot: Snapshot) -> date | None:
    """The date the values were computed for."""
    told = snapshot.about(TABLE).get("as_of")
    return date.fromisoformat(told) if told else None


def company_rule(text: str | None = None) -> Rule:
    """The rule named, or the company's own."""
    return rule_named(text or settings.COMPANY.rule)


def terms() -> Terms:
    """Discount, margin and cost table as the company set them, and what its attempts did beside its control groups."""
    company = settings.COMPANY
    return Terms(
        discount=float(company.discount),
        margin=float(company.margin or 1),
        costs=cost_table(),
        second_years=float(company.second_years),
        attempts={
            segment: MeasuredUplift(each.tried, each.tried_returned, each.control, each.control_returned)
            for segment, each in measured().items()
        },
    )


def _job() -> JobRow | None:
    """The newest job that values everybody, while it is open or when it failed."""
    found = next((job for job in newest_jobs().jobs if job.title == JOB), None)
    return found if found is not None and (found.is_open or found.can_retry) else None
