"""The pages of this room, one section for each part."""

from django.urls import path

from regain.knowledge.playbook.web import causes, guard, may, offers, reasons, suggesting, wording

REASONS = [
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/export/", reasons.reasons_export, name="reasons_export"),
    path("reasons/new/", reasons.reason_new, name="reason_new"),
    path("reasons/order/", reasons.reasons_arrange, name="reasons_arrange"),
    path("reasons/catalogue/", reasons.catalogue_loading, name="catalogue_loading"),
    path("reasons/truth/", causes.truth, name="truth"),
    path("reasons/groups/<int:group_id>/", reasons.reason_group, name="reason_group"),
    path("reasons/groups/<int:group_id>/place/", reasons.reason_group_place, name="reason_group_place"),
    path("reasons/<int:reason_id>/", reasons.reason, name="reason"),
    path("reasons/<int:reason_id>/place/", reasons.reason_place, name="reason_place"),
    path("reasons/<int:reason_id>/retirement/", reasons.reason_retirement, name="reason_retirement"),
    path("reasons/<int:reason_id>/restoring/", reasons.reason_restoring, name="reason_restoring"),
    path("reasons/<int:reason_id>/merge/", reasons.reason_merge, name="reason_merge"),
    path("reasons/<int:reason_id>/separation/", reasons.reason_separation, name="reason_separation"),
    path("causes/<slug:left_on>/<customer:customer>/withdrawal/", causes.causes_withdrawal, name="causes_withdrawal"),
    path("causes/<slug:left_on>/<customer:customer>/", causes.causes, name="causes"),
]
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
GUARD = [
    path("may/of/<customer:customer>/", may.may, name="may"),
    path("may/stop/<customer:customer>/", may.may_stop, name="may_stop"),
    path("may/again/<customer:customer>/", may.may_lift, name="may_lift"),
    path("may/points/<customer:customer>/", may.may_point, name="may_point"),
    path("may/wrong/<customer:customer>/", may.may_point_wrong, name="may_point_wrong"),
    path("may/party/<customer:customer>/", may.may_party, name="may_party"),
    path("may/consents/<customer:customer>/", may.may_consent, name="may_consent"),
    path("may/consent/<int:consent_id>/withdrawal/", may.may_consent_withdrawal, name="may_consent_withdrawal"),
    path("guard/rules/", guard.rules, name="rules"),
    path("guard/rules/export/", guard.rules_export, name="rules_export"),
    path("guard/answers/", guard.answers, name="answers"),
    path("guard/answers/export/", guard.answers_export, name="answers_export"),
    path("do-not-contact/", guard.stops, name="stops"),
    path("do-not-contact/export/", guard.stops_export, name="stops_export"),
    path("do-not-contact/import/", guard.stops_import, name="stops_import"),
    path("do-not-contact/<int:stop_id>/lifting/", guard.stop_lifting, name="stop_lifting"),
    path("do-not-contact/registers/", guard.screenings_page, name="screenings"),
]

app_name = "playbook"
urlpatterns = [*REASONS, *WORDING, *GUARD]
