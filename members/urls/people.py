from django.urls import path

from members.views import people

urlpatterns = [
    path("", people.entrance, name="roster"),
    path("district/", people.district, name="district"),
    path("search/", people.search, name="search"),
    path("branches/<uuid:branch>/", people.branch_roster, name="branch"),
    path("branches/<uuid:branch>/add/", people.add, name="add"),
    path("<uuid:pk>/", people.detail, name="person"),
    path("<uuid:pk>/edit/", people.edit, name="edit"),
    path("<uuid:pk>/leave/", people.leave, name="leave"),
    path("<uuid:pk>/come-back/", people.come_back, name="come_back"),
]
