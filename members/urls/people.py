from django.urls import path

from members.views import people

urlpatterns = [
    path("", people.entrance, name="roster"),
    path("district/", people.district, name="district"),
    path("branches/<uuid:branch>/", people.branch_roster, name="branch"),
]
