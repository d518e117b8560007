from django.urls import path

app_name = "calendar_events"
urlpatterns: list = []
