"""The pages of this room, one section for each part."""

from django.urls import URLPattern, path

from regain.knowledge.playbook.web import offers, suggesting, wording

REASONS: list[URLPattern] = []
WORDING = [
    path("wording/", wording.wording, name="wording_home"),
    path("wording/<slug:kind>/", wording.wording, name="wording"),
    path("wording/<slug:kind>/<slug:step>/", wording.step, name="wording_step"),
    path("wording/<slug:kind>/<slug:step>/<int:version>/", wording.version, name="wording_version"),
    path("wording/<slug:kind>/<slug:step>/<int:version>/return/", wording.going_back, name="wording_return"),
    path("offers/", offers.offers, name="offers"),
    path("offers/export/", offers.offers_export, name="offers_export"),
    path("offers/new/", offers.offer_new, name="offer_new"),
    path("offers/<int:number>/", offers.offer, name="offer"),
    path("offers/<int:number>/terms/", offers.offer_terms, name="offer_terms"),
    path("offers/<int:number>/retirement/", offers.retirement, name="offer_retirement"),
    path("offers/<int:number>/reinstatement/", offers.reinstatement, name="offer_reinstatement"),
    path("suggestions/", suggesting.suggestions, name="suggestions"),
    path("suggestions/trial/", suggesting.trial, name="suggestion_trial"),
]
GUARD: list[URLPattern] = []

app_name = "playbook"
urlpatterns = [*REASONS, *WORDING, *GUARD]
