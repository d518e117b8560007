"""Addresses of the people, one module per page family."""

from members.urls import appraisal, committee, groups, own, people, transfers

app_name = "members"
urlpatterns = [
    *appraisal.urlpatterns,
    *own.urlpatterns,
    *people.urlpatterns,
    *groups.urlpatterns,
    *committee.urlpatterns,
    *transfers.urlpatterns,
]
