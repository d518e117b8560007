"""Addresses of the people, one module per page family."""

from members.urls import (
    appraisal,
    cases,
    committee,
    dues,
    groups,
    hours,
    identity,
    own,
    people,
    points,
    roster_files,
    transfers,
)

app_name = "members"
urlpatterns = [
    *appraisal.urlpatterns,
    *cases.urlpatterns,
    *own.urlpatterns,
    *people.urlpatterns,
    *points.urlpatterns,
    *groups.urlpatterns,
    *committee.urlpatterns,
    *transfers.urlpatterns,
    *dues.urlpatterns,
    *hours.urlpatterns,
    *identity.urlpatterns,
    *roster_files.urlpatterns,
]
