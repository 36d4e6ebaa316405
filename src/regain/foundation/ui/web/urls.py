"""The interface's addresses."""

from django.urls import path

from regain.foundation.ui.web import gallery, theme

app_name = "ui"
urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("export/", gallery.gallery_export, name="gallery_export"),
    path("theme/", theme.set_theme, name="theme"),
]
