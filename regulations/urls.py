"""Addresses of the rule book and of the work calendar."""

from django.urls import path

from regulations.views import rules

app_name = "regulations"
urlpatterns = [
    path("", rules.rules, name="rules"),
    path("code/<str:code>/", rules.rule, name="rule"),
    path("<uuid:district>/<str:code>/override/", rules.override, name="override"),
    path("<uuid:district>/<str:code>/end/", rules.override_end, name="override_end"),
]
