"""Addresses of the people, one module per page family."""

from members.urls import own, people

app_name = "members"
urlpatterns = [
    *own.urlpatterns,
    *people.urlpatterns,
]
