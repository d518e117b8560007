from django.urls import path

from calendar_events.views import months, papers

urlpatterns = [
    path("", months.month, name="month"),
    path("week/", months.week, name="week"),
    path("day/", months.day, name="day"),
    path("year/", months.year, name="year"),
    path("month.pdf", papers.month_pdf, name="month_pdf"),
    path("year.pdf", papers.year_pdf, name="year_pdf"),
    path("weeks/", months.wheel, name="wheel"),
    path("events/<uuid:pk>/to-day/", months.move_to_day, name="event_to_day"),
]
