from django.urls import path

from plans.views import checks, gaps

urlpatterns = [
    path("gaps/", gaps.gaps, name="gaps"),
    path("<uuid:pk>/checks/", checks.plan_checks, name="checks"),
    path("<uuid:pk>/checks/mend/", checks.mend, name="mend"),
    path("<uuid:pk>/checks/unmend/", checks.unmend, name="unmend"),
    path("<uuid:pk>/checks/dismiss/", checks.dismiss, name="dismiss"),
    path("<uuid:pk>/checks/undismiss/", checks.undismiss, name="undismiss"),
]
