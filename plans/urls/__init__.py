"""Addresses of the plans, one module per page family."""

from plans.urls import beginning, library, outline, review, schedule

app_name = "plans"
urlpatterns = [
    *library.urlpatterns,
    *beginning.urlpatterns,
    *outline.urlpatterns,
    *schedule.urlpatterns,
    *review.urlpatterns,
]
