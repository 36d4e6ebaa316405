"""The pages of this room."""

from django.urls import path

from regain.knowledge.training.web import certificates, coaching, items, practice, scenarios

app_name = "training"
urlpatterns = [
    path("coaching/", coaching.coaching, name="coaching"),
    path("coaching/said/", coaching.said, name="said"),
    path("coaching/all/", coaching.items, name="items"),
    path("coaching/all/export/", coaching.items_export, name="items_export"),
    path("coaching/new/", coaching.raising, name="raising"),
    path("coaching/<int:item_id>/", items.item, name="item"),
    path("coaching/<int:item_id>/acknowledgement/", items.acknowledgement, name="acknowledgement"),
    path("coaching/<int:item_id>/talk/", items.talk, name="talk"),
    path("coaching/<int:item_id>/check/", items.check, name="check"),
    path("coaching/<int:item_id>/handing-on/", items.handing_on, name="handing_on"),
    path("coaching/<int:item_id>/comment/", items.comment, name="comment"),
    path("coaching/<int:item_id>/addressing/", items.addressing, name="addressing"),
    path("coaching/<int:item_id>/taking-back/", items.taking_back, name="taking_back"),
    path("practice/", practice.practices, name="practices"),
    path("practice/export/", practice.practices_export, name="practices_export"),
    path("practice/new/", practice.beginning, name="beginning"),
    path("practice/<int:practice_id>/", practice.practice, name="practice"),
    path("practice/<int:practice_id>/step/", practice.step, name="practice_step"),
    path("practice/<int:practice_id>/score/", practice.scoring, name="scoring"),
    path("practice/<int:practice_id>/calling-off/", practice.calling_off, name="calling_off"),
    path("practice/scenarios/", scenarios.scenarios, name="scenarios"),
    path("practice/scenarios/new/", scenarios.new_scenario, name="new_scenario"),
    path("practice/scenarios/<slug:key>/", scenarios.scenario, name="scenario"),
    path("practice/scenarios/<slug:key>/retirement/", scenarios.retirement, name="retirement"),
    path("practice/scenarios/<slug:key>/return/", scenarios.bringing_back, name="bringing_back"),
    path("practice/certificates/", certificates.certificates, name="certificates"),
    path("practice/certificates/export/", certificates.certificates_export, name="certificates_export"),
    path("practice/certificates/standard/", certificates.standard, name="standard"),
    path("practice/certificates/<int:person_id>/", certificates.certificate, name="certificate"),
    path(
        "practice/certificates/given/<int:certificate_id>/withdrawal/",
        certificates.withdrawal,
        name="certificate_withdrawal",
    ),
]
