"""The home page, the palette's search, and health."""

from django.urls import path

from regain.shell.web import screens

app_name = "shell"
urlpatterns = [
    path("", screens.home, name="home"),
    path("search/", screens.search, name="search"),
    path("health/", screens.health, name="health"),
]
