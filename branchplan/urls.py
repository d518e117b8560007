"""Every address of the portal; tests/test_access_matrix.py has a row for each name."""

from django.urls import include, path

from branchplan import views
from branchplan.reminding.views import call_list

handler400 = "branchplan.views.bad_request"
handler403 = "branchplan.views.forbidden"
handler404 = "branchplan.views.not_found"
handler500 = "branchplan.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("plans/", include("plans.urls")),
    path("calendar/", include("calendar_events.urls")),
    path("members/", include("members.urls")),
    path("api/", include("branchplan.api.urls")),
    path("overview/", include("branchplan.overview.urls")),
    path("handovers/", include("branchplan.handover.urls")),
    path("notices/call-list/", call_list, name="call_list"),
    path("notices/", include("notices.urls")),
    path("rules/", include("regulations.urls")),
    path("", include("branches.urls")),
]
