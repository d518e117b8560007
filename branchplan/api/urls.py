from django.urls import path

from branchplan.api.views import read, tokens

app_name = "api"
urlpatterns = [
    path("", tokens.docs, name="docs"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("v1/schema/", tokens.Schema.as_view(), name="schema"),
    path("v1/branches/", read.Branches.as_view(), name="branches"),
    path("v1/plans/", read.Plans.as_view(), name="plans"),
    path("v1/plans/<uuid:pk>/", read.PlanDetail.as_view(), name="plan"),
    path("v1/rounds/", read.Rounds.as_view(), name="rounds"),
    path("v1/rounds/<uuid:pk>/targets/", read.Targets.as_view(), name="targets"),
    path("v1/events/", read.Events.as_view(), name="events"),
    path("v1/figures/", read.Figures.as_view(), name="figures"),
    path("v1/findings/", read.Findings.as_view(), name="findings"),
]
