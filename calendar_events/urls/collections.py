from django.urls import path

from calendar_events.views import collections, hand_ins

urlpatterns = [
    path("mine/", hand_ins.mine, name="mine"),
    path("collections/branches/<uuid:branch>/", collections.branch, name="collections"),
    path("collections/branches/<uuid:branch>/add/<slug:kind>/", collections.add, name="collection_add"),
    path("collections/<uuid:pk>/", collections.detail, name="collection"),
    path("collections/<uuid:pk>/edit/", collections.edit, name="collection_edit"),
    path("collections/<uuid:pk>/step/", collections.step, name="collection_step"),
    path("collections/<uuid:pk>/numbers/", collections.numbers, name="collection_numbers"),
    path("collections/<uuid:pk>/export.xlsx", collections.export, name="collection_export"),
    path("collections/dues/<uuid:pk>/", hand_ins.due, name="collection_due"),
    path("collections/hand-ins/<uuid:pk>/take-back/", hand_ins.take_back, name="collection_take_back"),
]
