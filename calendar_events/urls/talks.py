from django.urls import path

from calendar_events.views import talks

urlpatterns = [
    path("talks/mine/", talks.mine, name="my_talks"),
    path("talks/branches/<uuid:branch>/", talks.branch, name="talks"),
    path("talks/branches/<uuid:branch>/add/", talks.add, name="talk_add"),
    path("talks/<uuid:pk>/", talks.detail, name="talk"),
    path("talks/<uuid:pk>/edit/", talks.edit, name="talk_edit"),
]
