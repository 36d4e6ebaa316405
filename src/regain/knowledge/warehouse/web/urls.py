"""The pages of imports."""

from django.urls import path

from regain.knowledge.warehouse.web import choosing, imports, mappings, preparing

app_name = "warehouse"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("running/", imports.running, name="running"),
    path("export/", imports.imports_export, name="export"),
    path("new/", choosing.choice, name="choice"),
    path("new/database/", choosing.database, name="database"),
    path("drafts/<int:draft_id>/columns/", preparing.columns, name="columns"),
    path("drafts/<int:draft_id>/preview/", preparing.preview, name="preview"),
    path("drafts/<int:draft_id>/mapping/", preparing.saving, name="saving"),
    path("drafts/<int:draft_id>/trial/", preparing.trial, name="trial"),
    path("drafts/<int:draft_id>/order/", preparing.order, name="order"),
    path("drafts/<int:draft_id>/discarding/", preparing.discarding, name="discarding"),
    path("mappings/", mappings.mappings, name="mappings"),
    path("mappings/<int:mapping_id>/name/", mappings.renaming, name="renaming"),
    path("mappings/<int:mapping_id>/forgetting/", mappings.forgetting, name="forgetting"),
    path("<int:number>/", imports.one, name="import"),
    path("<int:number>/rejected/", imports.rejected, name="rejected"),
    path("<int:number>/mended/", choosing.mended, name="mended"),
    path("<int:number>/again/", imports.again, name="again"),
    path("<int:number>/stop/", imports.stop, name="stop"),
    path("<int:number>/resumption/", imports.resumption, name="resumption"),
    path("<int:number>/undo/", imports.undo, name="undo"),
]
