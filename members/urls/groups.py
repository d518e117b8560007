from django.urls import path

from members.views import groups

urlpatterns = [
    path("branches/<uuid:branch>/groups/", groups.group_list, name="groups"),
    path("branches/<uuid:branch>/groups/create/", groups.create, name="group_create"),
    path("branches/<uuid:branch>/groups/assign/", groups.assign, name="group_assign"),
    path("groups/<uuid:pk>/rename/", groups.rename, name="group_rename"),
    path("groups/<uuid:pk>/close/", groups.close, name="group_close"),
    path("groups/<uuid:pk>/lead/", groups.lead, name="group_lead"),
]
