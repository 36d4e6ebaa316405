"""The pages of this room, one section for each part."""

from django.urls import URLPattern

REASONS: list[URLPattern] = []
WORDING: list[URLPattern] = []
GUARD: list[URLPattern] = []

app_name = "playbook"
urlpatterns = [*REASONS, *WORDING, *GUARD]
