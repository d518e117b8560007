"""Addresses of the plans, one module per page family."""

from plans.urls import (
    beginning,
    checks,
    copying,
    library,
    outline,
    proposing,
    review,
    rounds,
    rules,
    schedule,
    schedule_files,
)

app_name = "plans"
urlpatterns = [
    *library.urlpatterns,
    *beginning.urlpatterns,
    *outline.urlpatterns,
    *schedule.urlpatterns,
    *schedule_files.urlpatterns,
    *proposing.urlpatterns,
    *review.urlpatterns,
    *rules.urlpatterns,
    *checks.urlpatterns,
    *copying.urlpatterns,
    *rounds.urlpatterns,
]
