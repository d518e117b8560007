"""Addresses of the plans, one module per page family."""

from plans.urls import beginning, checks, copying, library, outline, review, rules, schedule

app_name = "plans"
urlpatterns = [
    *library.urlpatterns,
    *beginning.urlpatterns,
    *outline.urlpatterns,
    *schedule.urlpatterns,
    *review.urlpatterns,
    *rules.urlpatterns,
    *checks.urlpatterns,
    *copying.urlpatterns,
]
