from django.urls import path

from plans.views import proposing, routine

urlpatterns = [
    path("<uuid:pk>/proposal/", proposing.proposal, name="proposal"),
    path("<uuid:pk>/proposal/take/", proposing.proposal_take, name="proposal_take"),
    path("<uuid:pk>/batches/<uuid:batch>/undo/", proposing.batch_undo, name="batch_undo"),
    path("routine/", routine.routine, name="routine"),
    path("requirements/", routine.requirements, name="requirements"),
    path("requirements/<uuid:requirement>/end/", routine.requirement_end, name="requirement_end"),
]
