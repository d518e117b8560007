from django.urls import path

from calendar_events.views import register_entries, registers

urlpatterns = [
    path("registers/district/", registers.district, name="registers_district"),
    path("registers/branches/<uuid:branch>/", registers.branch, name="registers"),
    path("registers/branches/<uuid:branch>/<slug:register>/", registers.entry_list, name="register"),
    path("registers/branches/<uuid:branch>/<slug:register>/add/", registers.add, name="register_add"),
    path("registers/branches/<uuid:branch>/<slug:register>/start/", registers.start, name="register_start"),
    path(
        "registers/branches/<uuid:branch>/<slug:register>/export.<slug:ending>",
        registers.export,
        name="register_export",
    ),
    path("registers/entries/<uuid:pk>/", register_entries.detail, name="register_entry"),
    path("registers/entries/<uuid:pk>/edit/", register_entries.edit, name="register_edit"),
    path("registers/entries/<uuid:pk>/look/", register_entries.look, name="register_look"),
    path("registers/entries/<uuid:pk>/move/", register_entries.move, name="register_move"),
    path("registers/entries/<uuid:pk>/claim/", register_entries.claim, name="register_claim"),
    path("registers/entries/<uuid:pk>/remove/", register_entries.remove, name="register_remove"),
]
