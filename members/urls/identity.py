from django.urls import path

from members.views import identity

urlpatterns = [
    path("identity/settings/<uuid:district>/", identity.people_setting, name="people_setting"),
    path("identity/find/<uuid:branch>/", identity.identity_find, name="identity_find"),
    path("identity/<uuid:pk>/", identity.identity, name="identity"),
    path("identity/<uuid:pk>/show/", identity.identity_show, name="identity_show"),
    path("identity/<uuid:pk>/record/", identity.identity_record, name="identity_record"),
    path("identity/<uuid:pk>/remove/", identity.identity_remove, name="identity_remove"),
]
