"""The pages of this room."""

from django.urls import path

from regain.meetings.lossreview.web import (
    actions,
    coaching,
    files,
    health,
    issue,
    issues,
    look_back,
    minutes,
    order,
    pack,
    pack_files,
    packing,
    proving,
    reviews,
    who_left,
)
from regain.meetings.lossreview.web.meeting import conduct, deciding, page, ranking

app_name = "lossreview"

ISSUES = [
    path("issues/", issues.issues, name="issues"),
    path("issues/export/", issues.issues_export, name="issues_export"),
    path("issues/over/", issues.issues, {"which": "over"}, name="issues_over"),
    path("issues/over/export/", issues.issues_export, {"which": "over"}, name="issues_over_export"),
    path("issues/new/", issues.raise_one, name="raising"),
    path("issues/suggested/", issues.suggested, name="suggested"),
    path("issues/<int:issue_id>/", issue.issue, name="issue"),
    path("issues/<int:issue_id>/change/", issue.issue_change, name="issue_change"),
    path("issues/<int:issue_id>/customers/", issue.issue_customers, name="issue_customers"),
    path("issues/<int:issue_id>/customers/export/", issue.issue_customers_export, name="issue_customers_export"),
    path("issues/<int:issue_id>/splitting/", issue.split, name="splitting"),
]

PROOF = [
    path("issues/<int:issue_id>/fix/", proving.fix, name="fix"),
    path("issues/<int:issue_id>/fix/back/", proving.fix_back, name="fix_back"),
    path("issues/<int:issue_id>/closing/", proving.closing, name="closing"),
    path("issues/<int:issue_id>/reopening/", proving.reopening, name="reopening"),
    path("health/coaching/", coaching.coaching_effect, name="coaching_effect"),
]

REVIEWS = [
    path("", reviews.reviews, name="reviews"),
    path("export/", reviews.reviews_export, name="reviews_export"),
    path("order/", order.order, name="order"),
    path("order/days/", order.order_days, name="order_days"),
    path("order/pause/", order.order_pause, name="order_pause"),
    path("months/<str:period>/", reviews.review, name="review"),
    path("months/<str:period>/calendar.ics", reviews.review_file, name="review_file"),
    path("months/<str:period>/moving/", reviews.moving, name="moving"),
    path("months/<str:period>/calling-off/", reviews.calling_off, name="calling_off"),
    path("months/<str:period>/people/", reviews.seats, name="seats"),
    path("months/<str:period>/agenda/", reviews.agenda, name="agenda"),
    path("months/<str:period>/reminding/", reviews.reminding, name="reminding"),
]

LOOKING_BACK = [
    path("health/", health.health, name="health"),
    path("look-back/", look_back.look_back, name="look_back"),
    path("look-back/pdf/", look_back.look_back_pdf, name="look_back_pdf"),
    path("look-back/xlsx/", look_back.look_back_sheet, name="look_back_sheet"),
    path("months/<str:period>/pack/xlsx/", pack_files.pack_sheet, name="pack_sheet"),
    path("months/<str:period>/pack/<slug:table_name>.csv", pack_files.pack_csv, name="pack_csv"),
]

ACTIONS = [
    path("actions/", actions.actions, name="actions"),
    path("actions/export/", actions.actions_export, name="actions_export"),
    path("actions/new/", actions.action_new, name="action_new"),
    path("actions/<int:action_id>/", actions.action, name="action"),
    path("actions/<int:action_id>/progress/", actions.action_progress, name="action_progress"),
    path("actions/<int:action_id>/done/", actions.action_done, name="action_done"),
    path("actions/<int:action_id>/reopening/", actions.action_reopening, name="action_reopening"),
    path("actions/<int:action_id>/day/", actions.action_day, name="action_day"),
    path("actions/<int:action_id>/owner/", actions.action_owner, name="action_owner"),
    path("actions/<int:action_id>/dropping/", actions.action_dropping, name="action_dropping"),
    path("actions/<int:action_id>/wording/", actions.action_wording, name="action_wording"),
    path("actions/<int:action_id>/taking-back/", actions.action_taking_back, name="action_taking_back"),
    path("actions/<int:action_id>/comments/", actions.action_comments, name="action_comments"),
    path("files/", files.files, name="files"),
    path("files/<int:file_id>/", files.file, name="file"),
    path("files/<int:file_id>/removal/", files.file_removal, name="file_removal"),
    path("files/<int:file_id>/return/", files.file_return, name="file_return"),
]

TABLE = "months/<str:period>/meeting/"
RECORD = "months/<str:period>/minutes/"

MEETING = [
    path(TABLE, page.meeting, name="meeting"),
    path(f"{TABLE}beat/", page.beat, name="beat"),
    path(f"{TABLE}begin/", conduct.beginning, name="beginning"),
    path(f"{TABLE}show/", conduct.showing, name="showing"),
    path(f"{TABLE}notes/", conduct.notes, name="notes"),
    path(f"{TABLE}people/", conduct.attendance, name="attendance"),
    path(f"{TABLE}adjourn/", conduct.adjourning, name="adjourning"),
    path(f"{TABLE}resume/", conduct.resuming, name="resuming"),
    path(f"{TABLE}decisions/", deciding.resolutions, name="resolutions"),
    path(
        f"{TABLE}decisions/<int:resolution_id>/withdrawal/",
        deciding.resolution_withdrawal,
        name="resolution_withdrawal",
    ),
    path(f"{TABLE}issues/", deciding.meeting_issues, name="meeting_issues"),
    path(f"{TABLE}owner/", deciding.meeting_owner, name="meeting_owner"),
    path(f"{TABLE}actions/", deciding.meeting_actions, name="meeting_actions"),
    path(f"{TABLE}actions/<int:action_id>/", deciding.meeting_action, name="meeting_action"),
    path(f"{TABLE}weighing/", ranking.weighing, name="weighing"),
    path(f"{TABLE}weights/", ranking.weights, name="weights"),
    path(f"{TABLE}order/", ranking.ranking, name="ranking"),
    path(RECORD, minutes.minutes, name="minutes"),
    path(f"{RECORD}pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{RECORD}text/", minutes.minutes_text, name="minutes_text"),
    path(f"{RECORD}anew/", minutes.minutes_anew, name="minutes_anew"),
    path(f"{RECORD}approval/", minutes.minutes_approval, name="minutes_approval"),
    path(f"{RECORD}sending/", minutes.minutes_sending, name="minutes_sending"),
    path(f"{RECORD}editions/<int:version>/", minutes.edition, name="edition"),
    path(f"{RECORD}editions/<int:version>/return/", minutes.edition_back, name="edition_back"),
]

PAPER = [
    path("months/<str:period>/pack/", pack.pack, name="pack"),
    path("months/<str:period>/pack/pdf/", pack.pack_pdf, name="pack_pdf"),
    path("months/<str:period>/pack/slides/", pack.pack_slides, name="pack_slides"),
]

NUMBERS = [
    path("months/<str:period>/pack/making/", packing.making, name="making"),
    path("months/<str:period>/pack/freezing/", packing.freezing, name="freezing"),
    path("months/<str:period>/pack/thawing/", packing.thawing, name="thawing"),
    path("months/<str:period>/behind/", who_left.behind, name="behind"),
    path("months/<str:period>/behind/export/", who_left.behind_export, name="behind_export"),
]

urlpatterns = [
    *PAPER,
    *NUMBERS,
    *MEETING,
    *ACTIONS,
    *LOOKING_BACK,
    *REVIEWS,
    *ISSUES,
    *PROOF,
]
