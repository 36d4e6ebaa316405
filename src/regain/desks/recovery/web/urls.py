"""The recovery desk's pages. A period is `2011-09` or `2011-Q3`."""

from django.urls import path, register_converter

from regain.desks.recovery.web import cycle, cycles, decision, queue


class PeriodConverter:
    """The path converter `<period:…>`."""

    regex = r"[0-9]{4}-(?:[0-9]{2}|[qQ][1-4])"

    def to_python(self, value: str) -> str:
        """The period as it is stored."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The period in an address."""
        return value


register_converter(PeriodConverter, "period")

app_name = "recovery"
urlpatterns = [
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/drafting/<int:job_id>/", cycles.drafting, name="drafting"),
    path("cycles/<period:period>/", cycle.cycle, name="cycle"),
    path("cycles/<period:period>/decisions/", cycle.decisions, name="decisions"),
    path("cycles/<period:period>/decisions/export/", cycle.decisions_export, name="decisions_export"),
    path("cycles/<period:period>/approval/", cycle.approval, name="approval"),
    path("cycles/<period:period>/approval/withdrawal/", cycle.approval_withdrawal, name="approval_withdrawal"),
    path("decisions/<int:decision_id>/", decision.decision, name="decision"),
    path("decisions/<int:decision_id>/move/", decision.move, name="move"),
    path("decisions/<int:decision_id>/swap/", decision.swap, name="swap"),
    path("decisions/<int:decision_id>/assignment/", decision.assignment, name="assignment"),
    path("queue/", queue.queue, name="queue"),
    path("queue/<int:decision_id>/assignment/", queue.queue_assignment, name="queue_assignment"),
    path("calls/", queue.calls, name="calls"),
]
