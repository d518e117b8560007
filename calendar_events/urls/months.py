from django.urls import path

from calendar_events.views import months

urlpatterns = [
    path("", months.month, name="month"),
    path("year/", months.year, name="year"),
]
