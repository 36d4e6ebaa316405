"""The pages of this room."""

from django.urls import path

from regain.meetings.lossreview.web import issue, reviews

app_name = "lossreview"

ISSUES = [
    path("issues/<int:issue_id>/", issue.issue, name="issue"),
]

REVIEWS = [
    path("months/<str:period>/", reviews.review, name="review"),
]

urlpatterns = [
    *REVIEWS,
    *ISSUES,
]
