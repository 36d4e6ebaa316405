"""What became of a cycle, for programs. An effect is told with its interval, or not at all with the reason."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from regain.desks.recovery.queries import finding
from regain.desks.recovery.queries import results as queries
from regain.foundation.kit.http import actor_of

router = Router()


@router.get("/cycles/{period}/results", url_name="recovery_results", summary="Results of a cycle")
def results(request: HttpRequest, period: str) -> dict[str, Any]:
    """Reached, diagnosed, confirmed, returned against the control group, with cost, claims and survival."""
    return queries.document(queries.results_page(by=actor_of(request), cycle=finding.cycle_row(period)))
