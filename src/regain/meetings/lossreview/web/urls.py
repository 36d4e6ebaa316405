"""The pages of this room."""

from django.urls import path

from regain.meetings.lossreview.web import health, issue, reviews

app_name = "lossreview"

ISSUES = [
    path("issues/<int:issue_id>/", issue.issue, name="issue"),
]

REVIEWS = [
    path("months/<str:period>/", reviews.review, name="review"),
]

LOOKING_BACK = [
    path("health/", health.health, name="health"),
]

urlpatterns = [
    *LOOKING_BACK,
    *REVIEWS,
    *ISSUES,
]
