from django.urls import path

from calendar_events.views import archive, district_progress, progress

urlpatterns = [
    path("progress/", progress.progress_list, name="progress_list"),
    path("progress/district/", district_progress.district, name="progress_district"),
    path("progress/district.xlsx", district_progress.workbook, name="progress_district_xlsx"),
    path("progress/<uuid:pk>/", progress.progress, name="progress"),
    path("progress/<uuid:pk>/<uuid:origin>/<str:month>/drop/", progress.drop, name="promise_drop"),
    path("progress/<uuid:pk>/<uuid:origin>/<str:month>/take-up/", progress.take_up, name="promise_take_up"),
    path("progress/<uuid:pk>/summary/", progress.summarise, name="summarise"),
    path("archive/<uuid:branch>/", archive.archive, name="archive"),
    path("archive/<uuid:branch>/start/", archive.archive_start, name="archive_start"),
]
