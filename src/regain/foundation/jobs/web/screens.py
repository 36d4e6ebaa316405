"""What runs in the background, and two buttons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from regain.foundation.jobs import actions, queries
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen


def jobs(request: HttpRequest) -> HttpResponse:
    """The newest jobs; looks again by itself while something runs."""
    return screen(request, "jobs/jobs.html", queries.jobs_page(at=clock.now()), fragment="jobs/_jobs.html")


def cancellation(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop a job."""
    actions.cancel_job(by=actor_of(request), at=clock.now(), job=queries.job(job_id))
    return redirect("jobs:jobs")


def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Run a job again."""
    actions.retry_job(by=actor_of(request), at=clock.now(), job=queries.job(job_id))
    return redirect("jobs:jobs")
