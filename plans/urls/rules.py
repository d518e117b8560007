from django.urls import path

from plans.views import rule_changes

urlpatterns = [
    path("rules/<uuid:district>/", rule_changes.rule_changes, name="rule_changes"),
    path("rules/<uuid:district>/preview/", rule_changes.rule_changes_preview, name="rule_changes_preview"),
    path("rules/<uuid:district>/adopt/", rule_changes.rule_changes_adopt, name="rule_changes_adopt"),
]
