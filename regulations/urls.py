"""Addresses of the rule book and of the work calendar."""

from django.urls import path

from regulations.views import calendar, rules, terms, timeline

app_name = "regulations"
urlpatterns = [
    path("", rules.rules, name="rules"),
    path("code/<str:code>/", rules.rule, name="rule"),
    path("<uuid:district>/<str:code>/override/", rules.override, name="override"),
    path("<uuid:district>/<str:code>/end/", rules.override_end, name="override_end"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/terms/", terms.calendar_terms, name="calendar_terms"),
    path("calendar/timeline/", timeline.calendar_timeline, name="calendar_timeline"),
    path("calendar/observances/", timeline.calendar_observances, name="calendar_observances"),
    path("<uuid:district>/calendar/<int:year>/", calendar.calendar_days, name="calendar_days"),
    path("<uuid:district>/calendar/<int:year>/add/", calendar.calendar_day_add, name="calendar_day_add"),
    path("<uuid:district>/calendar/<int:year>/paste/", calendar.calendar_days_paste, name="calendar_days_paste"),
    path("<uuid:district>/calendar/<int:year>/remove/", calendar.calendar_day_remove, name="calendar_day_remove"),
    path("<uuid:district>/calendar/<int:year>/confirm/", calendar.calendar_confirm, name="calendar_confirm"),
    path("<uuid:district>/calendar/<int:year>/reopen/", calendar.calendar_reopen, name="calendar_reopen"),
    path("<uuid:district>/terms/<int:school_year_begins>/", terms.calendar_terms_edit, name="calendar_terms_edit"),
    path(
        "<uuid:district>/terms/<int:school_year_begins>/remove/",
        terms.calendar_terms_remove,
        name="calendar_terms_remove",
    ),
    path("<uuid:district>/timeline/add/<str:kind>/", timeline.calendar_timeline_add, name="calendar_timeline_add"),
    path("<uuid:district>/timeline/<str:key>/", timeline.calendar_timeline_edit, name="calendar_timeline_edit"),
    path(
        "<uuid:district>/timeline/<str:key>/remove/", timeline.calendar_timeline_remove, name="calendar_timeline_remove"
    ),
    path("<uuid:district>/observances/<str:key>/", timeline.calendar_observance_list, name="calendar_observance_list"),
]
