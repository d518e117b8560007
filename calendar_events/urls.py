from django.urls import path

from calendar_events import views

app_name = "calendar_events"
urlpatterns = [
    path("", views.month, name="month"),
    path("year/", views.year, name="year"),
]
