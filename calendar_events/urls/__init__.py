"""Addresses of the calendar, one module per page family."""

<<<<<<< HEAD
from calendar_events.urls import events, months
=======
from calendar_events.urls import attachments, months, registers
>>>>>>> f4c4eeb (Registers: pages, attachments)

app_name = "calendar_events"
urlpatterns = [
    *months.urlpatterns,
<<<<<<< HEAD
    *events.urlpatterns,
=======
    *registers.urlpatterns,
    *attachments.urlpatterns,
>>>>>>> f4c4eeb (Registers: pages, attachments)
]
