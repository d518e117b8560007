"""Addresses of the calendar, one module per page family."""

from calendar_events.urls import (
    attachments,
    collections,
    events,
    feeds,
    months,
    offers,
    progress,
    records,
    registers,
    talks,
)

app_name = "calendar_events"
urlpatterns = [
    *months.urlpatterns,
    *events.urlpatterns,
    *feeds.urlpatterns,
    *records.urlpatterns,
    *attachments.urlpatterns,
    *collections.urlpatterns,
    *offers.urlpatterns,
    *registers.urlpatterns,
    *talks.urlpatterns,
    *progress.urlpatterns,
]
