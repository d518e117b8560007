from django.urls import path

from plans.views import beginning, reading, rolling

urlpatterns = [
    path("new/", beginning.begin, name="begin"),
    path("new/blank/", beginning.begin_blank, name="begin_blank"),
    path("new/upload/", beginning.upload, name="upload"),
    path("uploads/<uuid:pk>/", reading.reading, name="reading"),
    path("uploads/<uuid:pk>/decide/", reading.decide_segment, name="decide"),
    path("uploads/<uuid:pk>/create/", reading.create_from_reading, name="create_from_reading"),
    path("uploads/<uuid:pk>/roll/", rolling.roll_reading, name="roll_reading"),
    path("uploads/<uuid:pk>/delete/", beginning.remove_upload, name="delete_upload"),
    path("<uuid:pk>/roll/", rolling.roll_plan, name="roll"),
]
