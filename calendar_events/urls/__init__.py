"""Addresses of the calendar, one module per page family."""

from calendar_events.urls import events, months

app_name = "calendar_events"
urlpatterns = [
    *months.urlpatterns,
    *events.urlpatterns,
]
