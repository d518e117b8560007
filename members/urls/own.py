from django.urls import path

from members.views import own

urlpatterns = [
    path("me/", own.me, name="me"),
    path("me/report/", own.report, name="report"),
]
