from django.urls import path

from plans.views import schedule_files

urlpatterns = [
    path("<uuid:pk>/schedule/file/", schedule_files.schedule_file, name="schedule_file"),
    path("<uuid:pk>/schedule/template.xlsx", schedule_files.schedule_template, name="schedule_template"),
    path("<uuid:pk>/schedule.xlsx", schedule_files.schedule_workbook, name="schedule_workbook"),
    path("<uuid:pk>/schedule/file/<uuid:schedule_import>/", schedule_files.schedule_import, name="schedule_import"),
    path(
        "<uuid:pk>/schedule/file/<uuid:schedule_import>/confirm/",
        schedule_files.schedule_confirm,
        name="schedule_confirm",
    ),
    path(
        "<uuid:pk>/schedule/file/<uuid:schedule_import>/compare/",
        schedule_files.schedule_compare,
        name="schedule_compare",
    ),
    path(
        "<uuid:pk>/schedule/file/<uuid:schedule_import>/discard/",
        schedule_files.schedule_discard,
        name="schedule_discard",
    ),
]
