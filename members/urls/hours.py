from django.urls import path

from members.views import hours

urlpatterns = [
    path("hours/mine/", hours.mine, name="my_hours"),
    path("hours/district/", hours.district, name="hours_district"),
    path("hours/branches/<uuid:branch>/", hours.hours, name="hours"),
    path("hours/branches/<uuid:branch>/record/", hours.record, name="hours_record"),
    path("hours/members/<uuid:member>/", hours.member, name="hours_member"),
    path("hours/records/<uuid:pk>/remove/", hours.remove, name="hours_remove"),
]
