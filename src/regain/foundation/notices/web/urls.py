"""The pages of this room."""

from django.urls import path

from regain.foundation.notices.web import calendar, endpoints, outbox, reminders

app_name = "notices"
urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/export/", outbox.outbox_export, name="outbox_export"),
    path("outbox/<int:message_id>/", outbox.message, name="message"),
    path("outbox/<int:message_id>/cancellation/", outbox.cancellation, name="message_cancellation"),
    path("outbox/<int:message_id>/retry/", outbox.retry, name="message_retry"),
    path("webhooks/", endpoints.endpoints, name="endpoints"),
    path("webhooks/new/", endpoints.new_endpoint, name="new_endpoint"),
    path("webhooks/chat/", endpoints.new_chat_room, name="new_chat_room"),
    path("webhooks/<int:endpoint_id>/", endpoints.endpoint, name="endpoint"),
    path("webhooks/<int:endpoint_id>/change/", endpoints.change, name="endpoint_change"),
    path("webhooks/<int:endpoint_id>/secret/", endpoints.secret, name="endpoint_secret"),
    path("webhooks/<int:endpoint_id>/pause/", endpoints.pause, name="endpoint_pause"),
    path("webhooks/<int:endpoint_id>/resumption/", endpoints.resumption, name="endpoint_resumption"),
    path("webhooks/<int:endpoint_id>/removal/", endpoints.removal, name="endpoint_removal"),
    path("webhooks/<int:endpoint_id>/ping/", endpoints.ping, name="endpoint_ping"),
    path("webhooks/<int:endpoint_id>/deliveries/export/", endpoints.deliveries_export, name="deliveries_export"),
    path("deliveries/<int:delivery_id>/", endpoints.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/retry/", endpoints.delivery_retry, name="delivery_retry"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/opening/", calendar.opening, name="calendar_opening"),
    path("calendar/renewal/", calendar.renewal, name="calendar_renewal"),
    path("calendar/closing/", calendar.closing, name="calendar_closing"),
    path("calendar/<slug:key>.ics", calendar.calendar_file, name="calendar_file"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/<int:reminder_id>/dismissal/", reminders.dismissal, name="reminder_dismissal"),
    path("reminders/<int:reminder_id>/return/", reminders.coming_back, name="reminder_return"),
]
