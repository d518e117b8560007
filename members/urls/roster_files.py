from django.urls import path

from members.views import roster_files

urlpatterns = [
    path("roster/import/<uuid:branch>/", roster_files.import_begin, name="import_begin"),
    path("roster/import/<uuid:branch>/template.xlsx", roster_files.import_template, name="import_template"),
    path("roster/import/preview/<uuid:pk>/", roster_files.import_page, name="import"),
    path("roster/import/preview/<uuid:pk>/confirm/", roster_files.import_confirm, name="import_confirm"),
    path("roster/import/preview/<uuid:pk>/again/", roster_files.import_again, name="import_again"),
    path("roster/import/preview/<uuid:pk>/undo/", roster_files.import_undo, name="import_undo"),
    path("roster/import/preview/<uuid:pk>/discard/", roster_files.import_discard, name="import_discard"),
    path("roster/export/<uuid:branch>/", roster_files.export, name="export"),
    path("roster/export/file/<uuid:pk>/", roster_files.export_file, name="export_file"),
]
