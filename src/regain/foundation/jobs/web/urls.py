"""The jobs pages."""

from django.urls import path

from regain.foundation.jobs.web import screens

app_name = "jobs"
urlpatterns = [
    path("", screens.jobs, name="jobs"),
    path("<int:job_id>/cancellation/", screens.cancellation, name="cancellation"),
    path("<int:job_id>/retry/", screens.retry, name="retry"),
]
